import { COLUMNS, type Column, type CsvLayout, cellOf } from '#core/import/csv-header';
import { csvRows } from '#core/import/csv-rows';
import type { ImportRow } from '#core/import/import';
import { personRowReader, STATUS_IN_LISTS } from '#core/import/subscriber-row';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';

/** Yields the rows of an uploaded list. Between rows it remembers only the ids seen so far. */
export function* importRows(
  bytes: Uint8Array,
  layout: CsvLayout,
  rules: Rules,
  idOf: (address: string) => SubscriberId,
): Generator<ImportRow> {
  const seen = new Map<SubscriberId, number>();
  const readPersonRow = personRowReader(rules);
  for (const row of csvRows(bytes, layout.delimiter)) {
    const { line } = row;
    if (line <= layout.line) continue;
    if ('wrong' in row) {
      yield { is: 'wrong', line, cells: [], sentences: [row.wrong] };
      return;
    }
    const cell = (column: Column) => cellOf(layout, row.cells, column);
    const cells = COLUMNS.map(cell);
    const { person, wrong } = readPersonRow(cell);
    const { status, confirmedAt: _, ...rest } = person;
    // A status in the list is believed: only confirmed people are imported.
    if (status && status !== 'confirmed')
      wrong.push(`The list says "${STATUS_IN_LISTS[status]}" of this person. Only those who agreed to our emails can be brought in.`);
    const id = idOf(person.address);
    const first = seen.get(id);
    if (wrong.length > 0) yield { is: 'wrong', line, cells, sentences: wrong };
    else if (first !== undefined) yield { is: 'twice', line, cells, first };
    else {
      seen.set(id, line);
      yield { is: 'person', line, cells, person: { ...rest, id } };
    }
  }
}
