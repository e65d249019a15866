import { contentFolder } from './content.ts';
import { london, oneInTen, openDrill, pass, stateOf } from './opened.ts';
import { countByAddress } from './outside.ts';
import type { Drill } from './verdict.ts';
import { wholeSend } from './whole-send.ts';

const SIZES = { full: 2_000, short: 200 };
const PUBLICATION = 'alert-silence';

/** No SES event arrives for two hours, and one answer in ten is lost: those outcomes are unknown, so no mail may be repeated. */
export const silence: Drill = async (size, say) => {
  const people = SIZES[size];
  const folder = await contentFolder('silence', [{ slug: 'silence', published: '2027-06-02T09:00' }], people);
  const tenth = oneInTen();
  const late: (() => Promise<void>)[] = [];
  let silent = true;
  try {
    const newsroom = await openDrill(folder, '2027-06-02T08:50', {
      ses: ({ action }) => (action === 'SendRawEmail' && tenth() ? 'accept-then-reset' : 'none'),
      event: async (deliver) => {
        if (silent) late.push(deliver);
        else await deliver();
      },
    });
    await pass(newsroom, 1, london('2027-06-02T09:05'));
    await pass(newsroom, 5, london('2027-06-02T11:00'));
    const after = [...(await countByAddress(folder.data, PUBLICATION)).values()].reduce((sum, count) => sum + count, 0);
    const canaries = (await newsroom.ses.mails()).filter(({ publication }) => publication === 'canary').length;
    const during = await stateOf(newsroom, PUBLICATION);
    say(`after two hours: ${after} mails, ${canaries} canaries, ${late.length} events on their way; it is ${during}`);
    silent = false;
    for (const deliver of late.splice(0)) await deliver();
    await newsroom.drain();
    await pass(newsroom, 5, london('2027-06-02T13:00'), PUBLICATION);
    const state = await stateOf(newsroom, PUBLICATION);
    await newsroom.stop();
    const { certificate, checks } = await wholeSend(folder, PUBLICATION, people, state);
    return {
      certificate,
      checks: [
        [
          `In two hours of silence each reader was mailed once (${after} mails for ${people}), and the publication waited (${during}).`,
          after === people && during === 'sending',
        ],
        [`It asked with canaries whether events come at all (${canaries} times).`, canaries > 1],
        ...checks,
      ],
    };
  } finally {
    await folder.remove();
  }
};
