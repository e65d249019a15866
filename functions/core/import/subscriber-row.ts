// Reads one row of a list of subscribers, for the desk and for the newsroom on one machine.
import { Temporal } from 'temporal-polyfill';
import type { Column } from '#core/import/csv-header';
import { cellText } from '#core/import/csv-line';
import { isMailable } from '#core/mime/mailable-address';
import type { Rules } from '#core/rules/rules';
import type { Choices, SubscriberStatus } from '#core/subscriber/subscriber';
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

/** Reads one row. `wrong`: a sentence for each thing that must be corrected first. */
export function readPersonRow(cell: (column: Column) => string, rules: Rules): { person: PersonRow; wrong: string[] } {
  const wrong: string[] = [];
  const text = (column: Column) => cellText(cell(column)).trim();
  const one = <W extends string>(column: Column, known: Known<W>): W | undefined => {
    const value = text(column);
    if (value === '') return undefined;
    const found = known.find(value);
    if (found === undefined) wrong.push(`"${shown(value)}" ${known.not}. ${known.remedy(value)}`);
    return found;
  };
  const address = text('email');
  const addressWrong = wrongAddress(address);
  if (addressWrong) wrong.push(addressWrong);
  const name = text('name')
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim();
  if (name.length > MAX_NAME_CHARACTERS) wrong.push(`The name has more than ${MAX_NAME_CHARACTERS} characters. Shorten it.`);
  const organisation = one('organisation', organisationsOf(rules));
  const frequency = one('frequency', frequenciesOf(rules)) ?? usualFrequency(rules);
  const topicsKnown = topicsOf(rules);
  const topics = text('topics')
    .split(/[;,|]/u)
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .flatMap((value) => {
      const topic = topicsKnown.find(value);
      if (topic === undefined) wrong.push(`"${shown(value)}" ${topicsKnown.not}. ${topicsKnown.remedy(value)}`);
      return topic ?? [];
    });
  const listed = one('status', STATUS_VALUES);
  const status = listed === 'left' ? 'unsubscribed' : listed;
  const confirmedAt = readInstant(text('confirmed_at'), wrong);
  const person = {
    address,
    name,
    ...(organisation === undefined ? {} : { organisation }),
    frequency,
    topics: [...new Set(topics)],
    ...(status ? { status } : {}),
    ...(confirmedAt ? { confirmedAt } : {}),
  };
  return { person, wrong };
}

/** Returns the frequency for people whose row names none: the first digest of the rules. */
export function usualFrequency(rules: Rules): string {
  return rules.digests[0]?.name ?? 'each';
}

/** The values that a column allows. `not` and `remedy` say what to do about any other. */
type Known<W extends string> = { find(value: string): W | undefined; not: string; remedy(value: string): string };

/** `names`: each key's name for people. A cell may hold the key or the name, in any case. */
function known<W extends string>(keys: readonly W[], names: ReadonlyMap<W, string>, not: string, all: string): Known<W> {
  const same = (a: string, b: string | undefined) => a.toLowerCase() === b?.toLowerCase();
  return {
    find: (value) => keys.find((key) => same(value, key)) ?? keys.find((key) => same(value, names.get(key))),
    not,
    remedy: (value) => {
      const near = nearestWord(value, [...keys, ...names.values()]);
      return near === undefined ? `${all}: ${keys.join(', ')}.` : `Did you mean "${near}"?`;
    },
  };
}

const organisationsOf = ({ organisations }: Rules) =>
  known([...organisations.keys()], organisations, 'is not among the organisations in the rules', 'They are');
const topicsOf = ({ topics }: Rules) => known([...topics.keys()], topics, 'is not among the topics in the rules', 'They are');
const frequenciesOf = ({ digests }: Rules) =>
  known(['each', 'events', ...digests.map((digest) => digest.name)], new Map(), 'is no frequency', 'Write one of');
const STATUS_VALUES = known(Object.values(STATUS_IN_LISTS), new Map(), 'is no status', 'Write one of');

function wrongAddress(address: string): string | undefined {
  if (address === '') return 'There is no email address.';
  if (isMailable(address)) return undefined;
  const plain = address.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return plain !== address && isMailable(plain)
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
