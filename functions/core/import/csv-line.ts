/** A spreadsheet takes a cell that begins so for a formula, and runs it. */
const FORMULA = /^'*[=+\-@\t\r]/u;

/** A line of a CSV file (RFC 4180): each cell in quotes, and none that a spreadsheet would run. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${safeCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** What a cell says: without the apostrophe that `csvLine`, as others do, puts before what looks like a formula. */
export function cellText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

function safeCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
