// Subject access ("What do you hold about me?"): every stored fact of one person, for people and programs to read.
import type { Temporal } from 'temporal-polyfill';
import type { Delivery } from '#core/delivery/ledger';
import type { TransactionalKind } from '#core/delivery/transactional-key';
import type { PublicationRecord } from '#core/publication/publication';
import type { Topic } from '#core/rules/rules';
import type { Signup } from '#core/signup/signup';
import type { Bounce } from '#core/subscriber/soft-bounces';
import type { Consent, Subscriber, SubscriberId, SubscriberStatus, UnsubscribeMethod } from '#core/subscriber/subscriber';
import type { SuppressionEntry } from '#core/subscriber/suppression';
import type { TransactionalEmail } from '#core/transactional/transactional-email';

/** One person's data as it is stored. */
export type SubjectAccessData = {
  subscriber?: Subscriber;
  agreed?: Consent & { words: string };
  log: SuppressionEntry[];
  signups: Signup[];
  transactional: TransactionalEmail[];
  bounces: Bounce[];
  deliveries: { record: PublicationRecord; delivery?: Delivery }[];
};

/** An event and its time. */
type Happened = { when: Temporal.Instant; what: string };

/** The report. Readers get it as JSON too, so its keys keep older words: `left`, `letters`, `mark`. */
export type SubjectAccessReport = {
  you: SubscriberFacts | undefined;
  agreed: { words: string; page: string; asked: Temporal.Instant; confirmed: Temporal.Instant; how: string } | undefined;
  stopsAndStarts: Happened[];
  unconfirmedForms: FormFacts[];
  letters: { day: Temporal.PlainDate; what: string; became: string }[];
  cameBack: Happened[];
  emails: { due: Temporal.ZonedDateTime; what: string; became: string }[];
};

type SubscriberFacts = {
  address: string;
  name: string;
  organisation: string | undefined;
  emails: string;
  topics: Topic[];
  status: string;
  confirmed: Temporal.Instant | undefined;
  pausedUntil: Temporal.PlainDate | undefined;
  left: { when: Temporal.Instant; how: string } | undefined;
  mark: SubscriberId;
};

type FormFacts = {
  when: Temporal.Instant;
  address: string;
  page: string;
  name: string;
  organisation: string | undefined;
  emails: string;
  topics: Topic[];
};

/** Returns the report. `zone`: the rules' time zone. `nameOf`: a publication's name. As JSON, its times are ISO 8601. */
export function subjectAccessReport(
  data: SubjectAccessData,
  zone: string,
  nameOf: (record: PublicationRecord) => string,
): SubjectAccessReport {
  const { subscriber, agreed, log, signups, transactional, bounces, deliveries } = data;
  return {
    you: subscriber && {
      address: subscriber.address,
      name: subscriber.name,
      organisation: subscriber.organisation,
      emails: subscriber.frequency,
      topics: subscriber.topics,
      status: STATUS[subscriber.status],
      confirmed: subscriber.confirmedAt,
      pausedUntil: subscriber.pausedUntil,
      left: subscriber.unsubscribed && { when: subscriber.unsubscribed.at, how: METHOD[subscriber.unsubscribed.method] },
      mark: subscriber.id,
    },
    agreed: agreed && {
      words: agreed.words,
      page: agreed.page,
      asked: agreed.asked,
      confirmed: agreed.confirmed,
      how: agreed.by === 'import' ? 'You were on a list that our team brought.' : 'You pressed the button of our email.',
    },
    stopsAndStarts: log.map(({ why, at }): Happened => ({ when: at, what: ENTRY[why] })),
    unconfirmedForms: signups.map(({ address, asked, page, name, organisation, frequency, topics }) => ({
      when: asked,
      address,
      page,
      name,
      organisation,
      emails: frequency,
      topics,
    })),
    letters: transactional.map(({ kind, day, state }) => ({ day, what: TRANSACTIONAL[kind], became: TRANSACTIONAL_STATE[state] })),
    cameBack: bounces.map(({ at }): Happened => ({ when: at, what: 'An email to you came back.' })),
    emails: deliveries.map(({ record, delivery }) => ({
      due: record.due.withTimeZone(zone),
      what: nameOf(record),
      became: deliveryStatus(record, delivery),
    })),
  };
}

const STATUS: Record<SubscriberStatus, string> = {
  pending: 'You have not confirmed your address.',
  confirmed: 'You get our emails.',
  unsubscribed: 'You have left. You get no emails.',
  bounced: 'Your address takes no mail. You get no emails.',
  complained: 'An email of ours was reported as unwanted. You get no emails.',
};

const METHOD: Record<UnsubscribeMethod, string> = {
  'one-click': 'by the button of your email program',
  page: 'by our page',
  mail: 'by email',
  moved: 'because your emails go to another address',
  desk: 'because our team stopped your emails',
};

const ENTRY: Record<SuppressionEntry['why'], string> = {
  unsubscribed: 'You left.',
  'pending-unsubscribe': 'The button to leave was pressed in your mailbox. It may have been you or a mail scanner.',
  bounced: 'Your address did not take our mail.',
  complained: 'An email of ours was reported as unwanted in your mailbox.',
  erased: 'You asked us to forget you.',
  confirmed: 'You confirmed that you want our emails.',
  undone: 'You changed your mind and came back.',
  scanner: 'It was a mail scanner that had pressed the button to leave. You stayed.',
};

const TRANSACTIONAL: Record<TransactionalKind, string> = {
  confirm: 'An email to ask whether you want our emails.',
  known: 'An email to say that you get our emails already.',
  link: 'An email with a new link to your choices.',
  move: 'An email to ask whether you want your emails at this address.',
  moving: 'An email to say that somebody asked to send your emails to another address.',
  note: 'A note about the newsroom.',
};

const TRANSACTIONAL_STATE: Record<TransactionalEmail['state'], string> = {
  waiting: 'Not sent yet.',
  claimed: 'We do not know whether it was sent.',
  accepted: 'Sent.',
  refused: 'Not sent.',
};

function deliveryStatus({ state }: PublicationRecord, delivery: Delivery | undefined): string {
  switch (delivery?.state) {
    case 'accepted':
      return 'Sent.';
    case 'suppressed':
      return delivery.why === 'paused' ? 'Not sent: you were taking a break.' : 'Not sent: you had left, or your address took no mail.';
    case 'refused':
      return 'Not sent: our mail provider did not take it.';
    case 'confirmed-sent':
      return 'Perhaps sent. We could not find out, and our team decided not to send it again.';
    case 'attempting':
    case 'unresolved':
    case 'held':
      return 'We do not know yet whether it was sent.';
    case 'ready':
    case undefined:
      return state === 'cancelled' ? 'Not sent: it was cancelled.' : 'Not sent yet.';
    default:
      return delivery satisfies never;
  }
}
