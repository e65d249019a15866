// The text of a story below its keys. Lines that are the same keep their bytes.
import { diffArrays } from 'diff';
import type { Line } from '#core/draft/file-lines';

/** Texts that differ in more lines than this are new texts; looking for what they share would take too long. */
const MOST_CHANGES = 2000;

/** Returns the text as a form shows it, without the empty lines around it: a browser drops the first line end of a text area. */
export function shownBody(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n').replace(/^\n+/u, '').trimEnd();
}

/** Returns the lines of a file's body with the words of `wanted`. `end`: the end of new lines. */
export function withBody(body: readonly Line[], wanted: string, end: string): Line[] {
  const first = body.findIndex(({ words }) => words !== '');
  const last = body.findLastIndex(({ words }) => words.trimEnd() !== '');
  if (last === -1) return [{ words: '', end }, ...wanted.split('\n').map((words) => ({ words, end })), { words: '', end: '' }];
  const own = body.slice(first, last + 1);
  const kept = keptLines(own, wanted.split('\n'), end);
  const final = kept.at(-1);
  const lines = final ? [...kept.slice(0, -1), { ...final, end: own.at(-1)?.end ?? end }] : [];
  return [...body.slice(0, first), ...lines, ...body.slice(last + 1)];
}

/** Returns new lines, where possible those of the file. The last line of a text counts without the spaces after it. */
function keptLines(own: readonly Line[], wanted: readonly string[], end: string): Line[] {
  const before = own.map(({ words }, index) => (index === own.length - 1 ? words.trimEnd() : words));
  const changes = diffArrays(before, [...wanted], { maxEditLength: MOST_CHANGES });
  if (changes === undefined) return wanted.map((words) => ({ words, end }));
  let at = 0;
  return changes.flatMap(({ added, removed, value }): Line[] => {
    if (added) return value.map((words) => ({ words, end }));
    const lines = own.slice(at, at + value.length);
    at += value.length;
    return removed ? [] : lines.map((line) => ({ ...line, end: line.end || end }));
  });
}
