import { expect, test } from 'vitest';
import { sentSentence } from '#core/certificate/outcome-sentence';
import type { Certificate } from '#core/publication/delivery-counts';
import { london } from '#tests/core/samples';

const none: Certificate = { planned: 0, accepted: 0, byEvent: 0, byPerson: 0, suppressed: 0, refused: 0, held: 0, open: 0, twice: 0 };
const at = london('2019-09-09T09:38');
const REFUSED = 'the mail provider did not take it, or it was too late.';

test.each<[string, Partial<Certificate>, 'done' | 'sending' | 'cancelled', string]>([
  ['everyone', { planned: 31, accepted: 31, byEvent: 4 }, 'done', 'Sent to all 31 people at 9:38am.'],
  ['both', { planned: 2, accepted: 2 }, 'done', 'Sent to both people at 9:38am.'],
  ['one person', { planned: 1, accepted: 1 }, 'done', 'Sent to 1 person at 9:38am.'],
  ['more than a thousand', { planned: 1_203, accepted: 1_203 }, 'done', 'Sent to all 1,203 people at 9:38am.'],
  ['nobody, because there was nobody', {}, 'done', 'It had nobody to go to.'],
  ['nobody, because it was cancelled first', {}, 'cancelled', 'It was cancelled before anybody got it.'],
  ['all but one, refused', { planned: 40, accepted: 39, refused: 1 }, 'done', `Sent to 39 of 40 people at 9:38am. For 1 person ${REFUSED}`],
  [
    'all but two who had left',
    { planned: 40, accepted: 38, suppressed: 2 },
    'done',
    'Sent to 38 of 40 people at 9:38am. 2 people had left, were taking a break, or could not be reached before.',
  ],
  [
    'some, while others are held and open',
    { planned: 9, accepted: 4, held: 2, open: 3 },
    'sending',
    'Sent to 4 of 9 people at 9:38am. Of 2 people it is not known. 3 people still to go.',
  ],
  [
    'some before it was cancelled',
    { planned: 5, accepted: 2, open: 3 },
    'cancelled',
    'Sent to 2 of 5 people at 9:38am. 3 people did not get it because it was cancelled.',
  ],
  ['none of three', { planned: 3, refused: 3 }, 'done', `Sent to none of 3 people. For 3 people ${REFUSED}`],
  ['one of them twice', { planned: 3, accepted: 3, twice: 1 }, 'done', 'Sent to all 3 people at 9:38am. 1 person got it twice.'],
])('an email that went to %s says so in one sentence', (_whom, counts, state, sentence) => {
  expect(sentSentence(state, { ...none, ...counts }, at)).toBe(sentence);
});
