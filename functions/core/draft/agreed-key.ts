// The `people_agreed:` key as lines of a form: for each picture in the text, until when the people in it agreed to be shown.
import { isMap, isScalar } from 'yaml';
import { indentOfKeys, type KeyLines, textAt, valueAt, withoutKey, withText, withWritten } from '#core/draft/key-lines';
import { escaped } from '#core/draft/yaml-text';

const KEY = 'people_agreed';
type Line = { src: string; until: string };

/** Returns a line for each picture: `group.jpg: 2027-03-01`. */
export function agreedFields(keys: KeyLines): { peopleAgreed: string } {
  const node = valueAt(keys, [KEY]);
  if (!isMap(node)) return { peopleAgreed: textAt(keys, [KEY]) ?? '' };
  const names = node.items.map(({ key }) => (isScalar(key) ? String(key.source ?? key.value) : ''));
  return { peopleAgreed: names.map((src) => written({ src, until: textAt(keys, [KEY, src]) ?? '' })).join('\n') };
}

/** Returns lines as they are compared: trimmed, and one for each picture, of which the last counts. */
export function plainAgreed(text: string): string {
  const lines = new Map(linesOf(text).map((line) => [line.src, line]));
  return [...lines.values()].map(written).join('\n');
}

/** Returns the lines with one more picture. */
export function withAgreed(text: string, src: string, until: string): string {
  return until === '' ? text : plainAgreed(`${text}\n${written({ src, until })}`);
}

/** Writes the lines into the file. */
export function withAgreedKey(keys: KeyLines, text: string, order: readonly string[]): KeyLines {
  const lines = linesOf(text);
  if (lines.length === 0) return withoutKey(keys, [KEY]);
  const indent = `${indentOfKeys(keys)}  `;
  const way = lines.map(({ src, until }) => `\n${indent}${spelled(src, NAME)}:${until === '' ? '' : ` ${spelled(until, DAY)}`}`).join('');
  const next = withWritten(keys, [KEY], way, order);
  if (next && next.slips.size <= keys.slips.size && plainAgreed(agreedFields(next).peopleAgreed) === text) return next;
  return withText(keys, [KEY], text, order);
}

/** The name of a file may hold anything but a colon. */
function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [src = '', ...rest] = line.split(':');
      return { src: src.trim(), until: rest.join(':').trim() };
    });
}

function written({ src, until }: Line): string {
  return `${src}: ${until}`.trim();
}

const NAME = /^[a-z][\w./-]*\.[a-z]+$/iu;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

function spelled(text: string, plain: RegExp): string {
  return plain.test(text) ? text : escaped(text);
}
