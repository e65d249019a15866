import { csvFile } from '#core/import/csv-file';
import { COLUMNS, type Column, cellOf, csvLayout } from '#core/import/csv-header';
import { csvRows } from '#core/import/csv-rows';
import { personRowReader } from '#core/import/subscriber-row';
import type { Problem } from '#core/parsing/problem';
import type { Rules } from '#core/rules/rules';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';

/** Reads the list of subscribers with which a rehearsal or a local newsroom starts. Returns all problems, not only the first. */
export function readSubscribers(
  file: string,
  bytes: Uint8Array,
  rules: Rules,
  idOf: (address: string) => SubscriberId,
): { subscribers: Subscriber[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const subscribers = new Map<SubscriberId, Subscriber>();
  const problem = (line: number, sentence: string) => void problems.push({ file, line, sentence });
  const answer = () => ({ subscribers: [...subscribers.values()], problems });

  const opened = csvFile(bytes);
  if ('problem' in opened) problem(1, opened.problem);
  if ('problem' in opened) return answer();
  const layout = csvLayout(opened.bytes);
  const missing = COLUMNS.filter((column) => !layout?.columns.has(column));
  if (missing.length > 0) problem(1, `The column ${missing.join(', ')} is missing. The first line must be: ${COLUMNS.join(',')}`);
  if (!layout || missing.length > 0) return answer();

  const readPersonRow = personRowReader(rules);
  for (const row of csvRows(opened.bytes, layout.delimiter)) {
    if ('wrong' in row) problem(row.line, row.wrong);
    if ('wrong' in row || row.line <= layout.line) continue;
    const cell = (column: Column) => cellOf(layout, row.cells, column);
    const { person, wrong } = readPersonRow(cell);
    const { status = 'pending', ...rest } = person;
    if (cell('status') === '') wrong.push('There is no status. Write confirmed, pending, left, bounced or complained.');
    const id = idOf(person.address);
    if (wrong.length === 0 && subscribers.has(id)) wrong.push(`${person.address} is in the list twice. Keep one of the two lines.`);
    for (const sentence of wrong) problem(row.line, sentence);
    if (wrong.length === 0) subscribers.set(id, { ...rest, id, status });
  }
  return answer();
}
