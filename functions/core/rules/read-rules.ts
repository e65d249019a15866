import { Temporal } from 'temporal-polyfill';
import { imageFile } from '#core/image/image-field';
import type { ImageFile } from '#core/image/image-file';
import { amount, choice, listOf, parsed, text, yesOrNo } from '#core/parsing/field-kinds';
import type { Problem } from '#core/parsing/problem';
import type { Deployed, SourceFile } from '#core/parsing/source-file';
import { readText } from '#core/parsing/text-file';
import { calendarDay, duration, timeOfDay, weekday, weekdayOfMonth } from '#core/parsing/time-fields';
import { group, type Kind, type Mapping, readYaml, report } from '#core/parsing/yaml-form';
import {
  blueskyHandle,
  colour,
  exchangeRate,
  handle,
  hashtag,
  httpsOrigin,
  mailAddress,
  mailAddresses,
  summaryDays,
  table,
  timeZone,
} from '#core/rules/rule-fields';
import { type DigestRule, type Rules, type Topic, TYPEFACES } from '#core/rules/rules';
import { senderFault } from '#core/rules/sender-fault';

/** Each is an email each morning, so a slip here must not become a mailing list. */
const MOST_SUMMARIES = 10;

/** Reads `newsroom.yaml`. Returns rules only when there is no problem. `images`: the files that the logo may name. */
export function readRules(source: SourceFile, images: readonly ImageFile[] = []): { rules?: Rules; problems: Problem[] } {
  const { text: whole, problems: unreadable } = readText(source);
  if (whole === undefined || unreadable.length > 0) return { problems: unreadable };
  const { value: rules, problems } = readYaml(whole, { file: source.file, firstLine: 1, what: 'the rules' }, (keys) =>
    readAll(keys, images, source.deployed),
  );
  return problems.length > 0 ? { problems: problems.toSorted((a, b) => a.line - b.line) } : { rules, problems };
}

function readAll(keys: Mapping, images: readonly ImageFile[], deployed: Deployed | undefined): Rules {
  const name = keys.need('name', text(), 'name: South of Exampleshire Collaborative');
  const shortName = keys.need('short_name', text({ most: 40 }), 'short_name: SEC');
  const timezone = keys.need('timezone', timeZone, 'timezone: Europe/London');
  const site = keys.need('site', httpsOrigin, 'site: https://news.example.org');
  if (deployed && site !== '' && site !== deployed.site)
    keys.form.report(
      keys.lineOf('site'),
      `The site is not ${deployed.site}, where this newsroom has its pages: links in emails would lead nowhere. Write ${deployed.site}.`,
    );
  const sender = keys.need(
    'sender',
    group('the sender', (own) => readSender(own, deployed)),
    'sender: with name, address and postal_address below it',
  );
  const host = keys.may('host', group('the host', readHost));
  const brand = keys.may(
    'brand',
    group('the brand', (own) => readBrand(own, images)),
  ) ?? { colour: DEFAULT_COLOUR };
  const x = keys.need('x', group('the X account', readAccount), 'x: with handle below it');
  const bluesky = keys.may('bluesky', group('the Bluesky account', readBluesky));
  const topics = topicsOf(
    keys.need('topics', table('the topics', 'leadership: Leadership'), 'topics: with lines such as "leadership: Leadership" below it'),
  );
  const organisations = keys.need(
    'organisations',
    table('the organisations', 'devon: Devon'),
    'organisations: with lines such as "devon: Devon" below it',
  );
  const mergedTopics = keys.may('merged_topics', table('the merged topics', 'old-topic: leadership'));
  reportWrongMerges(keys, 'merged_topics', mergedTopics, topics);
  const mergedOrganisations = keys.may('merged_organisations', table('the merged organisations', 'old-trust: devon'));
  reportWrongMerges(keys, 'merged_organisations', mergedOrganisations, organisations);
  const { digests, upcomingEvents } = keys.need(
    'digests',
    group('the digests', readDigests),
    'digests: with weekly and upcoming_events below it',
  );
  const events = keys.need('events', group('the events', readEvents), 'events: with reminders, at and follow_up below it');
  const social = keys.need('social', group('the social posts', readSocial), 'social: with slots and monthly_budget_usd below it');
  const quiet = keys.may('quiet', group('the quiet times', readQuiet)) ?? { weekends: false, bankHolidays: 'none' };
  const costs = keys.may('costs', group('the costs', readCosts));
  const utm = keys.may('utm', yesOrNo) ?? false;
  const launches = keys.may('launches', listOf(calendarDay));
  const approval = keys.may('approval', choice(['automatic', 'required'])) ?? 'automatic';
  const fourEyes = keys.may('four_eyes', yesOrNo) ?? false;
  const savedLate = keys.may('saved_late', choice(['ask', 'send'])) ?? 'ask';
  const morningSummaryTo = keys.may('notes_to', mailAddresses(MOST_SUMMARIES));
  const morningSummaryDays = keys.may('notes_on', summaryDays);
  const unknown = keys.may('unknown', choice(['resend', 'hold'])) ?? 'resend';
  const undo = keys.may('undo', duration({ nothing: true })) ?? Temporal.Duration.from({ minutes: 2 });
  const maxLateness = keys.may('max_lateness', duration()) ?? Temporal.Duration.from({ hours: 12 });
  const backdatedAfter = keys.may('archive_after', duration()) ?? Temporal.Duration.from({ days: 7 });
  return {
    name,
    shortName,
    timezone,
    site,
    sender,
    ...(host && { host }),
    brand,
    x,
    ...(bluesky && { bluesky }),
    topics,
    organisations,
    ...(mergedTopics && { mergedTopics: mergedTopicsOf(mergedTopics) }),
    ...(mergedOrganisations && { mergedOrganisations }),
    digests,
    upcomingEvents,
    events,
    social,
    quiet,
    ...(costs && { costs }),
    utm,
    ...(launches && { launches }),
    approval,
    ...(fourEyes && { fourEyes }),
    savedLate,
    ...(morningSummaryTo && { morningSummaryTo }),
    ...(morningSummaryDays && { morningSummaryDays }),
    unknown,
    undo,
    maxLateness,
    backdatedAfter,
  };
}

