// The `topics:` key as ticks of a form.
import { isScalar, isSeq, type ParsedNode } from 'yaml';
import { type KeyLines, linesOfItem, textAt, valueAt, withoutKey, withText, withWritten } from '#core/draft/key-lines';
import { escaped } from '#core/draft/yaml-text';

/** Returns the topics that a file names. */
export function topicsOf(keys: KeyLines): string[] {
  const node = valueAt(keys, ['topics']);
  if (!isSeq<ParsedNode>(node)) return [textAt(keys, ['topics']) ?? ''];
  return node.items.map((item, index) => (isScalar(item) ? textAt(keys, ['topics', index]) : undefined) ?? '');
}

/** Ticks come in the order of the form, which means nothing. */
export function sameTopics(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join('\n') === b.toSorted().join('\n');
}

/** Writes the topics. Those that were there keep their places, and in a list of lines their comments. */
export function withTopics(keys: KeyLines, topics: readonly string[], order: readonly string[]): KeyLines {
  if (topics.length === 0) return withoutKey(keys, ['topics']);
  const before = topicsOf(keys);
  const kept = before.filter((topic) => topics.includes(topic));
  const all = [...kept, ...topics.filter((topic) => !kept.includes(topic))];
  const first = linesOfItem(keys, ['topics'], 0);
  for (const spelled of [plain, escaped]) {
    const inLines = () =>
      all.map((topic) => linesOfItem(keys, ['topics'], before.indexOf(topic)) ?? `${indentOf(first)}- ${spelled(topic)}`);
    const way = first === undefined ? `[${all.map(spelled).join(', ')}]` : `\n${inLines().join('\n')}`;
    const next = withWritten(keys, ['topics'], way, order);
    if (next && next.slips.size <= keys.slips.size && sameTopics(topicsOf(next), topics)) return next;
  }
  return withText(keys, ['topics'], all.join(', '), order);
}

function plain(topic: string): string {
  return /^[a-z][a-z0-9-]*$/u.test(topic) ? topic : JSON.stringify(topic);
}

function indentOf(line = ''): string {
  return /^ */u.exec(line)?.[0] ?? '';
}
