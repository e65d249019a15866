import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import { certificate } from '#flow/certificate/certificate';
import { send } from '#flow/email/send-chunk';
import { at, EVENT, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';

const ALERT = publicationId('alert-safer-medicines');
const accepted = (count: number) => ({ kind: 'accepted', receipt: `m-${count}` }) as const;

describe('an email account that accepts no more mail', () => {
  test('an email account that is paused stops all emails at the first refusal, loses none, and goes on when a person says so', async () => {
    let closed = true;
    let calls = 0;
    const newsroom = new TestNewsroom(undefined, {
      mailOutcome: (_, count) => {
        calls += 1;
        return closed ? { kind: 'stopped', why: 'Amazon SES has paused the account. Ask whoever runs it.' } : accepted(count);
      },
    });
    for (let i = 0; i < 45; i += 1) await newsroom.subscribe(`reader${i}`);
    for (const minute of ['00', '01', '02', '03']) await newsroom.minute(`2019-09-09T09:${minute}`);
    // All calls of the first group may have begun before its first answer.
    expect(calls).toBeLessThanOrEqual(20);
    expect(await newsroom.state(ALERT)).toBe('sending: Paused: Amazon SES has paused the account. Ask whoever runs it.');
    closed = false;
    await newsroom.minute('2019-09-09T09:30');
    expect(newsroom.sent).toEqual([]);
    await newsroom.world.switches.resume('email');
    await newsroom.minute('2019-09-09T09:31');
    await newsroom.minute('2019-09-09T09:32');
    expect(new Set(newsroom.sent).size).toBe(45);
    expect(await newsroom.state(ALERT)).toBe('done');
  });

  test('an email account whose daily quota is used up waits by itself, and says so', async () => {
    const newsroom = new TestNewsroom(undefined, {
      mailOutcome: (_, count) => (count > 5 && count < 40 ? { kind: 'try-later', why: 'daily-quota' } : accepted(count)),
    });
    for (let i = 0; i < 30; i += 1) await newsroom.subscribe(`reader${i}`);
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-09T09:01');
    expect(await newsroom.state(ALERT)).toMatch(/^sending: The daily quota of the email account is used up/);
    for (let minute = 2; minute < 300; minute += 1)
      await newsroom.minute(
        at('2019-09-09T09:00').add({ minutes: minute }).toZonedDateTimeISO('Europe/London').toPlainDateTime().toString(),
      );
    expect(new Set(newsroom.sent).size).toBe(30);
    expect(newsroom.sent).toHaveLength(30);
    expect(await newsroom.state(ALERT)).toBe('done');
  });
});

describe('a publication that a person cancels', () => {
  test('a publication that is cancelled before it began is not sent', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.world.switches.cancel(ALERT, 'Sam', at('2019-09-09T08:00'));
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state(ALERT)).toBe('cancelled: Cancelled by Sam before anybody got it.');
  });

  test('a publication that is cancelled in the middle goes to no further reader, and says how many had it', async () => {
    const newsroom = new TestNewsroom(undefined, {
      mailOutcome: (_, count) => (count > 12 ? { kind: 'try-later', why: 'rate' } : accepted(count)),
    });
    for (let i = 0; i < 30; i += 1) await newsroom.subscribe(`reader${i}`);
    await newsroom.minute('2019-09-09T09:00');
    const had = newsroom.sent.length;
    expect(had).toBe(12);
    await newsroom.world.switches.cancel(ALERT, 'Sam', at('2019-09-09T09:00'));
    await newsroom.minute('2019-09-09T09:01');
    await send(newsroom.world, { publication: ALERT, chunk: 0, at: at('2019-09-09T09:01') });
    expect(newsroom.sent).toHaveLength(12);
    expect(await newsroom.state(ALERT)).toBe('cancelled: Cancelled by Sam. 12 of 30 people had already got it.');
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ planned: 30, accepted: 12, open: 18 });
  });
});

/**
 * Sends a digest to `readers` by two workers in virtual time, and returns when each call began. A worker's process ends after two chunks,
 * and another takes its place. `quota`: what the account may send at a moment; it is known to the mailer only when it asks.
 */
