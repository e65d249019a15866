import { contentFolder } from './content.ts';
import { london, oneInTen, openDrill, pass, stateOf } from './opened.ts';
import { countByAddress } from './outside.ts';
import { command } from './spawned.ts';
import type { Drill } from './verdict.ts';

const SIZES = { full: 400, short: 30 };
const PUBLICATION = 'alert-hangs';

/** For one call in ten SES takes the mail and never answers. */
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
    const certificate = await command('certificate.ts', PUBLICATION, '--data', folder.data);
    const got = await countByAddress(folder.data, PUBLICATION);
    return {
      certificate: certificate.said,
      checks: [
        [`One answer in ten was lost (${lost} of ${people}).`, lost >= Math.floor(people / 10)],
        [`The publication is done (it is ${state}).`, state === 'done'],
        [`Each of ${people} readers got it (${got.size} did).`, got.size === people],
        ['Nobody got it twice.', [...got.values()].every((count) => count === 1)],
        ['The certificate adds up.', certificate.code === 0],
      ],
    };
  } finally {
    await folder.remove();
  }
};
