import { contentFolder } from './content.ts';
import { london, oneInTen, openDrill, pass, stateOf } from './opened.ts';
import type { Drill } from './verdict.ts';
import { wholeSend } from './whole-send.ts';

const SIZES = { full: 400, short: 30 };
const PUBLICATION = 'alert-hangs';

/** SES accepts the mail of one call in ten, and never answers it. */
export const hangs: Drill = async (size, say) => {
  const people = SIZES[size];
  const folder = await contentFolder('hangs', [{ slug: 'hangs', published: '2027-06-02T09:00' }], people);
  const tenth = oneInTen();
  let lost = 0;
  try {
    const newsroom = await openDrill(folder, '2027-06-02T08:50', {
      ses: ({ action }) => {
        if (action !== 'SendRawEmail' || !tenth()) return 'none';
        lost += 1;
        return 'accept-then-hang';
      },
    });
    await pass(newsroom, 1, london('2027-06-02T09:30'), PUBLICATION);
    say(`${lost} answers were lost; it is ${newsroom.clock.now().toString({ smallestUnit: 'minute' })}`);
    await pass(newsroom, 5, london('2027-06-02T12:00'), PUBLICATION);
    const state = await stateOf(newsroom, PUBLICATION);
    await newsroom.stop();
    const { certificate, checks } = await wholeSend(folder, PUBLICATION, people, state);
    return {
      certificate,
      checks: [[`One answer in ten was lost (${lost} of ${people}).`, lost >= Math.floor(people / 10)], ...checks],
    };
  } finally {
    await folder.remove();
  }
};
