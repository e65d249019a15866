// Decides what to do with a post whose outcome is unknown, by lookups on the account's timeline at the times of ticks.
import type { Temporal } from 'temporal-polyfill';
import { SOCIAL } from '#core/publication/channels';
import type { SocialChannel } from '#core/publication/publication';
import type { UnknownPolicy } from '#core/rules/rules';
import type { SocialDelivery } from '#core/social/post-ledger';
import { isBefore } from '#core/time/compare';

export type UnknownPost = Extract<SocialDelivery, { state: 'attempting' }>;

/**
 * The wait before the first lookup. A tick may record the unknown outcome minutes late, a call may take effect 5 minutes after it was
 * made, and the timeline was up to 5 minutes behind in trials.
 */
const WAIT_MINUTES = 15;

/** The least time between two lookups: one tick. */
const APART_SECONDS = 60;

/** After this many lookups without the post, it counts as not on the account. */
const BLANK_LOOKUPS = 3;

/** After this many attempts with an unknown outcome, a person decides. */
const MOST_ATTEMPTS = 3;

/**
 * True when the tick of `now` is the first to find the post's outcome unknown. Only a tick records that, because only a tick's time is
 * current: a job may be a quarter of an hour old, and so older than the call.
 */
export function isNewlyUnknown({ since, seen }: UnknownPost, now: Temporal.Instant): boolean {
  return seen === undefined && isBefore(since, now);
}

/** True when the next lookup on the timeline is due. An old job makes it later, never earlier. */
export function isLookupDue({ seen, lookedUp }: UnknownPost, now: Temporal.Instant): boolean {
  const next = lookedUp?.add({ seconds: APART_SECONDS }) ?? seen?.add({ minutes: WAIT_MINUTES });
  return next !== undefined && !isBefore(now, next);
}

/** Returns the post's state after a lookup. `found`: its id on the account, undefined when the lookup did not find it. */
export function afterLookup(
  post: UnknownPost,
  found: string | undefined,
  now: Temporal.Instant,
  { channel, policy }: { channel: SocialChannel; policy: UnknownPolicy },
): SocialDelivery {
  const { attempt, nonce, since } = post;
  if (found !== undefined) return { state: 'posted', attempt, id: found, by: 'timeline' };
  const blank = post.blank + 1;
  if (blank < BLANK_LOOKUPS) return { ...post, blank, lookedUp: now };
  if (policy === 'resend' && attempt < MOST_ATTEMPTS) return { state: 'ready', attempt };
  const why = `${SOCIAL[channel].name} gave no clear answer, and the post was not found on the account.`;
  return { state: 'held', attempt, nonce, since, why };
}

/** Returns the id of the post on the timeline with this text and parent; undefined when there is none. */
export function findPost(
  timeline: readonly { id: string; text: string; inReplyTo?: string }[],
  text: string,
  parent: string | undefined,
): string | undefined {
  const wanted = comparable(text);
  return timeline.find((post) => post.inReplyTo === parent && comparable(post.text) === wanted)?.id;
}

/**
 * Returns what X preserves of a text: X composes characters, trims, and may change a link's scheme and closing slash. Two of our own
 * posts never differ in these alone.
 */
function comparable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/https?:\/\//gi, '')
    .replace(/\/(?=\s|$)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
