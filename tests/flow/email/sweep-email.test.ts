import { describe, expect, test } from 'vitest';
import { certificate } from '#flow/certificate/certificate';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { sweep } from '#flow/email/sweep-email';
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

describe('a publication to more readers than a minute can mail', () => {
  const DIGEST = publicationId('digest-weekly-2019-09-19');
  const CHUNKS = 1_500;

  async function sealed(): Promise<TestNewsroom> {
    const newsroom = new TestNewsroom();
    const begun = at('2019-09-09T09:00');
    const due = begun.toZonedDateTimeISO('Europe/London');
    await newsroom.world.publications.add({
      ...{ id: DIGEST, kind: 'digest', channel: 'email', due, stories: [], decision: 'go', series: 'weekly', version: 1 },
      ...{ state: 'sending', begun, firstAt: begun.add({ minutes: 2 }), chunks: CHUNKS, audience: CHUNKS },
    });
    for (let chunk = 0; chunk <= CHUNKS; chunk += 1) {
      const subscriber = newsroom.world.subscribers.idOf(`${chunk}@example.org`);
      const end = chunk === CHUNKS;
      const members = end ? [] : [{ subscriber, mail: 'm' }];
      await newsroom.world.ledger.addChunk({ publication: DIGEST, chunk, group: 20, members, last: subscriber, end, closed: false });
    }
    return newsroom;
  }

  /** Sweeps in this minute after nine o'clock. Returns the chunks that were queued. */
  async function sweepAt(newsroom: TestNewsroom, minute: number): Promise<number[]> {
    const record = await newsroom.world.publications.find(DIGEST);
    if (record?.state !== 'sending') return [];
    newsroom.memory.enqueued.send.length = 0;
    await sweep(newsroom.world, record, at('2019-09-09T09:00').add({ minutes: minute }));
    return newsroom.memory.enqueued.send.map(({ chunk }) => chunk);
  }

  async function accept(newsroom: TestNewsroom, chunk: number): Promise<void> {
    const subscriber = newsroom.world.subscribers.idOf(`${chunk}@example.org`);
    await newsroom.world.ledger.change({ publication: DIGEST, chunk, group: 0 }, [
      { subscriber, expect: { kind: 'free', attempt: 0 }, to: { state: 'accepted', attempt: 1, receipt: `r-${chunk}`, by: 'answer' } },
    ]);
  }

  test('a publication to very many readers is queued a part each minute, in its order, and is done once every part is', async () => {
    const newsroom = await sealed();
    const queued = new Set<number>();
    for (let minute = 2; minute < 9; minute += 1) {
      const now = await sweepAt(newsroom, minute);
      expect(now.length).toBeLessThanOrEqual(600);
      for (const chunk of now) {
        queued.add(chunk);
        await accept(newsroom, chunk);
      }
      if (queued.size < CHUNKS) expect(await newsroom.state(DIGEST)).toBe('sending');
    }
    expect([...queued]).toEqual(Array.from({ length: CHUNKS }, (_, chunk) => chunk));
    expect(await newsroom.state(DIGEST)).toBe('done');
    expect(await certificate(newsroom.world, DIGEST)).toMatchObject({ planned: CHUNKS, accepted: CHUNKS });
  });

  test('a publication to very many readers goes on although all emails of its first thousand parts wait for a person', async () => {
    const newsroom = await sealed();
    for (let chunk = 0; chunk < 1_000; chunk += 1) {
      const subscriber = newsroom.world.subscribers.idOf(`${chunk}@example.org`);
      await newsroom.world.ledger.change({ publication: DIGEST, chunk, group: 0 }, [
        { subscriber, expect: { kind: 'free', attempt: 0 }, to: { state: 'held', attempt: 1, nonce: 'n', why: 'no answer' } },
      ]);
    }
    expect(await sweepAt(newsroom, 4)).toEqual(Array.from({ length: 500 }, (_, i) => 1_000 + i));
    for (let chunk = 1_000; chunk < CHUNKS; chunk += 1) await accept(newsroom, chunk);
    expect(await sweepAt(newsroom, 5)).toEqual([]);
    expect(await newsroom.state(DIGEST)).toBe('sending');
  });

  test('a sweep ends in time when the store is slow, queues what it has found, and does not take the rest for done', async () => {
    const newsroom = await sealed();
    const { ledger } = newsroom.world;
    const { groups } = ledger;
    Object.assign(ledger, {
      groups: async (...given: Parameters<typeof groups>) => {
        newsroom.memory.time.elapsedMs += 1_000;
        return groups(...given);
      },
    });
    for (let chunk = 0; chunk < CHUNKS; chunk += 1) if (chunk !== 3) await accept(newsroom, chunk);
    expect(await sweepAt(newsroom, 4)).toEqual([3]);
    expect(newsroom.memory.time.elapsedMs).toBeLessThan(30_000);
    expect(await newsroom.state(DIGEST)).toBe('sending');
    expect((await ledger.openChunks(DIGEST, 0, 2)).map(({ chunk }) => chunk)).toEqual([3, 26]);
  });
});
