import type { Temporal } from 'temporal-polyfill';
import { type Certificate, NO_DELIVERIES } from '#core/publication/delivery-counts';
import type { ChannelName, PublicationRecord } from '#core/publication/publication';
import { isIn, type Span } from '#core/report/period';

/** Returns when a publication counts: when its first email or post went out or was to, or else when it was due. */
export function countsAt({ firstAt, due }: Pick<PublicationRecord, 'firstAt' | 'due'>): Temporal.Instant {
  return firstAt ?? due.toInstant();
}

/** Returns what has begun on this channel in this time, in the order of time: the publications that have a certificate. */
export function begunIn(records: readonly PublicationRecord[], channel: ChannelName, span: Span): PublicationRecord[] {
  return records
    .filter((record) => record.channel === channel && record.begun !== undefined && isIn(span, countsAt(record)))
    .sort((a, b) => countsAt(a).epochMilliseconds - countsAt(b).epochMilliseconds);
}

/** Adds certificates up, figure by figure. */
export function sumOf(certificates: readonly Certificate[]): Certificate {
  return certificates.reduce(
    (sum, one) => ({
      planned: sum.planned + one.planned,
      accepted: sum.accepted + one.accepted,
      byEvent: sum.byEvent + one.byEvent,
      byPerson: sum.byPerson + one.byPerson,
      suppressed: sum.suppressed + one.suppressed,
      refused: sum.refused + one.refused,
      held: sum.held + one.held,
      open: sum.open + one.open,
      twice: sum.twice + one.twice,
    }),
    NO_DELIVERIES,
  );
}
