import { describe, expect, test } from 'vitest';
import { certificate } from '#flow/certificate/certificate';
import { heed } from '#flow/email/handle-ses-events';
import { at, DeskTop, publicationId, RULES } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = publicationId('alert-safer-medicines');

/** The first mail of all has no known outcome; those to the simulator and all later ones are accepted. */
const loseTheFirst = {
  mailOutcome: (_: unknown, count: number) =>
    count === 1 ? ({ kind: 'unknown', why: 'the wire broke' } as const) : ({ kind: 'accepted', receipt: `m-${count}` } as const),
};

/** Minutes from nine o'clock on, each with a tick; canaries come back when `canaries` says so. */
async function pass(desk: DeskTop, from: number, to: number, canaries: boolean): Promise<void> {
  for (let minute = from; minute <= to; minute += 1) {
    const before = desk.memory.mails.length;
    await desk.minute(`2019-09-09T${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    if (!canaries) continue;
    for (const { tag, to: address, receipt } of desk.memory.mails.slice(before)) {
      if (address.includes('simulator')) await heed(desk.world, { kind: 'accepted', receipt, at: desk.memory.time.now, tag });
    }
  }
}

const mailed = (desk: DeskTop) => desk.sent.filter((line) => !line.includes('simulator'));

describe('a mail whose outcome nobody knows', () => {
  test('is sent again only after the wait, a canary that came back, and the quiet time', async () => {
    const desk = new DeskTop(undefined, loseTheFirst);
    await desk.subscribe('ada');
    await pass(desk, 0, 37, true);
    expect(mailed(desk)).toEqual([]);
    await pass(desk, 38, 45, true);
    expect(mailed(desk)).toEqual([`${ALERT} ada`]);
    expect(await desk.state(ALERT)).toBe('done');
    expect(await certificate(desk.world, ALERT)).toMatchObject({ planned: 1, accepted: 1, held: 0, twice: 0 });
  });

  test('is never sent again while no canary comes back', async () => {
    const desk = new DeskTop(undefined, loseTheFirst);
    await desk.subscribe('ada');
    await pass(desk, 0, 240, false);
    expect(mailed(desk)).toEqual([]);
    expect(await certificate(desk.world, ALERT)).toMatchObject({ held: 1 });
  });

  test('asks for few canaries', async () => {
    const desk = new DeskTop(undefined, loseTheFirst);
    await desk.subscribe('ada');
    await pass(desk, 0, 60, false);
    expect(desk.sent.filter((line) => line.includes('simulator')).length).toBeLessThanOrEqual(11);
    expect(desk.sent.length).toBeGreaterThan(0);
  });

  test('is held, with the reason, when the rules say so', async () => {
    const desk = new DeskTop({ 'newsroom.yaml': `${RULES}unknown: hold\n`, 'posts/safer-medicines.md': POST }, loseTheFirst);
    const ada = await desk.subscribe('ada');
    await pass(desk, 0, 90, true);
    expect(mailed(desk)).toEqual([]);
    const rows = await desk.world.ledger.group({ publication: ALERT, chunk: 0, group: 0 });
    expect(rows.get(ada.id)).toMatchObject({ state: 'held', attempt: 1 });
  });

  test('that an event proves to be accepted, however late, is not sent again', async () => {
    const desk = new DeskTop(undefined, loseTheFirst);
    const ada = await desk.subscribe('ada');
    await pass(desk, 0, 30, true);
    const row = (await desk.world.ledger.group({ publication: ALERT, chunk: 0, group: 0 })).get(ada.id);
    if (row?.state !== 'suspect') throw new Error(`expected a delivery in doubt, found ${row?.state}`);
    const tag = { at: { publication: ALERT, chunk: 0, group: 0 }, subscriber: ada.id, attempt: 1, nonce: row.nonce };
    await heed(desk.world, { kind: 'accepted', receipt: 'late', at: at('2019-09-09T09:00'), tag });
    await pass(desk, 31, 90, true);
    expect(mailed(desk)).toEqual([]);
    expect(await certificate(desk.world, ALERT)).toMatchObject({ accepted: 1, byEvent: 1, twice: 0 });
  });
});
