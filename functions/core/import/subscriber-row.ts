// Reads one row of a list of subscribers, for the desk and for the newsroom on one machine.
import { Temporal } from 'temporal-polyfill';
import type { Column } from '#core/import/csv-header';
import { cellText } from '#core/import/csv-line';
import { readAddress } from '#core/mime/mailable-address';
import { presentOrganisation } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import { frequencies } from '#core/subscriber/frequencies';
import type { Choices, SubscriberStatus } from '#core/subscriber/subscriber';
import { oneLine, withoutInvisible } from '#core/text/lines';
import { nearestWord } from '#core/text/nearest-word';

/** `status` and `confirmedAt`: as the row says, if the list has these columns. */
export type PersonRow = Choices & { address: string; status?: SubscriberStatus; confirmedAt?: Temporal.Instant };

/** How lists write a status. Exported lists are older than our word `unsubscribed`. */
export const STATUS_IN_LISTS = {
  pending: 'pending',
  confirmed: 'confirmed',
  unsubscribed: 'left',
  bounced: 'bounced',
  complained: 'complained',
} as const satisfies Record<SubscriberStatus, string>;
const MAX_NAME_CHARACTERS = 200;
/** A cell can hold thousands of wrong words, and nobody reads more about one row than this. */
const MOST_SENTENCES = 5;
/** Finding the nearest word costs time, and a long list may have a column with other words in each row. */
const MOST_NEAREST_WORDS = 500;

type ReadPersonRow = (cell: (column: Column) => string) => { person: PersonRow; wrong: string[] };

/** Returns a reader of the rows of one list. `wrong`: a sentence for each thing that must be corrected first. */
export function personRowReader(rules: Rules): ReadPersonRow {
  const nearest = rememberedNearestWords();
  const organisations = knownWords(
    [...rules.organisations.keys()],
    rules.organisations,
    nearest,
    'is not among the organisations in the rules',
    'They are',
  );
  const topicWords = knownWords([...rules.topics.keys()], rules.topics, nearest, 'is not among the topics in the rules', 'They are');
  const merged = new Map<string, string>(rules.mergedTopics ?? []);
  const { keys, names } = frequencyWords(rules);
  const frequencyKnown = knownWords(keys, names, nearest, 'is no frequency', 'Write one of');
  const statuses = knownWords(Object.values(STATUS_IN_LISTS), new Map(), nearest, 'is no status', 'Write one of');

  return (cell) => {
    const found: string[] = [];
    const text = (column: Column) => withoutInvisible(cellText(cell(column)));
    const one = <W extends string>(value: string, known: Known<W>): W | undefined => {
      if (value === '') return undefined;
      const word = known.find(value);
      if (word === undefined && found.length < MOST_SENTENCES) found.push(known.sentence(value));
      return word;
    };
    const typed = text('email');
    const address = readAddress(typed);
    if (address === undefined) found.push(wrongAddress(typed));
    const name = oneLine(cellText(cell('name')));
    if (name.length > MAX_NAME_CHARACTERS) found.push(`The name has more than ${MAX_NAME_CHARACTERS} characters. Shorten it.`);
    const organisation = one(presentOrganisation(text('organisation'), rules), organisations);
    const frequency = one(text('frequency'), frequencyKnown) ?? usualFrequency(rules);
    const topics = text('topics')
      .split(/[;,|]/u)
      .flatMap((value) => one(merged.get(value.trim()) ?? value.trim(), topicWords) ?? []);
    const listed = one(text('status'), statuses);
    const status = listed === 'left' ? 'unsubscribed' : listed;
    const confirmedAt = readInstant(text('confirmed_at'), found);
    const person = {
      address: address ?? typed,
      name,
      ...(organisation === undefined ? {} : { organisation }),
      frequency,
      topics: [...new Set(topics)],
      ...(status ? { status } : {}),
      ...(confirmedAt ? { confirmedAt } : {}),
    };
    return { person, wrong: found };
  };
}

/** Returns the frequency for people whose row names none: the first digest of the rules. */
export function usualFrequency(rules: Rules): string {
  return rules.digests[0]?.name ?? 'each';
}

/** The values that a column allows. `sentence` says what to do about any other. */
type Known<W extends string> = { find(value: string): W | undefined; sentence(value: string): string };

/** `names`: each key's names for people. A cell may hold the key or a name, in any case. */
function knownWords<W extends string>(
  keys: readonly W[],
  names: ReadonlyMap<W, string | readonly string[]>,
  nearest: typeof nearestWord,
  not: string,
  all: string,
): Known<W> {
  const words = new Map<string, W>();
  for (const key of keys) for (const name of [names.get(key) ?? []].flat()) words.set(name.toLowerCase(), key);
  for (const key of keys) words.set(key.toLowerCase(), key);
  return {
    find: (value) => words.get(value.toLowerCase()),
    sentence: (value) => {
      const near = nearest(value, [...keys, ...names.values()].flat());
      return `"${shown(value)}" ${not}. ${near === undefined ? `${all}: ${keys.join(', ')}.` : `Did you mean "${near}"?`}`;
    },
  };
}

/** `nearestWord`, asked once for each word, and not for more than some. */
function rememberedNearestWords(): typeof nearestWord {
  const known = new Map<string, string | undefined>();
  return (word, candidates) => {
    const list = [...candidates];
    const asked = `${list.length} ${shown(word)}`;
    if (!known.has(asked) && known.size < MOST_NEAREST_WORDS) known.set(asked, nearestWord(word, list));
    return known.get(asked);
  };
}

/** The frequencies of the rules with the words that other lists use for them. */
function frequencyWords(rules: Rules): { keys: string[]; names: Map<string, string[]> } {
  const labels = new Map(frequencies(rules).map(({ value, words }) => [value, words]));
  const names = new Map<string, string[]>([
    ['each', ['each post', 'every post', 'all posts', 'immediately', 'at once', 'as it happens']],
    ['events', ['event', 'events only', 'only events']],
  ]);
  for (const interval of ['week', 'month'] as const) {
    const [digest, ...others] = rules.digests.filter(({ when }) => when.every === interval);
    // With two weekly digests nobody can say which one the list means.
    if (digest && others.length === 0)
      names.set(digest.name, [interval, `${interval}ly`, `every ${interval}`, `once a ${interval}`, `${interval}ly digest`]);
  }
  const keys = ['each', 'events', ...rules.digests.map(({ name }) => name)];
  return { keys, names: new Map(keys.map((key) => [key, [...(names.get(key) ?? []), ...[labels.get(key) ?? []].flat()]])) };
}

function wrongAddress(address: string): string {
  if (address === '') return 'There is no email address.';
  const plain = address.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return plain !== address && readAddress(plain) !== undefined
    ? `"${shown(address)}" has letters with accents, which our mail service does not take. Ask for another address.`
    : `"${shown(address)}" is no email address. Write it like name@example.org.`;
}

/** Shortens a cell to 80 characters for a sentence about it. */
function shown(value: string): string {
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}

function readInstant(text: string, wrong: string[]): Temporal.Instant | undefined {
  if (text === '') return undefined;
  try {
    return Temporal.Instant.from(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    wrong.push(`"${shown(text)}" is no time. Write it like 2026-03-28T09:30:00Z.`);
    return undefined;
  }
}
