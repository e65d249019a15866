// The form that finds people, and what it has found.
import type { Temporal } from 'temporal-polyfill';
import { people as peopleCount } from '#core/publication/names';
import type { Rules } from '#core/rules/rules';
import { frequencies } from '#core/subscriber/frequencies';
import { inOrder, PEOPLE_ORDERS, type PeopleFilter, type PeopleOrder } from '#core/subscriber/sought-people';
import type { SubscriberId, SubscriberStatus } from '#core/subscriber/subscriber';
import type { FoundPeople } from '#flow/readers/find-people';
import { type PersonLine, personLine, readId, STATUS } from '#web/desk/subscribers-view';

/** `sought`: the words, as they were typed. `after`: where a search by filters alone goes on. */
export type Asked = { sought: string; filter: PeopleFilter; order: PeopleOrder; page: number; after?: SubscriberId };

const PAGE_SIZE = 50;
const MOST_SOUGHT_CHARACTERS = 100;
/** Months that people can be narrowed to by when they joined. */
const MONTHS = 36;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const ORDER: Record<PeopleOrder, string> = { name: 'By name', newest: 'The newest first' };

/** Reads the form. What it does not know is left out. */
export function readAsked(field: (name: string) => string, rules: Pick<Rules, 'organisations' | 'topics' | 'digests'>): Asked {
  const [organisation, topic, frequency, status, joined] = ['organisation', 'topic', 'frequency', 'status', 'joined'].map(field);
  const [page, after] = [Number(field('page')), readId(field('after'))];
  return {
    sought: [...field('sought').replace(/\s+/gu, ' ').trim()].slice(0, MOST_SOUGHT_CHARACTERS).join(''),
    filter: {
      ...(organisation && (organisation === '-' || rules.organisations.has(organisation)) ? { organisation } : {}),
      ...([...rules.topics.keys()].some((one) => one === topic) && topic ? { topic } : {}),
      ...(frequency && frequencies(rules).some(({ value }) => value === frequency) ? { frequency } : {}),
      ...(status !== undefined && isStatus(status) ? { status } : {}),
      ...(joined && MONTH.test(joined) ? { joined } : {}),
    },
    order: PEOPLE_ORDERS.find((one) => one === field('order')) ?? 'name',
    page: Number.isInteger(page) && page > 0 ? page : 1,
    ...(after ? { after } : {}),
  };
}

function isStatus(text: string): text is SubscriberStatus {
  return Object.hasOwn(STATUS, text);
}

type Options = { value: string; words: string; checked: boolean }[];

export type FindForm = {
  sought: string;
  organisations: Options;
  topics: Options;
  frequencies: Options;
  statuses: Options;
  months: Options;
  orders: Options;
  /** Something other than words is chosen. */
  narrowed: boolean;
};

export function findForm(rules: Rules | undefined, today: Temporal.PlainDate, asked?: Asked): FindForm {
  const { organisation, topic, frequency, status, joined } = asked?.filter ?? {};
  const options = (all: string, known: Iterable<readonly [string, string]>, chosen: string | undefined): Options =>
    [['', all] as const, ...known].map(([value, words]) => ({ value, words, checked: value === (chosen ?? '') }));
  const months = Array.from({ length: MONTHS }, (_, i) => today.toPlainYearMonth().subtract({ months: i }));
  return {
    sought: asked?.sought ?? '',
    organisations: options('All', [...(rules?.organisations ?? []), ['-', 'No organisation given']], organisation),
    topics: options('All', rules?.topics ?? [], topic),
    frequencies: options('All', rules ? frequencies(rules).map(({ value, words }) => [value, words] as const) : [], frequency),
    statuses: options(
      'All',
      Object.entries(STATUS).map(([value, { tag }]) => [value, tag] as const),
      status,
    ),
    months: options(
      'At any time',
      months.map((month) => [month.toString(), monthWords(month)] as const),
      joined,
    ),
    orders: PEOPLE_ORDERS.map((value) => ({ value, words: ORDER[value], checked: value === (asked?.order ?? 'name') })),
    narrowed: Object.keys(asked?.filter ?? {}).length > 0,
  };
}

function monthWords(month: Temporal.PlainYearMonth): string {
  return month.toLocaleString('en-GB', { month: 'long', year: 'numeric', calendar: month.calendarId });
}

/** `again`: the fields of the form, for the buttons that turn the page. */
export type FoundView = {
  count: string;
  rows: PersonLine[];
  none: boolean;
  more: boolean;
  page: { number: number; of: number } | undefined;
  previous: number | undefined;
  next: number | undefined;
  /** Where this search began, and where it goes on. */
  from: SubscriberId | undefined;
  further: SubscriberId | undefined;
  again: { name: string; value: string }[];
};

export function foundView({ people, more, next }: FoundPeople, asked: Asked, rules: Rules | undefined): FoundView {
  const of = Math.max(1, Math.ceil(people.length / PAGE_SIZE));
  const number = Math.min(asked.page, of);
  const shown = inOrder(people, asked.order).slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);
  return {
    count: peopleCount(people.length),
    rows: shown.map((person) => personLine(person, rules)),
    none: people.length === 0,
    more,
    page: of > 1 ? { number, of } : undefined,
    previous: number > 1 ? number - 1 : undefined,
    next: number < of ? number + 1 : undefined,
    from: asked.after,
    further: next,
    again: [...Object.entries({ sought: asked.sought, order: asked.order, ...asked.filter })].map(([name, value]) => ({ name, value })),
  };
}
