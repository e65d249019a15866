// What became of a publication, in the sentence that people read first. The figures come after it.
import type { Temporal } from 'temporal-polyfill';
import type { Certificate } from '#core/publication/delivery-counts';
import { people } from '#core/publication/names';
import type { PublicationState } from '#core/publication/publication';
import { nhsTime } from '#core/time/nhs-dates';

/** Returns `Sent to all 31 people at 9:38am.`, or who did not get the email and why. `at`: when the first one went out, if to be said. */
export function sentSentence(state: PublicationState | 'unknown', counts: Certificate, at?: Temporal.ZonedDateTime): string {
  const { planned, accepted, suppressed, refused, held, open, twice } = counts;
  if (planned === 0) return state === 'cancelled' ? 'It was cancelled before anybody got it.' : 'It had nobody to go to.';
  const when = at && accepted > 0 ? ` at ${nhsTime(at)}` : '';
  const to =
    accepted === 0
      ? `Sent to none of ${people(planned)}.`
      : accepted === planned
        ? `Sent to ${whole(planned)}${when}.`
        : `Sent to ${accepted.toLocaleString('en-GB')} of ${people(planned)}${when}.`;
  return [
    to,
    ...some(
      suppressed,
      `${people(suppressed)} had left, ${suppressed === 1 ? 'was' : 'were'} taking a break, or could not be reached before.`,
    ),
    ...some(refused, `For ${people(refused)} the mail provider did not take it, or it was too late.`),
    ...some(held, `Of ${people(held)} it is not known.`),
    ...some(open, state === 'cancelled' ? `${people(open)} did not get it because it was cancelled.` : `${people(open)} still to go.`),
    ...some(twice, `${people(twice)} got it twice.`),
  ].join(' ');
}

/** `1 person`, `both people`, `all 31 people`. */
function whole(count: number): string {
  if (count === 2) return 'both people';
  return count === 1 ? people(count) : `all ${people(count)}`;
}

function some(count: number, sentence: string): string[] {
  return count === 0 ? [] : [sentence];
}
