/**
 * Where a spreadsheet would begin a cell and run it as a formula: at the start, and after what separates cells or rows in a program that
 * reads the file with another separator. Programs take the full-width signs for formulas too.
 */
const FORMULA = /(?<=^|[;\t\r\n])(?='*[=+\-@;\t\r\n＝＋－＠])/gu;
const GUARD = /(?<=^|[;\t\r\n])'(?='*[=+\-@;\t\r\n＝＋－＠])/gu;

/** A number begins as a formula may, and runs nothing. */
const NUMBER = /^-?\d+(?:\.\d+)?$/u;

/** Returns a line of a CSV file (RFC 4180) with each cell in quotes. An apostrophe before a formula keeps spreadsheets from running it. */
export function csvLine(cells: readonly string[]): string {
  const guarded = (cell: string) => (NUMBER.test(cell) ? cell : cell.replaceAll(FORMULA, "'"));
  return `${cells.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** Returns a cell without the apostrophes that `csvLine` and other programs put before a formula. */
export function cellText(cell: string): string {
  return cell.replaceAll(GUARD, '');
}
