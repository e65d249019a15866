// What became of a publication, in the sentence that people read first. The figures come after it.
import type { Temporal } from 'temporal-polyfill';
import type { Certificate } from '#core/publication/delivery-counts';
import { people } from '#core/publication/names';
import type { PublicationState } from '#core/publication/publication';
import type { PostsCertificate } from '#core/social/post-counts';
import { nhsTime } from '#core/time/nhs-dates';

/** Returns `Sent to all 31 people at 9:38am.`, or who did not get the email and why. `at`: when the first one went out, if it is to be said. */
export function sentSentence(state: PublicationState | 'unknown', counts: Certificate, at?: Temporal.ZonedDateTime): string {
  const { planned, accepted, suppressed, refused, held, open, twice } = counts;
  if (planned === 0) return 'It had nobody to go to.';
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

/** Returns `It is on X since 9:03am.`, or what is not there and why. `on`: the channel's name. */
export function postedSentence(counts: PostsCertificate, on: string, at?: Temporal.ZonedDateTime): string {
  const { planned, posted, refused, missed, held, open } = counts;
  const one = planned === 1;
  const since = at && posted > 0 ? ` since ${nhsTime(at)}` : '';
  const there = posted === planned ? [`${one ? 'It is' : `All ${planned} posts are`} on ${on}${since}.`] : [];
  const part = posted > 0 && posted < planned ? [`${posted} of ${planned} posts ${posted === 1 ? 'is' : 'are'} on ${on}${since}.`] : [];
  const which = (count: number) => (one ? 'it' : `${count} of them`);
  return [
    ...there,
    ...part,
    ...some(refused, `${on} did not take ${which(refused)}.`),
    ...some(missed, one ? 'It was too late to be posted.' : `${missed} of them ${missed === 1 ? 'was' : 'were'} too late to be posted.`),
    ...some(held, `It is not known whether ${one ? 'it is' : `${held} of them ${held === 1 ? 'is' : 'are'}`} on ${on}.`),
    ...some(open, one ? 'It is still to be posted.' : `${open} of them ${open === 1 ? 'is' : 'are'} still to be posted.`),
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
