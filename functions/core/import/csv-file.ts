/** An uploaded file as UTF-8 with `\n` line ends and without a byte order mark, or why it cannot be read. */
export type CsvFile = { bytes: Uint8Array } | { problem: string };

/** How a zip file begins, which an Excel workbook is. */
const WORKBOOK = [0x50, 0x4b, 0x03, 0x04];

/** The line by which Excel is told the separator. It becomes an empty line, so that the lines keep their numbers. */
const SEPARATOR_LINE = /^"?sep=[^\n]{0,3}\n/iu;

/** Reads a CSV file as Excel and others save it: UTF-8 with or without a byte order mark, UTF-16 (LE) with one, else Windows-1252. */
export function csvFile(bytes: Uint8Array): CsvFile {
  if (WORKBOOK.every((byte, i) => bytes[i] === byte))
    return { problem: 'This is an Excel workbook. In Excel, choose “Save as”, then “CSV UTF-8”, and upload that file.' };
  // Some files begin with more than one byte order mark.
  const text = decoded(bytes)
    .replace(/^[\ufeff\u200b]+/u, '')
    .replaceAll(/\r\n?/gu, '\n')
    .replace(SEPARATOR_LINE, '\n');
  if (text.includes('\0')) return { problem: 'This is not a text file. Save the list as CSV, and upload that file.' };
  if (text.trim() === '') return { problem: 'The file is empty.' };
  return { bytes: new TextEncoder().encode(text) };
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Excel's plain "CSV" in western Europe. Every byte is a character in it.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
