// How the desk shows people: their status in words, and all data about one person.
import type { Temporal } from 'temporal-polyfill';
import { organisationName, topicNames } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import { frequencies } from '#core/subscriber/frequencies';
import type { Subscriber, SubscriberId, SubscriberStatus, UnsubscribeMethod } from '#core/subscriber/subscriber';
import { activeReasons, type SuppressionEntry } from '#core/subscriber/suppression';
import { nhsDate, nhsDateTime } from '#core/time/nhs-dates';
import { askedAgainFrom, asks } from '#core/transactional/send-limits';
import type { TransactionalEmail, TransactionalState } from '#core/transactional/transactional-email';
import type { StatusCounts } from '#ports';
import { personUrl } from '#web/desk/audit';
import type { StatusTag } from '#web/desk/status-tags';

/** `many`: the label of everyone with this status. */
export const STATUS: Record<SubscriberStatus, StatusTag & { many: string; sentence: string }> = {
  confirmed: { tag: 'Gets our emails', colour: 'green', many: 'Get our emails', sentence: 'Gets our emails.' },
  pending: {
    tag: 'Not confirmed',
    colour: 'blue',
    many: 'Have not confirmed',
    sentence: 'Has not confirmed the address, and gets no emails.',
  },
  unsubscribed: { tag: 'Has left', colour: 'grey', many: 'Have left', sentence: 'Has left, and gets no emails.' },
  bounced: { tag: 'Takes no mail', colour: 'grey', many: 'Have an address that takes no mail', sentence: 'The address takes no mail.' },
  complained: {
    tag: 'Reported us',
    colour: 'grey',
    many: 'Reported an email of ours as unwanted',
    sentence: 'Reported an email of ours as unwanted, and gets no emails.',
  },
};

const METHOD: Record<UnsubscribeMethod, string> = {
  'one-click': 'by the button of an email program',
  page: 'by our page',
  mail: 'by email',
  moved: 'for another address',
  desk: 'on this desk',
};

const ENTRY: Record<SuppressionEntry['why'], string> = {
  unsubscribed: 'Left.',
  'pending-unsubscribe': 'The button to leave was pressed in the mailbox, by a person or a mail scanner.',
  bounced: 'The address did not take our mail.',
  complained: 'Reported an email of ours as unwanted.',
  erased: 'Was erased.',
  confirmed: 'Confirmed our emails again.',
  undone: 'Took the goodbye back.',
  scanner: 'It was a mail scanner that had pressed the button.',
};

/** Says why a person may not be mailed, in one line; empty when no reason is active. */
export function suppressionSentence(log: readonly SuppressionEntry[]): string {
  return activeReasons(log)
    .map(({ why }) => ENTRY[why])
    .join(' ');
}

/** Returns the number of people with each status, with its label. */
export function countsView(counts: StatusCounts): { words: string; count: string }[] {
  const statuses: SubscriberStatus[] = ['confirmed', 'pending', 'unsubscribed', 'bounced', 'complained'];
  return statuses.map((status) => ({ words: STATUS[status].many, count: counts[status].toLocaleString('en-GB') }));
}

/** A person's line in the list of people. */
export type PersonLine = StatusTag & { url: string; address: string; name: string; organisation: string | undefined };

/** Returns a person's line in the list of people. */
export function personLine({ id, address, name, organisation, status }: Subscriber, rules: Rules | undefined): PersonLine {
  const { tag, colour } = STATUS[status];
  return {
    url: personUrl(id),
    address,
    name,
    organisation: organisation && (rules ? organisationName(organisation, rules) : organisation),
    tag,
    colour,
  };
}

/** `consentText`: the text that the person agreed to. */
export type PersonFacts = { subscriber: Subscriber | undefined; log: SuppressionEntry[]; consentText: string | undefined };

/**
 * One person on the desk. `log`: the suppression log, newest first. `stops`: a suppression is active. `stoppable`: the programme lead may
 * stop the emails. `correctable`: they may correct the person, who gets our emails. `person`: absent when only the suppression log is left.
 */
export type PersonView = {
  log: { words: string; when: string }[];
  stops: boolean;
  stoppable: boolean;
  correctable: boolean;
  person:
    | (PersonChoices & {
        address: string;
        name: string;
        status: StatusTag & { sentence: string };
        since: string | undefined;
        unsubscribed: string | undefined;
        consent:
          | { how: string; asked: string; confirmed: string; import: string | undefined; page: string; words: string[] | undefined }
          | undefined;
      })
    | undefined;
};

