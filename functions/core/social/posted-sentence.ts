import type { Temporal } from 'temporal-polyfill';
import type { PublicationState } from '#core/publication/publication';
import type { PostsCertificate } from '#core/social/post-counts';
import { nhsTime } from '#core/time/nhs-dates';

/** Returns `It is on X since 9:03am.`, or what is not there and why. `on`: the channel's name. */
export function postedSentence(
  state: PublicationState | 'planned',
  counts: PostsCertificate,
  on: string,
  at?: Temporal.ZonedDateTime,
): string {
  const { planned, posted, refused, missed, held, open } = counts;
  const one = planned === 1;
  const since = at && posted > 0 ? ` since ${nhsTime(at)}` : '';
  const there = posted === planned ? [`${one ? 'It is' : `All ${planned} posts are`} on ${on}${since}.`] : [];
  const part = posted > 0 && posted < planned ? [`${posted} of ${planned} posts ${posted === 1 ? 'is' : 'are'} on ${on}${since}.`] : [];
  const which = (count: number) => (one ? 'it' : `${count} of them`);
  return [
    ...there,
    ...part,
    ...when(refused, `${on} did not take ${which(refused)}.`),
    ...when(missed, one ? 'It was too late to be posted.' : `${missed} of them ${missed === 1 ? 'was' : 'were'} too late to be posted.`),
    ...when(held, `It is not known whether ${one ? 'it is' : `${held} of them ${held === 1 ? 'is' : 'are'}`} on ${on}.`),
    ...when(open, state === 'cancelled' ? cancelledSentence(open, one) : stillSentence(open, one)),
  ].join(' ');
}

function cancelledSentence(open: number, one: boolean): string {
  return one
    ? 'It was cancelled before it was posted.'
    : `${open} of them ${open === 1 ? 'was cancelled before it was' : 'were cancelled before they were'} posted.`;
}

function stillSentence(open: number, one: boolean): string {
  return one ? 'It is still to be posted.' : `${open} of them ${open === 1 ? 'is' : 'are'} still to be posted.`;
}

function when(count: number, sentence: string): string[] {
  return count === 0 ? [] : [sentence];
}
