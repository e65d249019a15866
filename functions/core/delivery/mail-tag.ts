import { Temporal } from 'temporal-polyfill';
import type { GroupAddress } from '#core/delivery/ledger';
import { READER_KINDS, readSummaryRecipient, type TransactionalKey } from '#core/delivery/transactional-key';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';

/** Says which mail of ours a mail, or an event that the provider reports about it, is. */
export type MailTag = DeliveryTag | TransactionalTag | CanaryTag;

export type DeliveryTag = { kind: 'delivery'; at: GroupAddress; subscriber: SubscriberId; attempt: number; nonce: string };

/** A transactional email. The tag names the recipient, so that its bounces and complaints count. The ledger has no row for it. */
export type TransactionalTag = { kind: 'transactional'; email: TransactionalKey };

/** A canary, identified by its time of sending, in milliseconds. */
export type CanaryTag = { kind: 'canary'; sent: Temporal.Instant };

/**
 * A tag as the provider carries it: `i`ssue, `c`hunk, `g`roup, `r`ecipient, `a`ttempt, `n`once. Values have only `[A-Za-z0-9_-]`, and are
 * never an email address.
 */
export type TagValues = { i: string; c: string; g: string; r: string; a: string; n: string };

// These values of `i` take the place of a publication's id. No publication's id begins so, because each begins with its own kind.
const [TRANSACTIONAL_PREFIX, CANARY] = ['letter-', 'canary'];

/**
 * Returns the tag as the provider carries it. The values are older than the words of the code, and must stay: mails are under way during
 * a deployment, and archived events are kept for 13 months.
 */
export function tagValues(tag: MailTag): TagValues {
  switch (tag.kind) {
    case 'delivery': {
      const { at, subscriber, attempt, nonce } = tag;
      return { i: at.publication, c: String(at.chunk), g: String(at.group), r: subscriber, a: String(attempt), n: nonce };
    }
    case 'transactional': {
      const { to, kind, day } = tag.email;
      return { i: `${TRANSACTIONAL_PREFIX}${kind}`, c: '0', g: '0', r: to, a: '1', n: day.toString() };
    }
    case 'canary':
      return { i: CANARY, c: '0', g: '0', r: 'nobody', a: '0', n: String(tag.sent.epochMilliseconds) };
    default:
      return tag satisfies never;
  }
}

/** Reads a tag; undefined when it is not one of ours, as on mail that others send through the same configuration set. */
export function mailTag(values: { [name in keyof TagValues]?: string | undefined }): MailTag | undefined {
  const { i, c, g, r, a, n } = values;
  const [chunk, group, attempt] = [c, g, a].map((value) => (value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined));
  if (!i || !r || !n || chunk === undefined || group === undefined || attempt === undefined) return undefined;
  // biome-ignore lint/plugin/no-cast: the provider gives back what we wrote, and these were ids when they went into the tag.
  const [publication, subscriber] = [i as PublicationId, r as SubscriberId];
  if (i === CANARY) return canaryTag(n);
  if (i.startsWith(TRANSACTIONAL_PREFIX)) return transactionalTag(i.slice(TRANSACTIONAL_PREFIX.length), subscriber, n);
  return { kind: 'delivery', at: { publication, chunk, group }, subscriber, attempt, nonce: n };
}

function canaryTag(sent: string): CanaryTag | undefined {
  return /^\d{1,15}$/.test(sent) ? { kind: 'canary', sent: Temporal.Instant.fromEpochMilliseconds(Number(sent)) } : undefined;
}

function transactionalTag(name: string, to: SubscriberId, written: string): TransactionalTag | undefined {
  const day = dayOf(written);
  if (!day) return undefined;
  if (name === 'note') return { kind: 'transactional', email: { to: readSummaryRecipient(to), kind: name, day } };
  const kind = READER_KINDS.find((known) => known === name);
  return kind && { kind: 'transactional', email: { to, kind, day } };
}

function dayOf(written: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(written);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