type PersonChoices = { organisation: string | undefined; frequency: string; topics: string; paused: string | undefined };

/** Returns everything that the desk shows of one person. */
export function personView({ subscriber, log, consentText }: PersonFacts, rules: Rules | undefined): PersonView {
  const zone = rules?.timezone ?? 'Europe/London';
  const when = (at: Temporal.Instant) => nhsDateTime(at.toZonedDateTimeISO(zone));
  const stops = activeReasons(log);
  return {
    log: log.toReversed().map(({ why, at }) => ({ words: ENTRY[why], when: when(at) })),
    stops: stops.length > 0,
    correctable: subscriber?.status === 'confirmed' && stops.length === 0,
    stoppable: subscriber !== undefined && (subscriber.status === 'confirmed' || subscriber.status === 'pending') && stops.length === 0,
    person: subscriber && {
      address: subscriber.address,
      name: subscriber.name,
      status: statusSentence(subscriber, stops.length > 0),
      since: subscriber.confirmedAt && when(subscriber.confirmedAt),
      unsubscribed: subscriber.unsubscribed && `${when(subscriber.unsubscribed.at)}, ${METHOD[subscriber.unsubscribed.method]}`,
      ...choices(subscriber, rules),
      consent: subscriber.consent && {
        how: subscriber.consent.by === 'import' ? 'Was in a list that was imported.' : 'Pressed the button of our confirmation mail.',
        asked: when(subscriber.consent.asked),
        confirmed: when(subscriber.consent.confirmed),
        // A page on another site is shown, and is no link.
        import:
          subscriber.consent.by === 'import' && subscriber.consent.page.startsWith('/desk/import/') ? subscriber.consent.page : undefined,
        page: subscriber.consent.page,
        words: consentText?.split('\n'),
      },
    },
  };
}

/** The confirmation emails to an address that nobody has answered. `again`: the day before which it gets no other; absent when it may. */
export type AskedView = { emails: { day: string; became: string }[]; again: string | undefined };

/** Returns what the form has sent to an address that has not been confirmed since; undefined when there is nothing. */
export function askedView(all: readonly TransactionalEmail[], rules: Rules | undefined, now: Temporal.Instant): AskedView | undefined {
  const emails = all.filter(({ kind }) => asks(kind));
  const again = askedAgainFrom(emails, now.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London').toPlainDate());
  const byDay = emails.toSorted((a, b) => a.day.toString().localeCompare(b.day.toString()));
  if (emails.length === 0) return undefined;
  return { emails: byDay.map(({ day, state }) => ({ day: nhsDate(day), became: BECAME[state] })), again: again && nhsDate(again) };
}

/** What became of a transactional email. */
export const BECAME: Record<TransactionalState, string> = {
  waiting: 'waits to be sent',
  claimed: 'perhaps sent: we do not know',
  accepted: 'sent',
  refused: 'not sent, because three had been sent before or our mail service did not take it',
};

function statusSentence({ status }: Subscriber, stopped: boolean): StatusTag & { sentence: string } {
  const { tag, colour, sentence } = STATUS[status];
  const isStopped = stopped && (status === 'confirmed' || status === 'pending');
  return isStopped ? { tag: 'Gets no emails', colour: 'grey', sentence: 'Gets no emails: see below why.' } : { tag, colour, sentence };
}

function choices({ organisation, frequency, topics, pausedUntil }: Subscriber, rules: Rules | undefined): PersonChoices {
  const often = rules && frequencies(rules).find(({ value }) => value === frequency)?.words;
  return {
    organisation: organisation && (rules ? organisationName(organisation, rules) : organisation),
    frequency: often ?? frequency,
    topics: topics.length === 0 ? 'Every topic' : (rules ? topicNames(topics, rules) : topics).join(', '),
    paused: pausedUntil && nhsDate(pausedUntil),
  };
}

/** The id in a path or a form; undefined when it is none. */
export function readId(text: unknown): SubscriberId | undefined {
  // biome-ignore lint/plugin/no-cast: this is where what looks like an id is called one.
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text) ? (text as SubscriberId) : undefined;
}
