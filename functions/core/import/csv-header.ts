import { csvRows } from '#core/import/csv-rows';

/** The columns that a list of subscribers can have. */
export const COLUMNS = ['email', 'name', 'organisation', 'frequency', 'topics', 'status', 'confirmed_at'] as const;
export type Column = (typeof COLUMNS)[number];

/** The layout of a file. `columns`: the index of each column that we know. `names`: the header row as it was typed. */
export type CsvLayout = { delimiter: string; columns: ReadonlyMap<Column, number>; names: string[] };

const DELIMITERS = [',', ';', '\t'];
const ALSO: ReadonlyMap<string, Column> = new Map([
  ...COLUMNS.map((column): [string, Column] => [column, column]),
  ['e-mail', 'email'],
  ['email_address', 'email'],
  ['e-mail_address', 'email'],
  ['full_name', 'name'],
  ['organization', 'organisation'],
  ['trust', 'organisation'],
  ['member_trust', 'organisation'],
  ['topic', 'topics'],
]);

/** Reads the header row by the first delimiter that gives an email column; undefined when none does. */
export function csvLayout(bytes: Uint8Array): CsvLayout | undefined {
  for (const delimiter of DELIMITERS) {
    const first = csvRows(bytes, delimiter).next().value;
    if (!first || !('cells' in first)) continue;
    const columns = new Map<Column, number>();
    for (const [index, name] of first.cells.entries()) {
      const column = ALSO.get(name.toLowerCase().replaceAll(/\s+/gu, '_'));
      if (column && !columns.has(column)) columns.set(column, index);
    }
    if (columns.has('email')) return { delimiter, columns, names: first.cells };
  }
  return undefined;
}
