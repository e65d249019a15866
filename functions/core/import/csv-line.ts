/** A spreadsheet runs a cell that begins like this as a formula. */
const FORMULA = /^'*[=+\-@\t\r]/u;

/** Returns a line of a CSV file (RFC 4180) with each cell in quotes. An apostrophe before a formula keeps spreadsheets from running it. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${safeCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** Returns a cell without the apostrophe that `csvLine` and other programs put before a formula. */
export function cellText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

function safeCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
