// What becomes of a post whose call has no known outcome: the account's own timeline decides, and the tick's time says when.
import type { Temporal } from 'temporal-polyfill';
import type { UnknownPolicy } from '#core/rules/rules';
import type { SocialDelivery } from '#core/social/post-ledger';
import { isBefore } from '#core/time/compare';

export type UnknownPost = Extract<SocialDelivery, { state: 'attempting' }>;

/**
 * When a look may believe its eyes: a tick may have noted minutes late that the post was in doubt, its call may take effect 5 minutes
 * after it was made, and the timeline has been up to 5 minutes behind in trials.
 */
const WAIT_MINUTES = 15;

/** Between two looks lies at least a tick. */
const APART_SECONDS = 60;

/** So many looks that do not find a post say that it is not there. */
const BLANK_LOOKUPS = 3;

/** A post that has been in doubt this often is for a person to decide. */
const MOST_ATTEMPTS = 3;

/**
 * Whether the tick of `now` is the first to find a post in doubt. Only a tick notes it, for only a tick knows about what time it is: a
 * ring may be a quarter of an hour old, and so older than the call.
 */
export function isNewlyUnknown({ since, seen }: UnknownPost, now: Temporal.Instant): boolean {
  return seen === undefined && isBefore(since, now);
}

/** Whether it is time to look at the timeline. A ring that is old makes it later, never earlier. */
export function isLookupDue({ seen, lookedUp }: UnknownPost, now: Temporal.Instant): boolean {
  const next = lookedUp?.add({ seconds: APART_SECONDS }) ?? seen?.add({ minutes: WAIT_MINUTES });
  return next !== undefined && !isBefore(now, next);
}

/** What a post in doubt is after a look: `found` is its id on the account, undefined when the look was blank. */
export function afterLookup(post: UnknownPost, found: string | undefined, now: Temporal.Instant, policy: UnknownPolicy): SocialDelivery {
  const { attempt, nonce, since } = post;
  if (found !== undefined) return { state: 'posted', attempt, id: found, by: 'timeline' };
  const blank = post.blank + 1;
  if (blank < BLANK_LOOKUPS) return { ...post, blank, lookedUp: now };
  if (policy === 'resend' && attempt < MOST_ATTEMPTS) return { state: 'ready', attempt };
  return { state: 'held', attempt, nonce, since, why: 'X gave no clear answer, and the post was not to be seen on the account.' };
}

/** The id of the post on the account that has this text and answers this parent; undefined when there is none. */
export function findPost(
  timeline: readonly { id: string; text: string; inReplyTo?: string }[],
  text: string,
  parent: string | undefined,
): string | undefined {
  const wanted = comparable(text);
  return timeline.find((post) => post.inReplyTo === parent && comparable(post.text) === wanted)?.id;
}

/**
 * What X leaves of a text: it composes characters and trims, and of a link it gives back the scheme and the closing slash as
 * it likes. Two of our own posts never differ in these alone.
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
