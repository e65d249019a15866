// A key with a list of short words, such as `topics:`, as ticks of a form.
import { isScalar, isSeq, type ParsedNode } from 'yaml';
import { type KeyLines, linesOfItem, textAt, valueAt, withoutKey, withText, withWritten } from '#core/draft/key-lines';
import { escaped } from '#core/draft/yaml-text';

/** Returns the words that a file has at the key. */
export function ticksOf(keys: KeyLines, key: string): string[] {
  const node = valueAt(keys, [key]);
  if (!isSeq<ParsedNode>(node)) return [textAt(keys, [key]) ?? ''];
  return node.items.map((item, index) => (isScalar(item) ? textAt(keys, [key, index]) : undefined) ?? '');
}

/** Ticks come in the order of the form, which means nothing. */
export function sameTicks(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join('\n') === b.toSorted().join('\n');
}

/** Writes the words. Those that were there keep their places, and in a list of lines their comments. */
export function withTicks(keys: KeyLines, key: string, ticks: readonly string[], order: readonly string[]): KeyLines {
  if (ticks.length === 0) return withoutKey(keys, [key]);
  const before = ticksOf(keys, key);
  const kept = before.filter((tick) => ticks.includes(tick));
  const all = [...kept, ...ticks.filter((tick) => !kept.includes(tick))];
  const first = linesOfItem(keys, [key], 0);
  for (const spelled of [plain, escaped]) {
    const inLines = () => all.map((tick) => linesOfItem(keys, [key], before.indexOf(tick)) ?? `${indentOf(first)}- ${spelled(tick)}`);
    const way = first === undefined ? `[${all.map(spelled).join(', ')}]` : `\n${inLines().join('\n')}`;
    const next = withWritten(keys, [key], way, order);
    if (next && next.slips.size <= keys.slips.size && sameTicks(ticksOf(next, key), ticks)) return next;
  }
  return withText(keys, [key], all.join(', '), order);
}

function plain(tick: string): string {
  return /^[a-z][a-z0-9-]*$/u.test(tick) ? tick : JSON.stringify(tick);
}

function indentOf(line = ''): string {
  return /^ */u.exec(line)?.[0] ?? '';
}
