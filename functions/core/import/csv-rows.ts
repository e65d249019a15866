import { CsvError, parse } from 'csv-parse/sync';

/** A row as it was typed, with the line on which it ends; or the line from which on the file cannot be read. */
export type CsvRow = { line: number; cells: string[] } | { line: number; wrong: string };

type Found = { cells: string[]; bytes: number; line: number };

/** The bytes that are parsed at once, so that memory does not grow with the file. */
const BLOCK_BYTES = 64 * 1024;
/** The limit of one row: a quote that is never closed would make one row of the rest of the file. */
const MOST_ROW_BYTES = 8 * BLOCK_BYTES;

/** Yields the rows of a file that `csvFile` has read. Empty lines, and rows of nothing but separators, are skipped. */
export function* csvRows(bytes: Uint8Array, delimiter: string): Generator<CsvRow> {
  let start = 0;
  let line = 0;
  let blockBytes = BLOCK_BYTES;
  while (start < bytes.length) {
    const end = Math.min(start + blockBytes, bytes.length);
    const isLast = end === bytes.length;
    const { rows, isOpen } = parsed(bytes.subarray(start, end), delimiter);
    // The last row of a block may continue in the next one.
    const whole = isLast || isOpen ? rows : rows.slice(0, -1);
    for (const row of whole) if (row.cells.some((cell) => cell !== '')) yield { line: line + row.line, cells: row.cells };
    const last = whole.at(-1);
    start += last?.bytes ?? 0;
    line += last?.line ?? 0;
    if (last) blockBytes = BLOCK_BYTES;
    else if (!isLast && blockBytes < MOST_ROW_BYTES) blockBytes *= 2;
    else if (isOpen || !isLast) return yield { line: line + 1, wrong: NEVER_CLOSED };
    else return;
    if (isLast && !isOpen) return;
  }
}

const NEVER_CLOSED =
  'A double quote is opened in this row and never closed, so nothing from here on can be read. Close it, or take it away.';

/** `isOpen`: the block ends inside the quotes of a further row. */
function parsed(block: Uint8Array, delimiter: string): { rows: Found[]; isOpen: boolean } {
  const rows: Found[] = [];
  try {
    parse(block, {
      delimiter,
      on_record: (cells: string[], { bytes, lines }) => {
        rows.push({ cells: cells.map((cell) => cell.trimEnd()), bytes, line: lines });
        return null;
      },
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      // `rtrim` too would make `"Jo" Smith` an error that ends the file.
      ltrim: true,
    });
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return { rows, isOpen: true };
    throw error;
  }
  return { rows, isOpen: false };
}
