// The keys of a story file as lines. A change replaces only the lines of its own value.
import type { Pair, ParsedNode, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import type { Line } from '#core/draft/file-lines';
import { type Style, spellings } from '#core/draft/yaml-text';
import { parseForgivingly } from '#core/parsing/yaml-syntax';

type Keys = YAMLMap.Parsed;
type Entry = Pair<ParsedNode, ParsedNode | null>;
/** A key, a key within its value, or an item of a list. */
export type Path = readonly [string, ...(string | number)[]];

/**
 * Lines of keys, read. `text` differs from the lines only in odd spaces and slips of the pen, so its lines are theirs. `slips`: the
 * lines, from 1, with such a slip or another fault, which readers of the file are told of.
 */
export type KeyLines = { lines: readonly Line[]; end: string; text: string; map: Keys | undefined; slips: ReadonlySet<number> };

/** Reads lines of keys; undefined when they cannot be taken apart. `end`: the end of new lines. */
export function readKeyLines(lines: readonly Line[], end: string): KeyLines | undefined {
  const { text, contents, broken, faults } = parseForgivingly(lines.map(({ words }) => `${words}\n`).join(''));
  if (broken || (contents !== null && (!isMap(contents) || contents.flow))) return undefined;
  const keys: KeyLines = { lines, end, text, map: contents ?? undefined, slips: new Set(faults.keys()) };
  const written = contents?.items.every((entry) => isScalar(entry.key) && colonAfter(entry, text) !== undefined) ?? true;
  return written ? keys : undefined;
}

/** Puts right what was read as it was meant: a text with a colon gets its quotes, and a tab before a key becomes spaces. */
export function withoutSlips(keys: KeyLines): KeyLines {
  if (keys.slips.size === 0) return keys;
  const read = keys.text.split('\n');
  const lines = keys.lines.map((line, index) => (keys.slips.has(index + 1) ? { ...line, words: read[index] ?? line.words } : line));
  return readKeyLines(lines, keys.end) ?? keys;
}

/** Returns the value at a path; undefined when there is none. A key counts in any capitals when it is not there as asked. */
export function valueAt({ map }: KeyLines, [first, ...rest]: Path): ParsedNode | undefined {
  let node = map && (entryOf(map, first)?.value ?? undefined);
  for (const step of rest) {
    if (typeof step === 'number') node = isSeq<ParsedNode>(node) ? node.items[step] : undefined;
    else node = isMap<ParsedNode, ParsedNode | null>(node) ? (entryOf(node, step)?.value ?? undefined) : undefined;
  }
  return node;
}

/** Returns the line, from 0, on which each key begins, and each key and item within its value. */
export function placesOf({ map, text }: KeyLines): { path: (string | number)[]; line: number }[] {
  const lineOf = (offset: number) => countLines(text.slice(0, offset));
  const within = (node: ParsedNode | null, path: (string | number)[]): { path: (string | number)[]; line: number }[] => {
    if (isSeq<ParsedNode>(node)) return node.items.map((item, index) => ({ path: [...path, index], line: lineOf(item.range[0]) }));
    if (!isMap<ParsedNode, ParsedNode | null>(node)) return [];
    return node.items.flatMap((entry) => {
      const own = [...path, nameOf(entry)];
      const below = path.length === 0 ? within(entry.value, own) : [];
      return [{ path: own, line: lineOf(entry.key.range[0]) }, ...below];
    });
  };
  return within(map ?? null, []);
}

/** Returns the lines of each key with its value, and the empty lines and comments `above` it. */
export function rawKeys(keys: KeyLines): { name: string; above: Line[]; lines: Line[] }[] {
  const { map, text, lines } = keys;
  let line = 0;
  return (map?.items ?? []).map((entry) => {
    const start = countLines(text.slice(0, entry.key.range[0]));
    const end = countLines(text.slice(0, endOf(entry, text)));
    const above = lines.slice(line, start);
    line = end;
    return { name: nameOf(entry), above, lines: lines.slice(start, end) };
  });
}

/** Returns the text of a single value as it is typed; undefined when there is no value, or one of several parts. */
export function textAt(keys: KeyLines, path: Path): string | undefined {
  const node = valueAt(keys, path);
  return node && textOf(node, keys);
}

/** Returns the text of a single value as it is typed. */
export function textOf(node: ParsedNode, { text }: KeyLines): string | undefined {
  if (isMap(node) || isSeq(node)) return undefined;
  if (!isScalar(node)) return text.slice(node.range[0], node.range[1]);
  if (typeof node.value === 'string') return node.value;
  return node.value === null && (node.source ?? '') === '' ? undefined : (node.source ?? '');
}

/** Returns the lines of an item of a list that has its items on lines with dashes; undefined for any other. */
export function linesOfItem(keys: KeyLines, path: Path, index: number): string | undefined {
  const node = valueAt(keys, path);
  if (!isSeq<ParsedNode>(node) || node.flow || index < 0) return undefined;
  const { text } = keys;
  const [item, next] = [node.items[index], node.items[index + 1]];
  const dash = (one: ParsedNode) => lineStart(text, text.lastIndexOf('-', one.range[0] - 1));
  return item && text.slice(dash(item), next ? dash(next) : node.range[1]).trimEnd();
}

/** Writes a text at a path. `order`: the keys beside it, in the order in which a new one finds its place. */
export function withText(keys: KeyLines, path: Path, wanted: string, order: readonly string[]): KeyLines {
  const node = valueAt(keys, path);
  const map = mapOf(keys, path);
  const beside = map || !node ? indentOf(keys, map) : (/^ */u.exec(keys.text.slice(lineStart(keys.text, node.range[0])))?.[0] ?? '');
  const indent = `${beside}  `;
  const ways = spellings(wanted, { style: styleOf(node), indent });
  for (const way of ways) {
    const next = withWritten(keys, path, way, order, wanted);
    if (next && next.slips.size <= keys.slips.size && isRead(next, path, wanted)) return next;
  }
  return appended(keys, path, ways.at(-1) ?? '""');
}

/** Before a comment, a date is no text that was cut. */
const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/u;

/** True when the value at a path is this text, and no number, and not cut at a sign for a comment. */
export function isRead(keys: KeyLines, path: Path, wanted: string): boolean {
  const node = valueAt(keys, path);
  return (
    isScalar(node) && typeof node.value === 'string' && node.value.trim() === wanted && (DATE.test(wanted) || !readsAsComment(node, keys))
  );
}

/** Writes `way` as the value at a path, whatever it means; undefined when the keys could not be read then. */
export function withWritten(keys: KeyLines, path: Path, way: string, order: readonly string[], wanted = ''): KeyLines | undefined {
  const name = String(path.at(-1));
  const node = valueAt(keys, path);
  const map = mapOf(keys, path);
  const entry = map && entryOf(map, name);
  if (entry || node) return spliced(keys, inPlaceOf(node, way, keys, wanted, entry && colonAfter(entry, keys.text)));
  if (map?.flow) {
    const close = (map.range[1] ?? 0) - 1;
    const last = keys.text.slice(map.range[0], close).trimEnd();
    return spliced(keys, {
      from: map.range[0] + last.length,
      to: close,
      insert: `${/[{,]$/u.test(last) ? ' ' : ', '}${name}: ${way} `,
    });
  }
  if (path.length > 1 && !map) return undefined;
  const before = order.slice(0, order.indexOf(name)).findLast((key) => map && entryOf(map, key));
  const after = order.slice(order.indexOf(name) + 1).find((key) => map && entryOf(map, key));
  const previous = map && before !== undefined ? entryOf(map, before) : undefined;
  const next = map && !previous && after !== undefined ? entryOf(map, after) : undefined;
  const last = next ? undefined : (previous ?? map?.items.at(-1));
  const at = next ? lineStart(keys.text, next.key.range[0]) : last ? endOf(last, keys.text) : keys.text.length;
  return spliced(keys, { from: at, to: at, insert: `${indentOf(keys, map)}${name}:${way.startsWith('\n') ? '' : ' '}${way}\n` });
}

/** Takes a key out, with all the lines of its value. */
export function withoutKey(keys: KeyLines, path: Path): KeyLines {
  const map = mapOf(keys, path);
  const entry = map && entryOf(map, String(path.at(-1)));
  if (!map || !entry) return keys;
  if (map.flow) {
    const index = map.items.indexOf(entry);
    const next = map.items[index + 1];
    const previous = map.items[index - 1];
    const end = entry.value?.range[1] ?? colonAfter(entry, keys.text) ?? entry.key.range[1];
    const [from, to] = next
      ? [entry.key.range[0], next.key.range[0]]
      : [previous?.value?.range[1] ?? previous?.key.range[1] ?? entry.key.range[0], end];
    return spliced(keys, { from, to, insert: '' }) ?? keys;
  }
  // What other keys refer to stays, without its value.
  const gone = { from: lineStart(keys.text, entry.key.range[0]), to: endOf(entry, keys.text), insert: '' };
  return spliced(keys, gone) ?? withoutValue(keys, path);
}

/** Takes a value out, and leaves its key. */
export function withoutValue(keys: KeyLines, path: Path): KeyLines {
  const [node, map] = [valueAt(keys, path), mapOf(keys, path)];
  const entry = map && entryOf(map, String(path.at(-1)));
  return node && entry ? (spliced(keys, inPlaceOf(node, '', keys, '', colonAfter(entry, keys.text))) ?? keys) : keys;
}

/** A part of the text and what comes in its place. */
type Splice = { from: number; to: number; insert: string };

/** Returns the lines after a change, of which untouched ones are the same; undefined when the keys could not be read then. */
function spliced({ lines, end, text }: KeyLines, { from, to, insert }: Splice): KeyLines | undefined {
  const start = lineStart(text, from);
  const begun = text.slice(start, from) + insert;
  // A change that ends where a line begins leaves that line alone.
  const whole = to === lineStart(text, to) && (begun === '' || begun.endsWith('\n'));
  const stop = whole ? to : lineEnd(text, to);
  const [first, last] = [countLines(text.slice(0, start)), countLines(text.slice(0, stop))];
  const words = (begun + text.slice(to, stop)).split('\n').slice(0, -1);
  const own = lines.slice(first, last);
  const changed = words.map((line, index) => ({ words: line, end: (own[index] ?? own.at(-1) ?? lines[first - 1])?.end || end }));
  return readKeyLines([...lines.slice(0, first), ...changed, ...lines.slice(last)], end);
}

function inPlaceOf(node: ParsedNode | undefined, way: string, { text }: KeyLines, wanted: string, colon = 0): Splice {
  const { from, to, wholeLines, rest } = placeOf(node, way, text, colon);
  // Words that YAML took for a comment are part of what is written now.
  const isComment = /^\s*#/u.test(rest);
  const comment = isComment && !wanted.includes(rest.trim()) ? ` ${rest.trim()}` : '';
  const [head = '', ...below] = way.split('\n');
  const spaced = /\s/u.test(text[from - 1] ?? ' ') || head === '' ? '' : ' ';
  if (wholeLines || below.length > 0 || (isComment && comment === '')) {
    const lines = [`${head}${comment}`.trimEnd(), ...below].join('\n');
    return { from, to: wholeLines ? to : lineEnd(text, to), insert: `${spaced}${lines}\n` };
  }
  return { from, to, insert: `${spaced}${way}${way !== '' && text[to] === '#' ? ' ' : ''}` };
}

/** Where a value stands. `wholeLines`: up to the end of a line; `rest`: what else is on the line of its key. */
function placeOf(node: ParsedNode | undefined, way: string, text: string, colon: number) {
  if (node === undefined) return { from: colon, to: colon, wholeLines: false, rest: restOfLine(text, colon) };
  const [start, end] = node.range;
  if ((isMap(node) || isSeq(node)) && !node.flow)
    return { from: colon, to: trimmedEnd(text, end), wholeLines: true, rest: restOfLine(text, colon) };
  const from = colon > 0 && way.startsWith('\n') ? colon : start;
  const isBlock = isScalar(node) && node.type?.startsWith('BLOCK') === true;
  return { from, to: end, wholeLines: isBlock, rest: isBlock ? restOfLine(text, start).replace(/^\S+/u, '') : restOfLine(text, end) };
}

/** Adds a line that nothing reads yet, so that what was typed is in the file. Somebody must put the keys right as text. */
function appended(keys: KeyLines, path: Path, way: string): KeyLines {
  return { ...keys, lines: [...keys.lines, { words: `${path.join('_')}: ${way}`, end: keys.end }] };
}

function mapOf(keys: KeyLines, path: Path): Keys | undefined {
  const [first, ...rest] = path;
  if (rest.length === 0) return keys.map;
  const parent = valueAt(keys, [first, ...rest.slice(0, -1)]);
  return isMap<ParsedNode, ParsedNode | null>(parent) ? parent : undefined;
}

function entryOf(map: Keys, key: string): Entry | undefined {
  return map.items.find((entry) => nameOf(entry) === key) ?? map.items.find((entry) => nameOf(entry).toLowerCase() === key);
}

function nameOf({ key }: Entry): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : '';
}