function topicsOf(table: ReadonlyMap<string, string>): ReadonlyMap<Topic, string> {
  // biome-ignore lint/plugin/no-cast: a topic is a key of this table; this is where they are made.
  return new Map([...table].map(([key, label]) => [key as Topic, label]));
}

function mergedTopicsOf(table: ReadonlyMap<string, string>): ReadonlyMap<Topic, Topic> {
  // biome-ignore lint/plugin/no-cast: the left ones were topics, and the right ones are.
  return new Map([...table].map(([former, into]) => [former as Topic, into as Topic]));
}

/** What was merged is not in the table any more, and what it counts as is. */
function reportWrongMerges(
  keys: Mapping,
  name: string,
  merged: ReadonlyMap<string, string> | undefined,
  known: ReadonlyMap<string, string>,
): void {
  const table = name.replace('merged_', '');
  for (const [former, into] of merged ?? []) {
    if (known.has(former))
      keys.form.report(keys.lineOf(name), `"${former}" is in "${table}" and in "${name}". Take it out of one of the two.`);
    if (!known.has(into))
      keys.form.report(keys.lineOf(name), `"${former}" counts as "${into}", which is not in "${table}". Write one that is.`);
  }
}

function readSender(keys: Mapping, deployed: Deployed | undefined): Rules['sender'] {
  const name = keys.need('name', text({ most: 80 }), 'name: Example Collaborative');
  const address = keys.need('address', mailAddress, 'address: news@example.org');
  const wrong = deployed && address !== '' ? senderFault(address, deployed.domain) : undefined;
  if (wrong !== undefined) keys.form.report(keys.lineOf('address'), wrong);
  const replyTo = keys.may('reply_to', mailAddress) ?? address;
  const postalAddress = keys.need(
    'postal_address',
    text({ most: 300 }),
    'postal_address: Example Collaborative, 1 Example Street, Bristol BS1 1AA',
  );
  return { name, address, replyTo, postalAddress };
}

function readHost(keys: Mapping): NonNullable<Rules['host']> {
  const name = keys.need('name', text(), 'name: Example NHS Foundation Trust');
  const postalAddress = keys.may('postal_address', text({ most: 300 }));
  const dataProtection = keys.may('data_protection', mailAddress);
  return { name, ...(postalAddress && { postalAddress }), ...(dataProtection && { dataProtection }) };
}

/** NHS blue. */
const DEFAULT_COLOUR = '#005eb8';

function readBrand(keys: Mapping, images: readonly ImageFile[]): Rules['brand'] {
  const brand = { colour: keys.may('colour', colour) ?? DEFAULT_COLOUR };
  const typeface = keys.may('typeface', choice(TYPEFACES));
  const logo = keys.may('logo', imageFile(images));
  return { ...brand, ...(typeface && { typeface }), ...(logo && { logo: { src: logo.src, width: logo.width, height: logo.height } }) };
}

function readAccount(keys: Mapping): Rules['x'] {
  return { handle: keys.need('handle', handle, 'handle: ExampleMHC'), hashtags: keys.may('hashtags', listOf(hashtag)) ?? [] };
}

function readBluesky(keys: Mapping): NonNullable<Rules['bluesky']> {
  return { handle: keys.need('handle', blueskyHandle, 'handle: example.bsky.social') };
}

function readDigests(keys: Mapping): { digests: DigestRule[]; upcomingEvents: Temporal.Duration } {
  const digests = keys
    .keys()
    .filter((name) => name !== 'upcoming_events')
    .flatMap((name) => {
      const fault = digestNameFault(name);
      if (fault !== undefined) keys.form.report(keys.lineOf(name), fault);
      const digest = keys.may(
        name,
        group(`the ${name} digest`, (own) => readDigest(name, own)),
      );
      if (digest === undefined)
        keys.form.report(
          keys.lineOf(name),
          `The digest "${name}" is empty. Write when it goes out: ${name}: { every: week, on: Thursday, at: "08:30" }.`,
        );
      return digest ?? [];
    });
  return { digests, upcomingEvents: keys.need('upcoming_events', duration(), 'upcoming_events: 60 days') };
}

