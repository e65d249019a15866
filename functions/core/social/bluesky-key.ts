import { Temporal } from 'temporal-polyfill';
import { fnv64 } from '#core/text/fingerprint';

const SORTABLE = '234567abcdefghijklmnopqrstuvwxyz';

/**
 * Returns the record key of a post: a TID, 13 characters that sort by time (atproto.com/specs/tid). It depends only on the post's name and
 * due time, so each attempt writes the same record. `at`: the post's time for readers.
 */
export function blueskyKey(name: string, due: Temporal.Instant): { rkey: string; at: Temporal.Instant } {
  const hashed = fnv64(name);
  // Two publications may be due at one moment: the microseconds of its first second are the name’s, and so are the lowest ten bits.
  const at = new Temporal.Instant(due.epochNanoseconds - (due.epochNanoseconds % 1_000_000n) + (hashed % 1_000_000n) * 1_000n);
  const value = ((at.epochNanoseconds / 1_000n) << 10n) | ((hashed >> 32n) & 1_023n);
  const rkey = value
    .toString(32)
    .padStart(13, '0')
    .replace(/./g, (digit) => SORTABLE[Number.parseInt(digit, 32)] ?? '');
  return { rkey, at };
}
