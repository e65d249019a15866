// How many emails one person gets, if that person wants everything.
import type { Publication } from '#core/publication/publication';

/** More emails than this to one person make a day or a week crowded. */
export const CROWDED = { day: 1, week: 3 };

/**
 * Returns how many of these publications one person gets by email, at the most: with all topics, and with the frequency that brings most.
 * Everyone gets news of events; only who wants each new post gets alerts; and nobody gets the digests of two series.
 */
export function emailsToOne(publications: readonly Pick<Publication, 'kind' | 'channel' | 'series'>[]): number {
  const emails = publications.filter(({ channel }) => channel === 'email');
  const chosen = Map.groupBy(
    emails.filter(({ kind }) => kind === 'alert' || kind === 'digest'),
    ({ kind, series }) => (kind === 'digest' ? (series ?? '') : kind),
  );
  const most = Math.max(0, ...[...chosen.values()].map(({ length }) => length));
  return emails.filter(({ kind }) => kind !== 'alert' && kind !== 'digest').length + most;
}
