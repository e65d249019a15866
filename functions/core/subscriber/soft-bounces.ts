import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';

/** A soft bounce: an email came back, but a later one may get through. */
export type Bounce = { publication: PublicationId; at: Temporal.Instant };

/** This many publications must bounce, with no delivery between them. */
const MIN_PUBLICATIONS = 5;
/** The bounces must span this many days: longer than a mailbox stays full or a server is down. */
const MIN_DAYS = 30;
/** The wait after the last bounce, in case SES reports a late delivery: it retries for 14 hours. */
const QUIET_HOURS = 24;
/** Bounces in this many hours from the first one do not count. */
const FIRST_HOURS = 1;

/** SES's bounce subtypes for a fault of the mail, which says nothing about its address. */
const ABOUT_THE_MAIL = new Set(['MessageTooLarge', 'ContentRejected', 'AttachmentRejected']);

/**
 * True when a soft bounce counts against the address. `subType` is SES's `bounceSubType`. `Undetermined` counts too: a single bounce
 * does no harm.
 */
export function isAboutTheAddress(subType: string): boolean {
  return !ABOUT_THE_MAIL.has(subType);
}

/**
 * True when an address has reached the soft-bounce limit. `bounces`: those since the last reported delivery. SES reports an out-of-office
 * reply as a delivery and then a bounce of the same email, so the first bounce does not count.
 */
export function isGivenUp(bounces: readonly Bounce[], now: Temporal.Instant): boolean {
  const momentsMs = bounces.map(({ at }) => at.epochMilliseconds);
  const [firstMs, lastMs] = [Math.min(...momentsMs), Math.max(...momentsMs)];
  const counted = new Set(
    bounces.filter(({ at }) => at.epochMilliseconds >= firstMs + hoursInMs(FIRST_HOURS)).map(({ publication }) => publication),
  );
  return (
    counted.size >= MIN_PUBLICATIONS &&
    lastMs - firstMs >= hoursInMs(MIN_DAYS * 24) &&
    now.epochMilliseconds - lastMs >= hoursInMs(QUIET_HOURS)
  );
}

const hoursInMs = (count: number): number => count * 3_600_000;
