// A table of figures: on the page, as charts, and as a CSV file with the same cells.

import { csvLine } from '#core/import/csv-line';
import { type BarChart, barChart } from '#core/report/bar-chart';

/** `words`: for people, `1,204`. `plain`: for a spreadsheet, `1204`. `value`: how long its bar in a chart is. */
export type Cell = { words: string; plain: string; value?: number };
export type Row = { label: string; cells: Cell[]; url?: string };
/** A chart of one or two columns of a table, named by their headings. */
export type ChartOf = { title: string; columns: string[] };
/** `name`: in the address of its file. `head`: of the first column, and of each cell. `sum`: the last row, which no chart shows. */
export type Table = { name: string; caption: string; head: string[]; rows: Row[]; sum?: Row; charts?: ChartOf[] };

export function figure(number: number): Cell {
  return { words: number.toLocaleString('en-GB'), plain: String(number), value: number };
}

/** What the newsroom does not know. */
export const NOT_KNOWN: Cell = { words: 'not known', plain: 'not known' };

/** Returns `1,204`, or `at least 1,204` while of some people it is not known. */
export function atLeast(number: number, unknown: number): Cell {
  const exact = figure(number);
  return unknown === 0 ? exact : { ...exact, words: `at least ${exact.words}`, plain: `at least ${exact.plain}` };
}

/** Returns the table as a CSV file, after the byte order mark by which Excel recognises UTF-8. */
export function csvOf({ head, rows, sum }: Pick<Table, 'head' | 'rows' | 'sum'>): string {
  const lines = [...rows, ...(sum ? [sum] : [])].map(({ label, cells }) => csvLine([label, ...cells.map(({ plain }) => plain)]));
  return `\ufeff${csvLine(head)}${lines.join('')}`;
}

/** Returns the charts of a table. One line by itself shows nothing that a figure does not. */
export function chartsOf({ name, head, rows, charts = [] }: Table): BarChart[] {
  if (rows.length < 2) return [];
  return charts.map(({ title, columns }, i) => {
    const places = columns.map((column) => head.indexOf(column) - 1);
    const lines = rows.map(({ label, cells }) => ({ label, figures: places.flatMap((place) => cells[place] ?? []) }));
    return barChart({ id: `${name}-${i + 1}`, title, series: columns, lines });
  });
}