function styleOf(node: ParsedNode | undefined): Style {
  const type = isScalar(node) ? node.type : undefined;
  return type === 'QUOTE_SINGLE' ? 'single' : type === 'QUOTE_DOUBLE' ? 'double' : 'plain';
}

/** The reader of stories takes an unquoted value before a comment for a text that was cut. */
function readsAsComment(node: ParsedNode, { text }: KeyLines): boolean {
  return isScalar(node) && node.type === 'PLAIN' && /^\s*#/u.test(restOfLine(text, node.range[1]));
}

/** Returns the spaces before each key. */
export function indentOfKeys(keys: KeyLines): string {
  return indentOf(keys, keys.map);
}

function indentOf({ text }: KeyLines, map: Keys | undefined): string {
  const start = map?.flow === true ? 0 : (map?.items[0]?.key.range[0] ?? 0);
  return ' '.repeat(start - lineStart(text, start));
}

/** Returns where the value of a key may begin; undefined when no colon follows it, as after `? key`. */
function colonAfter({ key }: Entry, text: string): number | undefined {
  const colon = /^[ \t]*:/u.exec(text.slice(key.range[1]))?.[0];
  return colon === undefined ? undefined : key.range[1] + colon.length;
}

/** Returns where the line after the last one of an entry begins. */
function endOf({ key, value }: Entry, text: string): number {
  const end = value === null ? key.range[1] : isMap(value) || isSeq(value) ? trimmedEnd(text, value.range[1]) : value.range[1];
  return text[end - 1] === '\n' ? end : lineEnd(text, end);
}

/** A list's range takes in the comments after it, which belong to the next key. */
function trimmedEnd(text: string, end: number): number {
  return end - (/(?:(?<=\n)[ \t]*(?:#.*)?\n)*$/u.exec(text.slice(0, end))?.[0].length ?? 0);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Returns the offset after the end of the line. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

function restOfLine(text: string, offset: number): string {
  return text.slice(offset).split('\n', 1)[0] ?? '';
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
