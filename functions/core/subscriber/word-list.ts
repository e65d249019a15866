// The words by which people are found, written without the people: a line for each, with their id. Whoever is found in one is read anew.
import { type Sought, wordsOf } from '#core/subscriber/sought-people';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';

/** The lines of some people, in the order of their ids. */
export type WordList = string;

type Worded = Pick<Subscriber, 'id' | 'name' | 'address' | 'organisation'>;

/** The words by which a person is found, each between two spaces. */
export function writtenWords(person: Omit<Worded, 'id'>): string {
  return ` ${[...wordsOf(person)].map(inOneLine).join(' ')} `;
}

/** What written words hold if one of them has this beginning. */
export function writtenBeginning(beginning: string): string {
  return beginning.startsWith('=') ? ` ${inOneLine(beginning)} ` : ` ${beginning}`;
}

export function wordList(people: readonly Worded[]): WordList {
  return written(people.map((person) => [person.id, writtenWords(person)]));
}

/** Returns the list once these people have these words; undefined: none, because they are gone. */
export function withChanges(list: WordList, changes: ReadonlyMap<SubscriberId, Worded | undefined>): WordList {
  const others = lines(list).flatMap((line): [SubscriberId, string][] => (changes.has(idOf(line)) ? [] : [[idOf(line), wordsIn(line)]]));
  const changed = [...changes].flatMap(([id, person]): [SubscriberId, string][] => (person ? [[id, writtenWords(person)]] : []));
  return written([...others, ...changed]);
}

/** The ids of those in the list who have such words. An organisation with spaces may be taken for another one. */
export function soughtIn(list: WordList, sought: Sought): SubscriberId[] {
  const wanted = sought.map((beginnings) => beginnings.map(writtenBeginning));
  const hasAll = (text: string) => wanted.every((some) => some.some((one) => text.includes(one)));
  // Most lists hold nobody who is sought, and are looked at as a whole.
  return hasAll(list) ? lines(list).filter(hasAll).map(idOf) : [];
}

const lines = (list: WordList): string[] => (list === '' ? [] : list.split('\n'));
// biome-ignore lint/plugin/no-cast: a line begins with an id, up to its first space.
const idOf = (line: string): SubscriberId => line.slice(0, line.indexOf(' ')) as SubscriberId;
const wordsIn = (line: string): string => line.slice(line.indexOf(' '));
const inOneLine = (word: string): string => word.replaceAll('\n', ' ');

function written(people: readonly [SubscriberId, string][]): WordList {
  return people
    .map(([id, words]) => id + words)
    .sort()
    .join('\n');
}
