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

describe('the send rate', () => {
  test('the send rate of one worker is its share of the account’s rate', async () => {
    const newsroom = new TestNewsroom();
    for (let i = 0; i < 40; i += 1) await newsroom.subscribe(`reader${i}`);
    const starts: number[] = [];
    const { time } = newsroom.memory;
    const world = {
      ...newsroom.world,
      mailer: {
        perSecond: async () => 14,
        send: async (mail: Parameters<typeof newsroom.world.mailer.send>[0]) => {
          starts.push(time.elapsedMs);
          return newsroom.world.mailer.send(mail);
        },
      },
      machine: { ...newsroom.world.machine, wait: waitOn(time) },
    };
    await newsroom.tick('2019-09-09T09:00');
    for (const job of newsroom.memory.enqueued.send.splice(0)) await send(world, job);
    expect(starts).toHaveLength(40);
    const inAnySecond = starts.map((start) => starts.filter((other) => other >= start && other < start + 1000).length);
    expect(Math.max(...inAnySecond)).toBeLessThanOrEqual(8);
    expect(Math.min(...inAnySecond.slice(0, 30))).toBeGreaterThanOrEqual(6);
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
