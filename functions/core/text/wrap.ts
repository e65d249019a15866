// Text cut and wrapped for people.
import { graphemesOf } from '#core/text/graphemes';

/** Cuts a text to `maxCharacters`, including the `…` at its end: at a word, or inside a word that takes more than half of it. */
export function cutAtWord(text: string, maxCharacters: number): string {
  if ([...text].length <= maxCharacters) return text;
  let kept = '';
  let length = 0;
  // Cuts between graphemes: half of a family emoji shows another family.
  for (const character of graphemesOf(text)) {
    length += [...character].length;
    if (length > maxCharacters - 1) break;
    kept += character;
  }
  const space = text[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
  const atWordEnd = space > kept.length / 2 ? kept.slice(0, space) : kept;
  return `${atWordEnd.replace(/[\s,;:.–-]+$/u, '')}…`;
}

/** Returns the last four words of a text that was cut, to say where. */
export function lastWords(text: string): string {
  return text.split(/\s+/u).slice(-4).join(' ');
}

/** Most inboxes show this many characters of a subject. */
export const SUBJECT_CHARACTERS = 78;

const LINE_CHARACTERS = 72;

/** Wraps lines, at 72 characters for a plain text mail. A longer word, such as a web address, keeps a line to itself. */
export function wrapText(text: string, mostCharacters: number = LINE_CHARACTERS): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, mostCharacters))
    .join('\n');
}

function wrapLine(line: string, mostCharacters: number): string {
  if (line.length <= mostCharacters) return line.trimEnd();
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > mostCharacters) {
      lines.push(current.trimEnd());
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current.trimEnd()].join('\n');
}

/** `1 new post`, `2 new posts`, `1,024 new posts`. */
export function count(number: number, one: string, more = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : more}`;
}
