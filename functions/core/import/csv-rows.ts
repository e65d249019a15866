import { CsvError, parse } from 'csv-parse/sync';

/** A row as it was typed, and the line of the file on which it ends; or a line from which on nothing can be read. */
export type CsvRow = { line: number; cells: string[] } | { line: number; wrong: string };

type Found = { cells: string[]; bytes: number; line: number };

/** So much is parsed at once: what is held does not grow with the file. */
const BLOCK_BYTES = 64 * 1024;
/** No row of ours is longer. A quote that is opened and never closed would make one row of all that follows. */
const MOST_ROW_BYTES = 8 * BLOCK_BYTES;

/** The rows of a file that `csvFile` has read, one by one; empty lines are no rows. */
export function* csvRows(bytes: Uint8Array, delimiter: string): Generator<CsvRow> {
  let start = 0;
  let line = 0;
  let blockBytes = BLOCK_BYTES;
  while (start < bytes.length) {
    const end = Math.min(start + blockBytes, bytes.length);
    const isLast = end === bytes.length;
    const { rows, isOpen } = parsed(bytes.subarray(start, end), delimiter);
    // The row at the end of a block may go on in the next one.
    const whole = isLast || isOpen ? rows : rows.slice(0, -1);
    for (const row of whole) yield { line: line + row.line, cells: row.cells };
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

/** `isOpen`: after the rows there is one more, which ends within quotes. */
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
      // Not at the right as well: `"Jo" Smith` would then be an error that ends the file.
      ltrim: true,
    });
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return { rows, isOpen: true };
    throw error;
  }
  return { rows, isOpen: false };
}
