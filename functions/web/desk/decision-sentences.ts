// What a decision on the desk means, in sentences for before and after it.

import type { Certificate } from '#core/publication/delivery-counts';
import { people } from '#core/publication/names';
import type { ChannelName } from '#core/publication/publication';
import type { PostsCertificate } from '#core/social/post-counts';
import { count } from '#core/text/wrap';

const FOR_GOOD = 'This is for good: it cannot be started again.';

/** Says until when it can be taken back that a publication is cancelled; `until` is undefined when it cannot. */
function takeBackSentence(until: string | undefined): string {
  return until === undefined ? FOR_GOOD : `You can take that back until ${until}. After that it stays cancelled.`;
}

/** Says what cancelling an email does. `counts`: its certificate, once it has begun. `until`: when it can be taken back. */
export function cancelMailSentence(counts: Certificate | undefined, until: string | undefined): string {
  if (!counts || counts.accepted + counts.held === 0)
    return `Nobody has it yet. If you cancel it, nobody gets it. ${takeBackSentence(until)}`;
  const { planned, accepted, held, open } = counts;
  const had =
    accepted === 0
      ? 'Nobody is known to have it.'
      : `${accepted.toLocaleString('en-GB')} of ${people(planned)} already ${accepted === 1 ? 'has' : 'have'} it, and what has gone out cannot be taken back.`;
  const unknown = held === 0 ? '' : ` Of ${people(held)} it is not known.`;
  const others = open === 0 ? 'nobody else gets it.' : `${people(open)} will not get it.`;
  return `${had}${unknown} If you cancel it, ${others} ${FOR_GOOD}`;
}

export function cancelPostSentence(counts: PostsCertificate | undefined, on: string, until: string | undefined): string {
  if (!counts || counts.posted + counts.held === 0)
    return `Nothing of it is on ${on} yet. If you cancel it, nothing will be. ${takeBackSentence(until)}`;
  const there =
    counts.posted === 0
      ? ''
      : `${counts.posted} of ${count(counts.planned, 'post')} ${counts.posted === 1 ? 'is' : 'are'} on ${on} and will stay there. `;
  const unknown = counts.held === 0 ? '' : 'Of one it is not known whether it is there. ';
  return `${there}${unknown}If you cancel it, nothing else will be posted. ${FOR_GOOD}`;
}

export type FlashKind =
  | 'again'
  | 'sent'
  | 'there'
  | 'settled'
  | 'partly'
  | 'back'
  | 'stays'
  | 'moved'
  | 'stays-put'
  | 'worded'
  | 'looked'
  | 'looked-before'
  | 'test'
  | 'no-test'
  | 'tests-used-up';

/** Says what a decision about something held did. `over`: it was too late to send it again. */
export function flashSentence(flash: string | undefined, channel: ChannelName, over: boolean): string | undefined {
  switch (flash) {
    case 'again':
      if (over) return channel === 'email' ? 'It counts as not sent.' : 'It counts as not posted.';
      return channel === 'email' ? 'It will be sent again in a few minutes.' : 'It will be posted again in a few minutes.';
    case 'sent':
      return 'It counts as sent.';
    case 'there':
      return 'It counts as posted.';
    case 'settled':
      return 'Your decision changed nothing. By then there was news of it, or somebody else had decided. The page shows how it stands now.';
    case 'partly':
      return 'For some people your decision changed nothing: by then there was news of them, or somebody else had decided. For the others it was carried out.';
    case 'back':
      return 'It is not cancelled any more. It goes out as planned.';
    case 'stays':
      return 'It was too late to take that back. It stays cancelled.';
    case 'moved':
      return 'It has been moved. Until it begins you can move it again, or back.';
    case 'stays-put':
      return 'It was too late to move it: it has begun, or it does not go out. Nothing has changed.';
    case 'worded':
      return 'It goes out as you have set it. The preview below shows it.';
    case 'looked':
      return 'Your look is in the audit log. It does not stand on Home any more.';
    case 'looked-before':
      return 'Your press changed nothing: somebody has looked already, or it was let out again since. The page shows how it stands now.';
    case 'test':
      return 'The test is on its way. Its subject begins with “Test”.';
    case 'no-test':
      return 'No test was sent: there is nobody to send it to, or the email does not go out any more.';
    case 'tests-used-up':
      return 'No test was sent: 40 tests went out in the last 24 hours. Try again tomorrow.';
    default:
      return undefined;
  }
}

/** The plan's line about readers with an unknown outcome; undefined when there are none. */
export function unknownSentence({ held, sought }: { held: number; sought: number }): string | undefined {
  if (held + sought === 0) return undefined;
  const rest = held === 0 ? 'Newsroom is finding out.' : held < sought + held ? `Please decide about ${people(held)}.` : 'Please decide.';
  return `It is not known whether ${people(held + sought)} got it. ${rest}`;
}