async function callsAt(readers: number, quota: (atMs: number) => number): Promise<number[]> {
  const newsroom = new TestNewsroom();
  for (let i = 0; i < readers; i += 1) await newsroom.subscribe(`reader${i}`);
  const { time } = newsroom.memory;
  const wait = waitOn(time);
  const starts: number[] = [];
  const mailer = {
    perSecond: async () => quota(time.elapsedMs),
    send: async (mail: Parameters<typeof newsroom.world.mailer.send>[0]) => {
      starts.push(time.elapsedMs);
      await wait(60);
      return newsroom.world.mailer.send(mail);
    },
  };
  await newsroom.tick('2019-09-09T09:00');
  let jobs = newsroom.memory.enqueued.send.splice(0);
  const worker = async () => {
    for (let done = 0, machine = { ...newsroom.world.machine, wait }; jobs.length > 0; done += 1) {
      if (done % 2 === 0) machine = { ...newsroom.world.machine, wait };
      await send({ ...newsroom.world, mailer, machine }, jobs.shift()!);
      await wait(7);
    }
  };
  for (let minute = 1; jobs.length > 0 && minute < 30; minute += 1) {
    await Promise.all([worker(), worker()]);
    await newsroom.tick(`2019-09-09T09:${String(minute).padStart(2, '0')}`);
    jobs = newsroom.memory.enqueued.send.splice(0);
  }
  expect(new Set(newsroom.sent).size).toBe(readers);
  expect(newsroom.sent).toHaveLength(readers);
  return starts.sort((a, b) => a - b);
}

/** How many calls began in each second that begins with a call. */
const inASecond = (starts: number[]) => starts.map((start) => starts.filter((other) => other >= start && other < start + 1_000).length);

describe('the send rate', () => {
  test.each([14, 50, 200])(
    'two workers never begin more calls in any second than an account of %d a second allows, nor many fewer',
    async (quota) => {
      const starts = await callsAt(900, () => quota);
      const counts = inASecond(starts);
      expect(Math.max(...counts)).toBeLessThanOrEqual(quota);
      // While both are at work, that is until the last chunks.
      const busy = counts.slice(0, 500);
      expect(busy.reduce((sum, count) => sum + count, 0) / busy.length).toBeGreaterThan(quota * 0.9);
    },
  );

  test('an account whose rate is lowered or raised in the middle has it kept from the next group on', async () => {
    const changes = [
      { fromMs: 0, quota: 50 },
      { fromMs: 4_000, quota: 14 },
      { fromMs: 10_000, quota: 200 },
    ];
    const starts = await callsAt(900, (atMs) => changes.findLast(({ fromMs }) => fromMs <= atMs)!.quota);
    // A group of twenty that has been claimed goes on as it began, in each of two workers: at most forty calls.
    const slow = starts.filter((start) => start >= 4_000 + 1_700 && start < 10_000);
    expect(Math.max(...inASecond(slow))).toBeLessThanOrEqual(14);
    expect(slow.length).toBeGreaterThan(50);
    expect(Math.max(...inASecond(starts.filter((start) => start < 4_000)))).toBeLessThanOrEqual(50);
    const fast = inASecond(starts.filter((start) => start >= 13_000));
    expect(Math.max(...fast)).toBeLessThanOrEqual(200);
    expect(Math.max(...fast)).toBeGreaterThan(150);
  });
});

test('a reminder that SES throttles is never sent after its event has begun, and each reader is accounted for', async () => {
  const newsroom = new TestNewsroom(
    { 'events/autumn.md': EVENT },
    {
      mailOutcome: (mail, count) =>
        tagValues(mail.tag).i.startsWith('reminder') && count < 60 ? { kind: 'try-later', why: 'rate' } : accepted(count),
    },
  );
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T09:00');
  await newsroom.minute('2019-09-10T10:00');
  await newsroom.minute('2019-10-09T09:00');
  await newsroom.minute('2019-10-09T09:01');
  const late = { publication: publicationId('reminder-autumn-1d'), chunk: 0, at: at('2019-10-09T09:02') };
  await newsroom.minute('2019-10-10T09:30');
  await send(newsroom.world, late);
  await newsroom.minute('2019-10-10T09:31');
  expect(newsroom.sent.filter((line) => line.startsWith('reminder-autumn-1d'))).toEqual([]);
  expect(await certificate(newsroom.world, late.publication)).toMatchObject({ planned: 1, accepted: 0, refused: 1, open: 0 });
  expect(await newsroom.state('reminder-autumn-1d')).toBe('done');
});

/** Returns a `wait` whose stopwatch jumps to the earliest awaited moment when no other work can go on. */
function waitOn(time: { elapsedMs: number }): (milliseconds: number) => Promise<void> {
  const waiting: { until: number; go: () => void }[] = [];
  const next = () => {
    const [first] = waiting.sort((a, b) => a.until - b.until).splice(0, 1);
    if (!first) return;
    time.elapsedMs = Math.max(time.elapsedMs, first.until);
    first.go();
    setImmediate(next);
  };
  return (milliseconds) =>
    new Promise((resolve) => {
      waiting.push({ until: time.elapsedMs + milliseconds, go: resolve });
      if (waiting.length === 1) setImmediate(next);
    });
}
