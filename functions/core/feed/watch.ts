import type { Temporal } from 'temporal-polyfill';
import type { DraftId } from '#core/draft/draft';
import { isAfter } from '#core/time/compare';

/**
 * The one website that is looked at every day, so that its new stories come in as drafts. `address`: empty once somebody has ended it.
 * `seen`: the drafts of all items that were in its feed at an earlier look; none of them comes in by itself any more, also not when its
 * draft was deleted. `looked`: when its feed could be read last; before the first time, when somebody began it. `fault`: why it could not
 * be read at the newest look.
 */
export type Watch = {
  address: string;
  by: string;
  looked: Temporal.Instant;
  seen: readonly DraftId[];
  fault?: string;
  version: number;
};

/** Whose drafts they are that come in by themselves. */
export const WATCHER = 'Newsroom';

/** It is looked at each hour whether a day has passed: a time that does not drift, and a second try when a site is down. */
const EVERY_HOURS = 23;
/** A feed has 10 to 100 items. An item of DynamoDB has 400 KB. */
const MOST_SEEN = 5_000;

/** True when the website is to be looked at now. */
export function isTimeToLook({ address, looked }: Watch, now: Temporal.Instant): boolean {
  return address !== '' && !isAfter(looked.add({ hours: EVERY_HOURS }), now);
}

/** A site that is down for a day is news for nobody. After two, its stories are missing. */
const TOLD_AFTER_HOURS = 48;

/** True when a person should know that the website cannot be read. */
export function isLongUnread({ address, looked, fault }: Watch, now: Temporal.Instant): boolean {
  return address !== '' && fault !== undefined && isAfter(now, looked.add({ hours: TOLD_AFTER_HOURS }));
}

/** Returns the watch after a look that found these items. */
export function afterLook(watch: Watch, found: readonly DraftId[], looked: Temporal.Instant): Watch {
  const { fault: _, ...others } = watch;
  return { ...others, looked, seen: [...new Set([...found, ...watch.seen])].slice(0, MOST_SEEN) };
}
