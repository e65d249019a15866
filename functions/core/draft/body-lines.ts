// The text of a story below its keys. Lines that are the same keep their bytes.
import type { Line } from '#core/draft/file-lines';

/** Returns the text as a form shows it, without the empty lines around it: a browser drops the first line end of a text area. */
export function shownBody(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n').replace(/^\n+/u, '').trimEnd();
}

/** Returns the lines of a file's body with the words of `wanted`. `end`: the end of new lines. */
export function withBody(body: readonly Line[], wanted: string, end: string): Line[] {
  const first = body.findIndex(({ words }) => words !== '');
  const last = body.findLastIndex(({ words }) => words.trimEnd() !== '');
  const above = last === -1 ? [{ words: '', end }] : body.slice(0, first);
  const own = last === -1 ? [] : body.slice(first, last + 1);
  const below = last === -1 ? [{ words: '', end: '' }] : body.slice(last + 1);
  const lines = wanted.split('\n');
  const same = (a: Line | undefined, b: string | undefined, isLast: boolean) =>
    a !== undefined && b !== undefined && (isLast ? a.words.trimEnd() : a.words) === b;
  let head = 0;
  while (head < Math.min(own.length, lines.length) - 1 && same(own[head], lines[head], false)) head += 1;
  let tail = 0;
  while (tail < Math.min(own.length, lines.length) - head && same(own.at(-1 - tail), lines.at(-1 - tail), tail === 0)) tail += 1;
  const changed = lines.slice(head, lines.length - tail).map((words): Line => ({ words, end }));
  const lastChanged = changed.at(-1);
  if (lastChanged && tail === 0) lastChanged.end = own.at(-1)?.end ?? end;
  return [...above, ...own.slice(0, head), ...changed, ...own.slice(own.length - tail), ...below];
}
