// A table of figures: on the page, and as a CSV file with the same cells.
import { csvLine } from '#core/import/csv-line';

/** `words`: for people, `1,204`. `plain`: for a spreadsheet, `1204`. */
export type Cell = { words: string; plain: string };
export type Row = { label: string; cells: Cell[]; url?: string };
/** `name`: in the address of its file. `head`: of the first column, and of each cell. `sum`: the last row. */
export type Table = { name: string; caption: string; head: string[]; rows: Row[]; sum?: Row };

export function figure(number: number): Cell {
  return { words: number.toLocaleString('en-GB'), plain: String(number) };
}

/** What the newsroom does not know. */
export const NOT_KNOWN: Cell = { words: 'not known', plain: 'not known' };

/** Returns `1,204`, or `at least 1,204` while of some people it is not known. */
export function atLeast(number: number, unknown: number): Cell {
  const { words, plain } = figure(number);
  return unknown === 0 ? { words, plain } : { words: `at least ${words}`, plain: `at least ${plain}` };
}

/** Returns the table as a CSV file, after the byte order mark by which Excel recognises UTF-8. */
export function csvOf({ head, rows, sum }: Pick<Table, 'head' | 'rows' | 'sum'>): string {
  const lines = [...rows, ...(sum ? [sum] : [])].map(({ label, cells }) => csvLine([label, ...cells.map(({ plain }) => plain)]));
  return `\ufeff${csvLine(head)}${lines.join('')}`;
}
