import type { Temporal } from 'temporal-polyfill';
import { csvFile } from '#core/import/csv-file';
import { type CsvLayout, columnsRead, csvLayout } from '#core/import/csv-header';
import { csvRows } from '#core/import/csv-rows';
import { type Import, type ImportId, type ImportRow, MOST_ROWS, NO_ROWS, PART_ROWS, rowsFile } from '#core/import/import';
import { importRows } from '#core/import/import-rows';
import type { Rules } from '#core/rules/rules';
import { oneLine } from '#core/text/lines';
import type { World } from '#ports';

/** A list that can be read. `rows`: those below the names of its columns; `bytes`: as `csvFile` gives them. */
export type OpenList = { bytes: Uint8Array; layout: CsvLayout; rows: number };

/** `name`: what the programme lead calls the list. `statement`: her words on how these people agreed. */
type Brought = { list: OpenList; name: string; statement: string; by: string };

type BringingWorld = Pick<World, 'imports' | 'importFiles' | 'texts' | 'subscribers' | 'machine'>;

const LINE_FEED = 10;
const MAX_NAME_CHARACTERS = 100;

/** Opens an uploaded list and counts its rows. `problem`: one sentence on what is wrong with the file. */
export function openList(file: Uint8Array): OpenList | { problem: string } {
  const opened = csvFile(file);
  if ('problem' in opened) return opened;
  const { bytes } = opened;
  if (bytes.filter((byte) => byte === LINE_FEED).length > MOST_ROWS + 1)
    return {
      problem: 'The file has more than 100,000 lines. Cut it into two or more files, each with the first line, and bring them one by one.',
    };
  const layout = csvLayout(bytes);
  if (!layout)
    return {
      problem: `No column is called “email”. The first line of the file must name its columns, and one of them must be email.${firstLine(bytes)}`,
    };
  let rows = 0;
  for (const { line } of csvRows(bytes, layout.delimiter)) if (line > layout.line) rows += 1;
  return rows === 0 ? { problem: 'There is nobody in the file: it has only the names of its columns.' } : { bytes, layout, rows };
}

/** Reads a list once, in parts, and stores its rows for the check and the import. Makes no subscribers. */
export async function bringImport(
  world: BringingWorld,
  { list, name, statement, by }: Brought,
  rules: Rules,
  now: Temporal.Instant,
): Promise<Import> {
  const id = importId(now, world.machine.nonce());
  let part: ImportRow[] = [];
  let [rows, parts] = [0, 0];
  const keep = async () => {
    await world.importFiles.put(id, rowsFile(parts), JSON.stringify(part));
    rows += part.length;
    parts += 1;
    part = [];
  };
  for (const row of importRows(list.bytes, list.layout, rules, world.subscribers.idOf)) {
    part.push(row);
    if (part.length === PART_ROWS) await keep();
  }
  if (part.length > 0) await keep();
  const brought: Import = {
    id,
    name: oneLine(name).slice(0, MAX_NAME_CHARACTERS),
    by,
    at: now,
    wording: await world.texts.put(statement),
    columns: columnsRead(list.layout),
    rows,
    parts,
    next: 0,
    state: 'checking',
    counts: NO_ROWS,
    filesDeleted: false,
    version: 1,
  };
  await world.imports.add(brought);
  return brought;
}

/** What the first line says instead, so that it can be put right. */
function firstLine(bytes: Uint8Array): string {
  const first = csvRows(bytes, ',').next().value;
  const words = first && 'cells' in first ? oneLine(first.cells.join(', ')) : '';
  return words === '' ? '' : ` Now it says: ${words.length > 200 ? `${words.slice(0, 200)}…` : words}`;
}

/** `20260328t093000123-<nonce>`: sorts by time. */
function importId(now: Temporal.Instant, nonce: string): ImportId {
  const time = now
    .toString({ fractionalSecondDigits: 3 })
    .toLowerCase()
    .replaceAll(/[^0-9t]/gu, '');
  // biome-ignore lint/plugin/no-cast: this is where ids of imports are made.
  return `${time}-${nonce}` as ImportId;
}
