import type { Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';

const STRANGE_CHARACTER = /(?![\t\n])\p{Cc}/u;
/** A binary file has a strange character on every line. */
const MOST_LINES_REPORTED = 20;

/** Reads a file as UTF-8, with `\n` line ends and without a byte order mark, and returns its problems. */
export function readText(source: SourceFile): { text?: string; problems: Problem[] } {
  const problem = (line: number, sentence: string): Problem => ({ file: source.file, line, sentence });
  if (source.bytes === undefined) {
    const megabytes = (source.sizeBytes / 1_000_000).toFixed(1);
    return {
      problems: [
        problem(
          1,
          `The file has ${megabytes} MB, and a text can have at most 1 MB. Put its pictures into the images folder, and shorten it.`,
        ),
      ],
    };
  }
  if (isUtf16(source.bytes))
    return { problems: [problem(1, 'The file is saved as UTF-16 ("Unicode"). Save it again with the encoding UTF-8.')] };
  // UTF-8 text has no zero byte; pictures, PDF files and documents of Word have them.
  if (source.bytes.includes(0))
    return {
      problems: [problem(1, 'This is not a text file. Copy its words into a plain text file, and save that with the encoding UTF-8.')],
    };
  const read = new TextDecoder('utf-8').decode(source.bytes);
  const text = read.replaceAll(/\r\n?/gu, '\n');
  if (read.includes('\ufffd') && !isUtf8(source.bytes)) {
    return {
      problems: [
        problem(
          lineAt(text, text.indexOf('\ufffd')),
          'A character here is not UTF-8, so the file has another encoding, such as Windows-1252 ("ANSI"). Save it again with the encoding UTF-8.',
        ),
      ],
    };
  }
  const problems = text.split('\n').flatMap((line, index) => {
    const strange = STRANGE_CHARACTER.exec(line)?.[0];
    return strange === undefined
      ? []
      : [
          problem(
            index + 1,
            `There is an invisible control character (${codePoint(strange)}) here. Delete the words around it and type them again.`,
          ),
        ];
  });
  return { text, problems: problems.slice(0, MOST_LINES_REPORTED) };
}

/** Returns the line, from 1, that holds this offset. */
function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Returns a character's code point: `U+202E`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** True when the bytes begin with the mark of UTF-16, or with ASCII letters of two bytes each. */
function isUtf16([first, second, third, fourth]: Uint8Array): boolean {
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return marked || (first !== 0 && second === 0 && third !== 0 && fourth === 0);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
