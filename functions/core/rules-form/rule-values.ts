// Reads the values of the forms out of newsroom.yaml, and writes those that differ. Everything else in the file stays as it is.
import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { linesOf } from '#core/draft/file-lines';
import {
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
import { DIGEST_ENDS, digestDay, itemsOf, weekdays } from '#core/rules-form/rule-kinds';
import {
  isNewEntry,
  KEY_ORDER,
  NEW_DIGEST,
  NEW_ENTRY,
  namesIn,
  PART_NAMES,
  type PartName,
  partTitle,
  type RuleField,
  rulePart,
} from '#core/rules-form/rule-parts';
import { slugWords } from '#core/story/slug';

/** The values of a form by the names of its fields. Empty: the file has no such key. */
export type RuleValues = ReadonlyMap<string, string>;

/** Reads the keys of newsroom.yaml; undefined when its lines cannot be taken apart. */
export function readRuleLines(text: string): KeyLines | undefined {
  const lines = linesOf(text);
  // After the last line end there is no line.
  const written = lines.at(-1)?.words === '' ? lines.slice(0, -1) : lines;
  return readKeyLines(written, lines[0]?.end || '\n');
}

/** Returns the keys as the file that they were read from. */
export function writeRuleLines({ lines, end }: KeyLines): string {
  return lines.map((line, index) => line.words + (line.end || (index < lines.length - 1 ? end : ''))).join('');
}

export function valuesOf(keys: KeyLines, fields: readonly RuleField[]): RuleValues {
  return new Map(fields.map((field) => [field.name, ruleValue(keys, field)]));
}

/** Returns the value of a field; empty when the file has none. */
function ruleValue(keys: KeyLines, field: RuleField): string {
  const { path, kind } = field;
  if (isNewEntry(field)) return '';
  if (kind === digestDay) return digestDayOf(keys, path);
  const node = valueAt(keys, path);
  if (kind === weekdays) return daysOf(items(keys, node));
  if (kind.stored === 'list' || kind.stored === 'list or one') return items(keys, node).join('\n');
  const typed = (textAt(keys, path) ?? '').trim();
  const read = typed === '' || kind.input !== 'text' ? undefined : kind.read(typed);
  return read && 'value' in read ? read.value : typed;
}

function items(keys: KeyLines, node: ParsedNode | undefined): string[] {
  if (!isSeq<ParsedNode>(node)) return node ? [textOf(node, keys)?.trim() ?? ''].filter(Boolean) : [];
  return node.items.map((item) => (isScalar(item) ? (textOf(item, keys) ?? '') : keys.text.slice(item.range[0], item.range[1])).trim());
}

const GROUPS: Record<string, readonly string[]> = {
  daily: (weekdays.options ?? []).map(([name]) => name),
  'every day': (weekdays.options ?? []).map(([name]) => name),
  weekdays: (weekdays.options ?? []).slice(0, 5).map(([name]) => name),
};

function daysOf(written: readonly string[]): string {
  const days = written.flatMap((one) => GROUPS[one.toLowerCase()] ?? [one[0]?.toUpperCase() + one.slice(1).toLowerCase()]);
  const read = weekdays.read(days.join('\n'));
  return 'value' in read ? read.value : '';
}

function digestDayOf(keys: KeyLines, path: Path): string {
  const [every = '', on = ''] = ['every', 'on'].map((key) => textAt(keys, [...path, key])?.trim());
  const written = `${every} ${on}`.replaceAll(/ +/gu, ' ').trim();
  return digestDay.options?.find(([value]) => value.toLowerCase() === written.toLowerCase())?.[0] ?? written;
}

/** Writes the values that differ from those of the file. A field that is not among them stays as it is. */
export function withValues(keys: KeyLines, fields: readonly RuleField[], values: RuleValues): KeyLines {
  return fields.reduce((written, field) => {
    const wanted = values.get(field.name);
    const isSame = wanted === undefined || wanted === ruleValue(written, field);
    return isSame || isOfEndedDigest(written, field) ? written : withValue(written, field, wanted, values);
  }, keys);
}

/** The time of a digest that has just ended is nobody's. */
function isOfEndedDigest(keys: KeyLines, { path: [table, name, ...below] }: RuleField): boolean {
  return table === 'digests' && name !== undefined && name !== '' && below.length > 0 && valueAt(keys, [table, name]) === undefined;
}

function withValue(keys: KeyLines, field: RuleField, wanted: string, values: RuleValues): KeyLines {
  const { kind, path } = field;
  if (isNewEntry(field)) {
    if (field.name !== NEW_ENTRY) return keys;
    return path[0] === 'digests' ? withNewDigest(keys, wanted, values) : withNewEntry(keys, path[0], wanted);
  }
  if (wanted === '')
    return field.empty === undefined ? withoutRule(keys, path) : (withWritten(keys, path, field.empty, orderOf(path)) ?? keys);
  if (kind === digestDay) return withDigestDay(keys, path, wanted);
  const [first, ...below] = path;
  if (typeof path.at(-1) === 'number') return withPair(keys, [first, ...below.slice(0, -1)], { index: Number(path.at(-1)), wanted });
  const ready = withParent(keys, path);
  const order = orderOf(path);
  if (kind === weekdays) return withList(ready, path, shortDays(itemsOf(wanted)), true);
  if (kind.stored === 'list' || kind.stored === 'list or one') return withList(ready, path, itemsOf(wanted), kind.stored === 'list or one');
  if (kind.stored === 'as it stands') return withWritten(ready, path, wanted, order) ?? ready;
  return withText(ready, path, wanted, order);
}

const orderOf = (path: Path): readonly string[] => (path.length === 1 ? KEY_ORDER : [...BELOW, String(path.at(-1))]);
/** The keys within others, in the order of the sample. A name that is not here comes last. */
const BELOW = [
  ...['name', 'address', 'reply_to', 'postal_address', 'data_protection', 'colour', 'typeface', 'logo', 'handle', 'hashtags'],
  ...[
    'every',
    'on',
    'hours',
    'weekends',
    'bank_holidays',
    'slots',
    'monthly_budget_usd',
    'cards',
    'thousand_emails_usd',
    'dollar_in_pounds',
    'reminders',
    'at',
    'follow_up',
  ],
];

/** Makes the group that a key belongs to, if the file has none. */
function withParent(keys: KeyLines, path: Path): KeyLines {
  const [first, ...rest] = path;
  if (rest.length === 0 || isMap(valueAt(keys, [first]))) return keys;
  return withWritten(keys, [first], `\n  ${rest[0]}: x`, KEY_ORDER) ?? keys;
}

/** Takes a key away, and its group if that has no other. */
function withoutRule(keys: KeyLines, path: Path): KeyLines {
  const [first, ...rest] = path;
  const isItem = typeof path.at(-1) === 'number';
  const gone = withoutKey(keys, isItem ? [first, ...rest.slice(0, -1)] : path);
  const group = valueAt(gone, [first]);
  const isEmpty = rest.length > 0 && (group === undefined || (isMap(group) ? group.items.length === 0 : isScalar(group)));
  return isEmpty ? withoutKey(gone, [first]) : gone;
}

function withDigestDay(keys: KeyLines, path: Path, wanted: string): KeyLines {
  if (wanted === DIGEST_ENDS) return withoutKey(keys, path);
  const [every = '', ...on] = wanted.split(' ');
  const begun = withText(keys, [...path, 'every'], every, BELOW);
  return withText(begun, [...path, 'on'], on.join(' '), BELOW);
}

/** Writes one of two times, such as the beginning of the quiet hours. A list of two needs both, so the other one keeps its place. */
function withPair(keys: KeyLines, path: Path, { index, wanted }: { index: number; wanted: string }): KeyLines {
  const now = items(keys, valueAt(keys, path));
  const pair = [0, 1].map((place) => (place === index ? wanted : (now[place] ?? wanted)));
  return withList(withParent(keys, path), path, pair, false);
}

/** Writes a list. Items that stay keep their lines with what is said of them there, if each is on a line of its own. */
function withList(keys: KeyLines, path: Path, wanted: readonly string[], mayBeOne: boolean): KeyLines {
  const now = items(keys, valueAt(keys, path));
  const order = orderOf(path);
  const [only] = wanted;
  const first = linesOfItem(keys, path, 0);
  if (mayBeOne && wanted.length === 1 && only !== undefined && first === undefined && !isSeq(valueAt(keys, path)))
    return withText(keys, path, only, order);
  const kept = (item: string) => (now.filter((one) => one === item).length === 1 ? linesOfItem(keys, path, now.indexOf(item)) : undefined);
  const inLines = () => wanted.map((item) => kept(item) ?? `${/^ */u.exec(first ?? '')?.[0] ?? ''}- ${spelled(item)}`);
  const way = first === undefined ? `[${wanted.map(spelled).join(', ')}]` : `\n${inLines().join('\n')}`;
  return withWritten(keys, path, way, order) ?? keys;
}

/** What reads back as the same text wherever it stands. */
function spelled(item: string): string {
  return /^[\p{L}\d][\p{L}\p{M}\d_@.+ -]*$/u.test(item) && !/^[\d.+-]+$|^(?:y|n|yes|no|on|off|true|false|null)$/iu.test(item)
    ? item
    : JSON.stringify(item);
}

function shortDays(days: readonly string[]): string[] {
  const same = (group: readonly string[] = []) => group.join() === days.join();
  if (same(GROUPS.daily)) return ['daily'];
  return same(GROUPS.weekdays) ? ['weekdays'] : [...days];
}

/** The key that a new digest has, which is also what subscribers choose. */
export function digestKey(name: string): string {
  return slugWords(name, 'digest', 40);
}

function withNewDigest(keys: KeyLines, name: string, values: RuleValues): KeyLines {
  const [every, ...on] = (values.get(NEW_DIGEST.on) ?? '').split(' ');
  const way = `{ every: ${every}, on: ${on.join(' ')}, at: "${values.get(NEW_DIGEST.at) ?? ''}" }`;
  const key = digestKey(name);
  const others = namesIn(keys, 'digests').filter((one) => one !== 'upcoming_events');
  return withWritten(keys, ['digests', key], way, [...others, key, 'upcoming_events']) ?? keys;
}

/** Adds a topic or trust under a key that is made from its name. */
function withNewEntry(keys: KeyLines, table: string, label: string): KeyLines {
  if (label === '') return keys;
  const base = slugWords(label, 'other', 50);
  const isTaken = (key: string) => valueAt(keys, [table, key]) !== undefined;
  const key = [base, ...Array.from({ length: 99 }, (_, i) => `${base}-${i + 2}`)].find((one) => !isTaken(one)) ?? base;
  return withText(withParent(keys, [table, key]), [table, key], label, []);
}

export type Table = 'topics' | 'organisations';

/** Merges one topic or trust into another: what stories and people have of it counts as the other one. */
export function withMerged(keys: KeyLines, table: Table, { from, into }: { from: string; into: string }): KeyLines {
  const merged = `merged_${table}`;
  const earlier = namesIn(keys, merged).filter((former) => textAt(keys, [merged, former]) === from);
  const gone = withoutKey(keys, [table, from]);
  return [...earlier, from].reduce((now, former) => withText(withParent(now, [merged, former]), [merged, former], into, []), gone);
}

/** One difference between two versions of the rules, in words. `was`, `is`: empty when there is no value. */
export type RuleChange = { part: PartName; name: string; label: string; was: string; is: string };

/** Returns what differs between two versions, field by field. Comments, order and spelling are no difference. */
export function ruleChanges(before: KeyLines, after: KeyLines): RuleChange[] {
  return PART_NAMES.flatMap((part) => {
    const fieldsOf = (keys: KeyLines) => rulePart(part, keys).fields.filter((one) => !isNewEntry(one));
    const [old, now] = [fieldsOf(before), fieldsOf(after)];
    const all = [...old, ...now.filter(({ name }) => !old.some((one) => one.name === name))];
    return all.flatMap((field): RuleChange[] => {
      const [was, is] = [before, after].map((keys) => ruleValue(keys, field) || (field.normally ?? ''));
      const said = (value = '') => (value === '' ? '' : field.kind.words(value));
      const change = { part, name: field.name, label: labelOf(part, field), was: said(was), is: said(is) || mergedWords(after, field) };
      return was === is ? [] : [change];
    });
  });
}

/** Where a topic or trust went that is not in its table any more. */
function mergedWords(after: KeyLines, { path: [table, key] }: RuleField): string {
  const into = key === undefined ? undefined : textAt(after, [`merged_${table}`, key]);
  return into === undefined ? '' : `Part of “${textAt(after, [table, into]) ?? into}”`;
}

/** A topic's field is labelled with its key, which means nothing to a reader of a list. */
function labelOf(part: PartName, { label, path }: RuleField): string {
  return path.length === 2 && (path[0] === 'topics' || path[0] === 'organisations') ? partTitle(part) : label;
}
