import type { Temporal } from 'temporal-polyfill';
import { csvFile } from '#core/import/csv-file';
import { columnsRead, csvLayout } from '#core/import/csv-header';
import { csvRows } from '#core/import/csv-rows';
import { type Import, type ImportId, type ImportRow, MOST_FILE_BYTES, MOST_ROWS, NO_ROWS, PART_ROWS, rowsFile } from '#core/import/import';
import { importRows } from '#core/import/import-rows';
import type { Rules } from '#core/rules/rules';
import { oneLine } from '#core/text/lines';
import type { World } from '#ports';

/** A list as uploaded. `statement`: the programme lead's words on how these people agreed. */
export type Brought = { file: string; bytes: Uint8Array; statement: string; by: string };

type BringingWorld = Pick<World, 'imports' | 'importFiles' | 'texts' | 'subscribers' | 'machine'>;

const MEGABYTE_BYTES = 1_000_000;
const LINE_FEED = 10;
const MAX_NAME_CHARACTERS = 100;

/**
 * Reads an uploaded list once, in parts, and stores its rows for the check and the import. Makes no subscribers.
 * `problem`: one sentence on what is wrong with the file.
 */
export async function bringImport(
  world: BringingWorld,
  { file, bytes, statement, by }: Brought,
  rules: Rules,
  now: Temporal.Instant,
): Promise<{ brought: Import } | { problem: string }> {
  const opened = readable(bytes);
  if ('problem' in opened) return opened;
  const layout = csvLayout(opened.bytes);
  if (!layout)
    return {
      problem: `No column is called “email”. The first line of the file must name its columns, and one of them must be email.${firstLine(opened.bytes)}`,
    };

  const id = importId(now, world.machine.nonce());
  let part: ImportRow[] = [];
  let [rows, parts] = [0, 0];
  const keep = async () => {
    await world.importFiles.put(id, rowsFile(parts), JSON.stringify(part));
    rows += part.length;
    parts += 1;
    part = [];
  };
  for (const row of importRows(opened.bytes, layout, rules, world.subscribers.idOf)) {
    part.push(row);
    if (part.length === PART_ROWS) await keep();
  }
  if (part.length > 0) await keep();
  if (rows === 0) return { problem: 'There is nobody in the file: it has only the names of its columns.' };
  const wording = await world.texts.put(statement);
  const name = oneLine(file).slice(-MAX_NAME_CHARACTERS) || 'a file';
  const brought: Import = {
    ...{
      id,
      file: name,
      by,
      at: now,
      wording,
      columns: columnsRead(layout),
      rows,
      parts,
      next: 0,
      state: 'checking',
      counts: NO_ROWS,
      filesDeleted: false,
      version: 1,
    },
  };
  await world.imports.add(brought);
  return { brought };
}

/** What the first line says instead, so that it can be put right. */
function firstLine(bytes: Uint8Array): string {
  const first = csvRows(bytes, ',').next().value;
  const words = first && 'cells' in first ? oneLine(first.cells.join(', ')) : '';
  return words === '' ? '' : ` Now it says: ${words.length > 200 ? `${words.slice(0, 200)}…` : words}`;
}

function readable(bytes: Uint8Array) {
  if (bytes.length > MOST_FILE_BYTES) {
    const megabytes = (bytes.length / MEGABYTE_BYTES).toFixed(1);
    return {
      problem: `The file has ${megabytes} MB, and one may have 4 MB. Cut it into two or more files, each with the first line, and bring them one by one.`,
    };
  }
  const opened = csvFile(bytes);
  if ('bytes' in opened && opened.bytes.filter((byte) => byte === LINE_FEED).length > MOST_ROWS + 1)
    return {
      problem: 'The file has more than 100,000 lines. Cut it into two or more files, each with the first line, and bring them one by one.',
    };
  return opened;
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
