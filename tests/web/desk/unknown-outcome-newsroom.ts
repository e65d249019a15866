import type { GroupAddress } from '#core/delivery/ledger';
import { resolveUnknown } from '#core/delivery/unknown-delivery';
import type { PublicationId } from '#core/publication/publication';
import { afterLookup } from '#core/social/unknown-post';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

export const ALERT = 'alert-what-we-learned' as PublicationId;
export const X = 'x-what-we-learned' as PublicationId;
export const GROUP: GroupAddress = { publication: ALERT, chunk: 0, group: 0 };
export const lost = { kind: 'unknown', why: 'the connection broke' } as const;

/** A newsroom some minutes past nine: `held` readers' emails are held, `sought` readers' outcomes are still being found out. */
export async function unknownOutcomeNewsroom({ held = 2, sought = 0, sent = 0 }) {
  const people = Array.from({ length: held + sought + sent }, (_, i) => ({ name: `Reader ${i}`, address: `reader${i}@avon.example.org` }));
  const newsroom = await sampleNewsroom({ people });
  const { mailer } = newsroom.world;
  let calls = 0;
  newsroom.world.mailer = { ...mailer, send: async (mail) => (++calls <= held + sought ? lost : mailer.send(mail)) };
  await newsroom.moveTo('2019-09-12T09:00');
  const unknown = [...(await newsroom.world.ledger.group(GROUP))].filter(([, row]) => row.state === 'attempting');
  for (const [subscriber, row] of unknown.slice(0, held)) {
    if (row.state !== 'attempting') continue;
    const { nonce, since } = row;
    const to = resolveUnknown({ ...row, state: 'unresolved', seen: since, clear: since }, since.add({ hours: 1 }), {}, 'hold');
    if (to) await newsroom.world.ledger.change(GROUP, [{ subscriber, expect: { kind: 'claim', nonce, states: ['attempting'] }, to }]);
  }
  await newsroom.moveTo('2019-09-12T09:10');
  return { ...newsroom, ids: unknown.map(([id]) => id) };
}

/** A newsroom some minutes past nine whose post on X has an unknown outcome and is held. */
export async function unknownOutcomePost() {
  const newsroom = await sampleNewsroom();
  const { x: channel } = newsroom.world.social;
  let calls = 0;
  newsroom.world.social.x = { ...channel, post: async (post) => (++calls === 1 ? lost : channel.post(post)) };
  await newsroom.moveTo('2019-09-12T09:00');
  const row = (await newsroom.world.socialLedger.parts(X)).get(0);
  if (row?.state !== 'attempting') throw new Error(`expected a claim, found ${row?.state}`);
  const expect = { kind: 'claim' as const, nonce: row.nonce, states: ['attempting' as const] };
  await newsroom.world.socialLedger.change(
    { publication: X, part: 0 },
    { expect, to: afterLookup({ ...row, blank: 2 }, undefined, row.since, { channel: 'x', policy: 'hold' }) },
  );
  await newsroom.moveTo('2019-09-12T09:10');
  return newsroom;
}
