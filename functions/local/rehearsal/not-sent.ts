import type { Temporal } from 'temporal-polyfill';
import { isAfter } from '#core/time/compare';
import type { OutlookEntry } from '#flow/publish/outlook';

/** A publication that was due in a rehearsal and did not go out because of a problem. `due`: local time with its offset and zone. */
export type NotSent = { publication: string; state: 'missed' | 'waiting'; due: string; reason: string };

/** Returns what was missed, or still waits, although it was due. What is not needed is not among them. */
export function notSent(entries: readonly OutlookEntry[], until: Temporal.Instant): NotSent[] {
  return entries.flatMap(({ id, state, due, reason = 'It was not sent.' }) => {
    if (state !== 'missed' && (state !== 'waiting' || isAfter(due, until))) return [];
    return [{ publication: id, state, due: due.toString({ smallestUnit: 'second' }), reason }];
  });
}
