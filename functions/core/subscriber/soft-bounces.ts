import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';

/** A mail of a publication that came back, though another one may get through. */
export type Bounce = { publication: PublicationId; at: Temporal.Instant };

/** So many mails in a row, and nothing that got through between them, */
const MIN_PUBLICATIONS = 5;
/** over so many days: longer than a mailbox stays full or a server down, */
const MIN_DAYS = 30;
/** and so long ago that a report that one of them got through after all has come: SES tries for 14 hours. */
const QUIET_HOURS = 24;
/** What comes back so soon after the first one does not count either. */
const FIRST_HOURS = 1;

/** What a receiving server has against this mail tells nothing about its address. */
const ABOUT_THE_MAIL = new Set(['MessageTooLarge', 'ContentRejected', 'AttachmentRejected']);

/**
 * Whether a bounce that is not permanent is held against the address, going by what SES calls it. What SES cannot tell
 * (`Undetermined`) is: a single one never does any harm.
 */
export function isAboutTheAddress(subType: string): boolean {
  return !ABOUT_THE_MAIL.has(subType);
}

/**
 * Whether an address of which nothing is known but these bounces is to be mailed no more. Each report that a mail got through
 * takes away the bounces before it. It may come just before the bounce of the same mail, as it does for an out-of-office
 * reply, so the first one proves nothing and does not count.
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
