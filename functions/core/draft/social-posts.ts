// The `social:` key as fields of a form: words for the first post, and extra posts.
import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import {
  indentOfKeys,
  isRead,
  type KeyLines,
  linesOfItem,
  type Path,
  readKeyLines,
  textAt,
  textOf,
  valueAt,
  withoutKey,
  withText,
  withWritten,
} from '#core/draft/key-lines';
import { spellings } from '#core/draft/yaml-text';

/** A post beside the first one. `when`: `-7d`, `+2d`, `2026-12-10`, as typed. Without words it has a template's. */
export type ExtraPostFields = { when: string; text: string };
export type SocialFields = { socialText: string; extraPosts: ExtraPostFields[] };

/** `at` is absent from the story's first post, and empty where a time is missing. */
type Item = { at?: string; text: string };
const PARTS = ['at', 'text'];

/** Returns the posts that a file's `social:` names. */
export function socialFields(keys: KeyLines): SocialFields {
  const node = valueAt(keys, ['social']);
  if (!isSeq<ParsedNode>(node))
    return { socialText: typed(isMap(node) ? textAt(keys, ['social', 'text']) : textAt(keys, ['social'])), extraPosts: [] };
  const items = itemsOf(keys);
  const first = items.findIndex(isFirst);
  const extras = items.filter((_, index) => index !== first);
  return { socialText: items[first]?.text ?? '', extraPosts: extras.map(({ at = '', text }) => ({ when: at, text })) };
}

/** Returns the number of the extra post, from 1, that is the list's item at this index; undefined for the first post. */
export function extraPostAt(keys: KeyLines, index: number): number | undefined {
  const first = itemsOf(keys).findIndex(isFirst);
  return index === first ? undefined : first !== -1 && first < index ? index : index + 1;
}

function itemsOf(keys: KeyLines): Item[] {
  const node = valueAt(keys, ['social']);
  if (!isSeq<ParsedNode>(node)) return [];
  return node.items.map((item, index): Item => {
    if (!isMap(item)) return { text: typed(textOf(item, keys) ?? keys.text.slice(item.range[0], item.range[1])) };
    const at = textAt(keys, ['social', index, 'at']);
    return { ...(at !== undefined && { at: typed(at) }), text: typed(textAt(keys, ['social', index, 'text'])) };
  });
}

/** The post without a time is the story's first one. */
function isFirst({ at, text }: Item): boolean {
  return at === undefined && text !== '';
}

function typed(text = ''): string {
  return text.trim();
}

/** Writes the posts that differ from those of the file. `order`: of the keys. */
export function withSocial(keys: KeyLines, social: SocialFields, order: readonly string[]): KeyLines {
  const { socialText, extraPosts } = social;
  const node = valueAt(keys, ['social']);
  if (socialText === '' && extraPosts.length === 0) return withoutKey(keys, ['social']);
  const before = itemsOf(keys);
  if (!isSeq(node) && extraPosts.length === 0) return withText(keys, isMap(node) ? ['social', 'text'] : ['social'], socialText, order);
  const extras = extraPosts.map(({ when, text }): Item => ({ at: when, text }));
  const place = Math.max(0, before.findIndex(isFirst));
  const wanted = socialText === '' ? extras : extras.toSpliced(place, 0, { text: socialText });
  const ways = [
    () => edited(keys, before, wanted),
    () => withWritten(keys, ['social'], listed(keys, before, wanted), order),
    () => withWritten(keys, ['social'], listed(keys, [], wanted), order),
    () => withWritten(keys, ['social'], `\n${wanted.map((item) => fresh(keys, item, false)).join('\n')}`, order),
  ];
  for (const way of ways) {
    const next = way();
    if (next && next.slips.size <= keys.slips.size && JSON.stringify(socialFields(next)) === JSON.stringify({ socialText, extraPosts }))
      return next;
  }
  return withText(keys, ['social'], wanted.map(({ at = '', text }) => `${at} ${text}`.trim()).join('\n'), order);
}

/** Changes the words and times of posts in their places; undefined when posts come or go. */
function edited(keys: KeyLines, before: readonly Item[], wanted: readonly Item[]): KeyLines | undefined {
  if (before.length !== wanted.length) return undefined;
  let next = keys;
  for (const [index, item] of wanted.entries()) {
    const old = before[index];
    const node = valueAt(next, ['social', index]);
    for (const [part, text, was] of [
      ['at', item.at ?? '', old?.at ?? ''],
      ['text', item.text, old?.text],
    ] as const) {
      if (text === was) continue;
      const path: Path = isScalar(node) && part === 'text' ? ['social', index] : ['social', index, part];
      if (text === '' || (!isMap(node) && path.length === 3)) return undefined;
      next = withText(next, path, text, PARTS);
    }
  }
  return next;
}

/** Returns the list as lines. A post that is the same keeps its own. */
function listed(keys: KeyLines, before: readonly Item[], wanted: readonly Item[]): string {
  const free = new Set(before.keys());
  const lines = wanted.map((item) => {
    const index = [...free].find((one) => (before[one]?.at ?? '') === (item.at ?? '') && before[one]?.text === item.text);
    if (index !== undefined) free.delete(index);
    return (index === undefined ? undefined : linesOfItem(keys, ['social'], index)) ?? fresh(keys, item, true);
  });
  return `\n${lines.join('\n')}`;
}

function fresh(keys: KeyLines, { at, text }: Item, plainly: boolean): string {
  const dash = `${indentOfKeys(keys)}  -`;
  const indent = `${indentOfKeys(keys)}    `;
  if (at === undefined) return `${dash} ${spelled('x', text, indent, plainly)}`;
  const time = at === '' ? '""' : spelled('at', at, '', plainly);
  const lines = [`at: ${time}`, ...(text === '' ? [] : [`text: ${spelled('text', text, `${indent}  `, plainly)}`])];
  return `${dash} ${lines.join(`\n${indent}`)}`;
}

function spelled(key: string, text: string, indent: string, plainly: boolean): string {
  const ways = spellings(text, { style: 'plain', indent });
  if (!plainly) return ways.at(-1) ?? '""';
  return ways.find((way) => isReadBack(key, way, text)) ?? ways.at(-1) ?? '""';
}

function isReadBack(key: string, way: string, text: string): boolean {
  const [head = '', ...below] = way.split('\n');
  const lines = [`${key}: ${head}`, ...below].map((words) => ({ words, end: '\n' }));
  const keys = readKeyLines(lines, '\n');
  return keys !== undefined && keys.slips.size === 0 && isRead(keys, [key], text);
}
