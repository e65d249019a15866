import { describe, expect, test } from 'vitest';
import { certificate } from '#flow/certificate/certificate';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { at, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = publicationId('alert-safer-medicines');

/** The very first mail has an unknown outcome; all later ones, also to the simulator, are accepted. */
const loseFirstAnswer = {
  mailOutcome: (_: unknown, count: number) =>
    count === 1 ? ({ kind: 'unknown', why: 'the wire broke' } as const) : ({ kind: 'accepted', receipt: `m-${count}` } as const),
};

/** Lets the minutes `from` to `to` after nine o'clock pass, each with a tick. With `canaries` the canaries come back. */
async function pass(newsroom: TestNewsroom, from: number, to: number, canaries: boolean): Promise<void> {
  for (let minute = from; minute <= to; minute += 1) {
    const before = newsroom.memory.mails.length;
    await newsroom.minute(`2019-09-09T${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    if (!canaries) continue;
    for (const { tag, to: address, receipt } of newsroom.memory.mails.slice(before)) {
      if (address.includes('simulator'))
        await handleSesEvent(newsroom.world, { kind: 'accepted', receipt, at: newsroom.memory.time.now, tag });
    }
  }
}

const mailed = (newsroom: TestNewsroom) => newsroom.sent.filter((line) => !line.includes('simulator'));

describe('a mail with an unknown outcome', () => {
  test('a mail with an unknown outcome is sent again only after the wait, a canary that came back, and the quiet time', async () => {
    const newsroom = new TestNewsroom(undefined, loseFirstAnswer);
    await newsroom.subscribe('ada');
    await pass(newsroom, 0, 37, true);
    expect(mailed(newsroom)).toEqual([]);
    await pass(newsroom, 38, 45, true);
    expect(mailed(newsroom)).toEqual([`${ALERT} ada`]);
    expect(await newsroom.state(ALERT)).toBe('done');
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ planned: 1, accepted: 1, held: 0, twice: 0 });
  });

  test('a mail with an unknown outcome is never sent again while no canary comes back', async () => {
    const newsroom = new TestNewsroom(undefined, loseFirstAnswer);
    await newsroom.subscribe('ada');
    await pass(newsroom, 0, 240, false);
    expect(mailed(newsroom)).toEqual([]);
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ held: 1 });
  });

  test('a mail with an unknown outcome causes few canaries', async () => {
    const newsroom = new TestNewsroom(undefined, loseFirstAnswer);
    await newsroom.subscribe('ada');
    await pass(newsroom, 0, 60, false);
    expect(newsroom.sent.filter((line) => line.includes('simulator')).length).toBeLessThanOrEqual(11);
    expect(newsroom.sent.length).toBeGreaterThan(0);
  });

  test('a mail with an unknown outcome is held when the rules say "unknown: hold"', async () => {
    const newsroom = new TestNewsroom({ 'newsroom.yaml': `${RULES}unknown: hold\n`, 'posts/safer-medicines.md': POST }, loseFirstAnswer);
    const ada = await newsroom.subscribe('ada');
    await pass(newsroom, 0, 90, true);
    expect(mailed(newsroom)).toEqual([]);
    const rows = await newsroom.world.ledger.group({ publication: ALERT, chunk: 0, group: 0 });
    expect(rows.get(ada.id)).toMatchObject({ state: 'held', attempt: 1 });
  });

  test('a mail with an unknown outcome that a late event proves to be accepted is not sent again', async () => {
    const newsroom = new TestNewsroom(undefined, loseFirstAnswer);
    const ada = await newsroom.subscribe('ada');
    await pass(newsroom, 0, 30, true);
    const row = (await newsroom.world.ledger.group({ publication: ALERT, chunk: 0, group: 0 })).get(ada.id);
    if (row?.state !== 'unresolved') throw new Error(`expected an unresolved delivery, found ${row?.state}`);
    const tag = {
      kind: 'delivery',
      at: { publication: ALERT, chunk: 0, group: 0 },
      subscriber: ada.id,
      attempt: 1,
      nonce: row.nonce,
    } as const;
    await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'late', at: at('2019-09-09T09:00'), tag });
    await pass(newsroom, 31, 90, true);
    expect(mailed(newsroom)).toEqual([]);
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ accepted: 1, byEvent: 1, twice: 0 });
  });
});