/** A digest's name is part of ids, and subscribers choose it as their frequency, like `each` and `events`. */
function digestNameFault(name: string): string | undefined {
  if (name === 'each' || name === 'events')
    return `A digest may not be called "${name}", which subscribers choose for something else. Give it another name.`;
  if (/^[a-z0-9-]{1,40}$/u.test(name)) return undefined;
  return `"${name}" cannot be the name of a digest. Use only small letters a to z, digits and hyphens.`;
}

function readDigest(name: string, keys: Mapping): DigestRule {
  const every = keys.need('every', interval, 'every: week');
  const when: DigestRule['when'] =
    every === 'month'
      ? { every, ...keys.need('on', weekdayOfMonth, 'on: first Tuesday') }
      : { every: 'week', weekday: keys.need('on', every === 'week' ? weekday : anyText, 'on: Thursday') };
  return { name, when, at: keys.need('at', timeOfDay, 'at: "08:30"') };
}

const interval = parsed<'week' | 'month' | 'unclear'>(
  'unclear',
  (value) => (value === 'week' || value === 'month' ? value : undefined),
  (value) => `"${value}" is not understood here. Write week or month.`,
);

/** Accepts any day: with an unclear interval it is unknown whether the day is valid. */
const anyText: Kind<number> = { blank: 1, read: () => 1 };

function readEvents(keys: Mapping): Rules['events'] {
  const reminders = keys.need('reminders', listOf(duration()), 'reminders: [28 days, 7 days, 1 day]');
  if (new Set(reminders.map(String)).size < reminders.length && !reminders.some((each) => each.blank)) {
    keys.form.report(keys.lineOf('reminders'), 'The same reminder is in the list twice. Take one of the two away.');
  }
  const at = keys.need('at', timeOfDay, 'at: "09:00"');
  return { reminders, at, followUp: keys.need('follow_up', duration(), 'follow_up: 1 day') };
}

function readSocial(keys: Mapping): Rules['social'] {
  const slots = keys.need('slots', listOf(timeOfDay), 'slots: ["09:00", "12:30", "17:00"]');
  const inOrder = slots.every((slot, index) => {
    const before = slots[index - 1];
    return before === undefined || slot === timeOfDay.blank || before === timeOfDay.blank || Temporal.PlainTime.compare(before, slot) < 0;
  });
  if (!inOrder)
    keys.form.report(
      keys.lineOf('slots'),
      `The slots are not in the order of the day. Write each once, the earliest first: [${inOrderOfDay(slots)}].`,
    );
  if (slots.length === 0)
    keys.form.report(
      keys.lineOf('slots'),
      'There is no slot, so that nothing could be posted. Write at least one time, for example slots: ["09:00"].',
    );
  const monthlyBudgetUsd = keys.need('monthly_budget_usd', amount, 'monthly_budget_usd: 10');
  return { slots, monthlyBudgetUsd, cards: keys.may('cards', yesOrNo) ?? true };
}

function readCosts(keys: Mapping): NonNullable<Rules['costs']> {
  const thousandEmailsUsd = keys.may('thousand_emails_usd', amount);
  const dollarInPounds = keys.may('dollar_in_pounds', exchangeRate);
  return { ...(thousandEmailsUsd !== undefined && { thousandEmailsUsd }), ...(dollarInPounds !== undefined && { dollarInPounds }) };
}

function inOrderOfDay(slots: readonly Temporal.PlainTime[]): string {
  const times = new Set(slots.toSorted(Temporal.PlainTime.compare).map((slot) => `"${slot.toString({ smallestUnit: 'minute' })}"`));
  return [...times].join(', ');
}

function readQuiet(keys: Mapping): Rules['quiet'] {
  const hours = keys.may('hours', quietHours);
  const weekends = keys.may('weekends', yesOrNo) ?? false;
  const bankHolidays = keys.may('bank_holidays', choice(['england-and-wales', 'none'])) ?? 'none';
  return { ...(hours && { hours }), weekends, bankHolidays };
}

const quietHours: Kind<NonNullable<Rules['quiet']['hours']>> = {
  blank: { from: timeOfDay.blank, until: timeOfDay.blank },
  read(found) {
    const times = listOf(timeOfDay).read(found);
    if (times === undefined) return undefined;
    const [from, until, ...more] = times;
    if (from === undefined || until === undefined || more.length > 0)
      return report(
        found,
        'The quiet hours are two times. Write when they begin and when they end, for example hours: ["19:00", "07:30"].',
      );
    if (from !== timeOfDay.blank && until !== timeOfDay.blank && from.equals(until))
      return report(
        found,
        'The quiet hours begin and end at the same time. Write two different times, for example hours: ["19:00", "07:30"].',
      );
    return { from, until };
  },
};
