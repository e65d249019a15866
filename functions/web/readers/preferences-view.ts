import type { Temporal } from 'temporal-polyfill';
import { organisationName, topicNames } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import { frequencies } from '#core/subscriber/frequencies';
import { presentChoices } from '#core/subscriber/merged-choices';
import type { Mistake, Typed } from '#core/subscriber/preferences-form';
import type { Choices, Subscriber } from '#core/subscriber/subscriber';
import { nhsDate } from '#core/time/nhs-dates';

/** A form with mistakes: what was typed, and what is wrong with it. */
export type Returned = { form: 'choices' | 'pause' | 'address'; typed: Typed; mistakes: Mistake[] };

/** Returns the view of a reader's page: what the reader gets, and the forms to change it. A returned form shows what was typed. */
export function preferencesView(subscriber: Subscriber, rules: Rules, today: Temporal.PlainDate, returned?: Returned): object {
  const shown = returned?.form === 'choices' ? typedChoices(returned.typed) : presentChoices(subscriber, rules);
  const typedIn = (form: Returned['form'], field: string) => (returned?.form === form ? (returned.typed(field)[0] ?? '') : '');
  const wrong = (field: string) => returned?.mistakes.find((mistake) => mistake.field === field)?.sentence ?? '';
  const dateWrong = wrong('day') || wrong('month') || wrong('year');
  const topics = [...rules.topics];
  return {
    mistakes:
      returned?.mistakes.map(({ field, sentence }) => ({ href: `#${field === 'frequency' ? 'frequency-1' : field}`, sentence })) ?? [],
    ...choiceTexts(subscriber, rules),
    pausedUntil: breakUntil(subscriber, today),
    name: { value: shown.name, wrong: wrong('name') },
    organisations: [...rules.organisations].map(([value, label]) => ({ value, words: label, selected: value === shown.organisation })),
    frequency: {
      wrong: wrong('frequency'),
      options: frequencies(rules).map(({ value, words: label }, i) => ({
        id: `frequency-${i + 1}`,
        value,
        words: label,
        checked: value === shown.frequency,
      })),
    },
    topicBoxes: topics.map(([value, label], i) => ({ id: `topic-${i + 1}`, value, words: label, checked: shown.topics.includes(value) })),
    pause: {
      wrong: dateWrong,
      fields: DATE_FIELDS.map(({ name, words: label }) => ({
        name,
        words: label,
        isYear: name === 'year',
        value: typedIn('pause', name),
        isWrong: wrong(name) !== '',
        described: dateWrong === '' ? 'pause-hint' : 'pause-hint pause-wrong',
      })),
      example: nextMonth(today),
    },
    address: { value: typedIn('address', 'address'), wrong: wrong('address'), current: subscriber.address },
  };
}

/** Returns the day on which a reader's emails start again; empty when the reader is not on a break. */
export function breakUntil({ pausedUntil }: Pick<Subscriber, 'pausedUntil'>, today: Temporal.PlainDate): string {
  return pausedUntil && pausedUntil.since(today).sign > 0 ? nhsDate(pausedUntil) : '';
}

const DATE_FIELDS = [
  { name: 'day', words: 'Day' },
  { name: 'month', words: 'Month' },
  { name: 'year', words: 'Year' },
] as const;

/** Returns a reader's choices, in sentences and names. An empty `organisation` means none. */
export function choiceTexts(
  { frequency, topics, organisation }: Choices,
  rules: Rules,
): { emails: string[]; topics: string[]; organisation: string } {
  const chosen = frequencies(rules).find(({ value }) => value === frequency)?.words ?? `The ${frequency} digest of our posts and events`;
  return {
    emails: [...(frequency === 'events' ? [] : [chosen]), 'News of our events: when one is announced, reminders before it, and any change'],
    topics: topics.length === 0 ? ['All topics'] : topicNames(topics, rules),
    organisation: organisation === undefined ? '' : organisationName(organisation, rules),
  };
}

function typedChoices(typed: Typed): { name: string; organisation?: string; frequency: string; topics: readonly string[] } {
  const [name = '', organisation = '', frequency = ''] = ['name', 'organisation', 'frequency'].map((field) => typed(field)[0] ?? '');
  return { name, organisation, frequency, topics: typed('topics') };
}

/** An example date that a reader could mean: `27 3 2020`. */
function nextMonth(today: Temporal.PlainDate): string {
  const { day, month, year } = today.add({ months: 1 });
  return `${day} ${month} ${year}`;
}
