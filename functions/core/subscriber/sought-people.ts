// Finding people by parts of their name, address or organisation: each word that is typed must be the beginning of a word of theirs.
import type { Rules } from '#core/rules/rules';
import type { Subscriber, SubscriberStatus } from '#core/subscriber/subscriber';
import { foldedWords } from '#core/text/folded-words';

/**
 * What is sought: of each list, a word of the person must have one of these beginnings. `=kent` is an organisation as the rules call it,
 * whole. An empty list of lists is everybody.
 */
export type Sought = readonly (readonly string[])[];

const MOST_WORDS = 8;
/** Longer words are cut, in people and in what is sought. */
const WORD_CHARACTERS = 40;

const cut = (word: string): string => [...word].slice(0, WORD_CHARACTERS).join('');

/** Returns the words by which a person is found: of the name and the address, and `=` with the organisation. */
export function wordsOf({ name, address, organisation }: Pick<Subscriber, 'name' | 'address' | 'organisation'>): Set<string> {
  return new Set([...foldedWords(`${name} ${address}`).map(cut), ...(organisation === undefined ? [] : [`=${cut(organisation)}`])]);
}

/** Reads what somebody typed. A word may also be the beginning of a word of an organisation's name in the rules. */
export function readSought(
  typed: string,
  { organisations, mergedOrganisations }: Pick<Rules, 'organisations' | 'mergedOrganisations'>,
): Sought {
  const merged = [...(mergedOrganisations ?? [])].map(([former, into]): [string, string] => [former, organisations.get(into) ?? into]);
  const known = [...organisations, ...merged].map(([key, name]) => ({ key, words: foldedWords(`${key} ${name}`) }));
  return [...new Set(foldedWords(typed).map(cut))]
    .slice(0, MOST_WORDS)
    .map((word) => [word, ...known.filter(({ words }) => words.some((one) => one.startsWith(word))).map(({ key }) => `=${cut(key)}`)]);
}

/** Whether a word of a person is one that is sought. */
function hasBeginning(word: string, beginning: string): boolean {
  return beginning.startsWith('=') ? word === beginning : word.startsWith(beginning);
}

export function isSought(person: Pick<Subscriber, 'name' | 'address' | 'organisation'>, sought: Sought): boolean {
  const words = [...wordsOf(person)];
  return sought.every((beginnings) => beginnings.some((beginning) => words.some((word) => hasBeginning(word, beginning))));
}

/** What people can be narrowed to. `topic`: they get it, by choice or because they chose none. `joined`: a month such as `2019-09`. */
export type PeopleFilter = {
  organisation?: string;
  topic?: string;
  frequency?: string;
  status?: SubscriberStatus;
  joined?: string;
};

/** `zone`: where the months begin. */
export function passes(person: Subscriber, { organisation, topic, frequency, status, joined }: PeopleFilter, zone: string): boolean {
  if (organisation !== undefined && (person.organisation ?? '-') !== organisation) return false;
  if (topic !== undefined && person.topics.length > 0 && !person.topics.some((one) => one === topic)) return false;
  if (frequency !== undefined && person.frequency !== frequency) return false;
  if (status !== undefined && person.status !== status) return false;
  return joined === undefined || person.confirmedAt?.toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth().toString() === joined;
}

export const PEOPLE_ORDERS = ['name', 'newest'] as const;
export type PeopleOrder = (typeof PEOPLE_ORDERS)[number];

/** By name, those without one by address; or by when they confirmed, the newest first. */
export function inOrder(people: readonly Subscriber[], order: PeopleOrder): Subscriber[] {
  const nameOf = ({ name, address }: Subscriber) => foldedWords(name || address).join(' ');
  const byName = (a: Subscriber, b: Subscriber) => nameOf(a).localeCompare(nameOf(b), 'en-GB') || (a.id < b.id ? -1 : 1);
  if (order === 'name') return people.toSorted(byName);
  const joinedMs = ({ confirmedAt }: Subscriber) => confirmedAt?.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
  return people.toSorted((a, b) => (joinedMs(a) === joinedMs(b) ? byName(a, b) : joinedMs(a) < joinedMs(b) ? 1 : -1));
}
