// Reads what readers type into the forms about their emails, or says which field to correct and how.
import { Temporal } from 'temporal-polyfill';
import { readAddress } from '#core/mime/mailable-address';
import { formerTopics, presentOrganisation } from '#core/rules/merged';
import type { Rules, Topic } from '#core/rules/rules';
import { frequencies } from '#core/subscriber/frequencies';
import type { Choices } from '#core/subscriber/subscriber';
import { oneLine } from '#core/text/lines';

/** Returns the values of a form's field, empty when the field is missing. */
export type Typed = (field: string) => string[];

/** `field` is the id of the field on the page. */
export type Mistake = { field: string; sentence: string };

export type Read<T> = { value: T } | { mistakes: Mistake[] };

const MAX_NAME_CHARACTERS = 80;
const LONGEST_PAUSE_DAYS = 366;

/** Reads a reader's choices from the form. */
export function readChoices(typed: Typed, rules: Rules): Read<Choices> {
  const [name = '', frequency = '', organisation = ''] = ['name', 'frequency', 'organisation'].map((field) =>
    oneLine(typed(field)[0] ?? ''),
  );
  const mistakes: Mistake[] = [];
  if ([...name].length > MAX_NAME_CHARACTERS)
    mistakes.push({ field: 'name', sentence: `Your name must have ${MAX_NAME_CHARACTERS} letters or fewer` });
  if (!frequencies(rules).some(({ value }) => value === frequency))
    mistakes.push({ field: 'frequency', sentence: 'Choose which emails you want' });
  if (mistakes.length > 0) return { mistakes };
  // A copy of the form on another site may still have what was merged.
  const former = (topic: Topic) => formerTopics([topic], rules);
  const wanted = [...rules.topics.keys()].filter((topic) => [topic, ...former(topic)].some((one) => typed('topics').includes(one)));
  const trust = presentOrganisation(organisation, rules);
  // All topics ticked is stored as none, so that the reader also gets topics that the rules add later.
  const topics = wanted.length === rules.topics.size ? [] : wanted;
  return { value: { name, frequency, topics, ...(rules.organisations.has(trust) ? { organisation: trust } : {}) } };
}

/** Reads the first day on which the reader wants emails again: after today, and within 366 days. */
export function readPause(typed: Typed, today: Temporal.PlainDate): Read<Temporal.PlainDate> {
  const [day = '', month = '', year = ''] = ['day', 'month', 'year'].map((field) => (typed(field)[0] ?? '').trim());
  const wrong = (field: string, sentence: string) => ({ mistakes: [{ field, sentence }] });
  if (day + month + year === '') return wrong('day', 'Enter the date on which you want our emails again');
  const date = dateOf(day, month, year);
  if (!date) return wrong(firstWrong(day, month), 'The date must be a real date, like 27 3 2020');
  if (Temporal.PlainDate.compare(date, today) <= 0) return wrong('day', 'The date must be after today');
  if (today.until(date, { largestUnit: 'days' }).days > LONGEST_PAUSE_DAYS) return wrong('year', 'The date must be in the next 12 months');
  return { value: date };
}

function firstWrong(day: string, month: string): string {
  if (!isWithin(day, 31)) return 'day';
  return isWithin(month, 12) ? 'day' : 'month';
}

function dateOf(day: string, month: string, year: string): Temporal.PlainDate | undefined {
  if (!isWithin(day, 31) || !isWithin(month, 12) || !/^\d{4}$/.test(year)) return undefined;
  try {
    return Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isWithin(text: string, maxCharacters: number): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= maxCharacters;
}

/** Reads a reader's new address. `current`: the address that the emails go to now. */
export function readNewAddress(typed: Typed, current: string): Read<string> {
  const [given = ''] = typed('address');
  const address = readAddress(given);
  const wrong = (sentence: string) => ({ mistakes: [{ field: 'address', sentence }] });
  if (oneLine(given) === '') return wrong('Enter your new email address');
  if (address === undefined) return wrong('Enter an email address like name@example.com, without spaces or letters with accents');
  if (address.toLowerCase() === current.toLowerCase()) return wrong('Your emails go to this address already. Enter another one');
  return { value: address };
}
