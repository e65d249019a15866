import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import type { Outcome } from '#core/delivery/outcome';
import type { ReaderTransactionalKind } from '#core/delivery/transactional-key';
import { type MorningSummaryKey, PROGRAMME_LEAD, summaryRecipient } from '#core/delivery/transactional-key';
import type { Subscriber } from '#core/subscriber/subscriber';
import { sealedMorningSummary } from '#core/transactional/sealed-summary';
import { senderProfileOf } from '#core/transactional/transactional-email';
import { handleSesEvent, handleSesEvents } from '#flow/email/handle-ses-events';
import { requestTransactional } from '#flow/transactional/request-transactional';
import { sendTransactional } from '#flow/transactional/send-transactional';
import { openMemoryWorld } from '#local/memory/world';
import { sampleRules } from '#tests/core/samples';

const NINE = Temporal.Instant.from('2019-09-19T08:00:00Z');
const RULES = sampleRules();

/** Returns a world in which Zoë has filled in the form. `knows` also makes Zoë a subscriber. */
async function opened({ outcome, knows }: { outcome?: (call: number) => Outcome; knows?: Partial<Subscriber> } = {}) {
  const memory = openMemoryWorld(outcome ? { mailOutcome: (_, call) => outcome(call) } : {});
  const { world, enqueued } = memory;
  const id = world.subscribers.idOf('zoe@example.org');
  const choices = { id, address: 'zoe@example.org', name: 'Zoë', frequency: 'each', topics: [] };
  await world.signups.put({ ...choices, asked: NINE, page: '/subscribe', wording: 'ab12' });
  await world.publications.recordProgress({ opened: NINE, until: NINE, sender: senderProfileOf(RULES) });
  if (knows) await world.subscribers.save({ ...choices, status: 'confirmed', ...knows });
  return {
    ...memory,
    id,
    write: (kind: ReaderTransactionalKind, now = NINE) => requestTransactional(world, { to: id, kind }, RULES, now),
    /** Runs each job once, and returns how many there were. */
    answer: async (which: 'transactional' | 'later' = 'transactional') => {
      const jobs = enqueued[which].splice(0);
      for (const job of jobs) await sendTransactional(world, job);
      return jobs.length;
    },
    states: async () => (await world.transactional.to(id)).map(({ kind, state }) => `${kind} ${state}`),
  };
}

describe('a forged transactional job', () => {
  test('a forged job of a morning summary reaches only the address, and says only the text, that a tick has recorded', async () => {
    const { world, mails } = await opened();
    const day = Temporal.PlainDate.from('2019-09-19');
    const job = { email: { to: summaryRecipient('lead@example.org'), kind: 'note', day } as const, at: NINE };
    const addresses = ['lead@example.org'];
    await world.transactional.add(job.email);
    await sendTransactional(world, job);
    expect([mails.length, (await world.transactional.to(job.email.to)).map(({ state }) => state)]).toEqual([0, ['waiting']]);
    const mail = { subject: 'Today', preheader: '', html: '<p>x</p>', text: 'x', date: NINE.toZonedDateTimeISO('Europe/London') };
    const sealed = await world.texts.put(sealedMorningSummary(mail));
    await world.publications.recordMorningSummary({ day: day.subtract({ days: 1 }), addresses, sealed });
    await sendTransactional(world, job);
    expect(mails).toEqual([]);
    await world.publications.recordMorningSummary({ day, addresses, sealed });
    await sendTransactional(world, job);
    expect(mails.map(({ to }) => to)).toEqual(['lead@example.org']);
    const forged: MorningSummaryKey[] = [
      { ...job.email, to: summaryRecipient('thief@example.org') },
      { ...job.email, to: PROGRAMME_LEAD },
    ];
    for (const email of forged) {
      await world.transactional.add(email);
      await sendTransactional(world, { email, at: NINE });
    }
    expect(mails).toHaveLength(1);
  });

  test('a transactional job before the first tick fails, so that the queue tries it again', async () => {
    const { world } = openMemoryWorld();
    const job = {
      email: { to: world.subscribers.idOf('a@b.org'), kind: 'link', day: Temporal.PlainDate.from('2019-09-19') } as const,
      at: NINE,
    };
    await expect(sendTransactional(world, job)).rejects.toThrow('No tick has recorded yet');
  });

  test('a transactional job before the first tick waits while email is paused, and uses up none of the tries of the queue', async () => {
    const { world, enqueued } = openMemoryWorld();
    await world.switches.pause('email', 'not yet');
    const email = { to: world.subscribers.idOf('a@b.org'), kind: 'link', day: Temporal.PlainDate.from('2019-09-19') } as const;
    await sendTransactional(world, { email, at: NINE });
    expect(enqueued.later).toEqual([{ email, at: NINE }]);
  });
});

describe('a transactional email', () => {
  test('a transactional email is sent once, however often it is requested and enqueued', async () => {
    const { write, answer, mails, states } = await opened();
    for (let time = 0; time < 5; time += 1) await write('confirm');
    expect(await answer()).toBe(5);
    await write('confirm', NINE.add({ hours: 10 }));
    await answer();
    expect(mails.map(({ to }) => to)).toEqual(['zoe@example.org']);
    expect(await states()).toEqual(['confirm accepted']);
  });

  test('a transactional email with an unknown outcome is never sent again on that day', async () => {
    const { write, answer, mails, states, enqueued } = await opened({ outcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
    await write('confirm');
    await answer();
    await write('confirm');
    await answer();
    expect(await states()).toEqual(['confirm claimed']);
    expect([mails.length, enqueued.later.length]).toEqual([0, 0]);
  });

  test('a transactional email is not sent again after a crash between claim and call', async () => {
    const { world, write, answer, enqueued, mails, states } = await opened();
    await write('confirm');
    const [job] = enqueued.transactional;
    if (!job) throw new Error('expected a job');
    await expect(
      sendTransactional({ ...world, mailer: { ...world.mailer, send: () => Promise.reject(new Error('crash')) } }, job),
    ).rejects.toThrow('crash');
    await answer();
    expect([mails.length, await states()]).toEqual([0, ['confirm claimed']]);
  });

  test.each([
    ['rate', { kind: 'try-later', why: 'rate' }],
    ['daily quota', { kind: 'try-later', why: 'daily-quota' }],
  ] as const)('a transactional email that is certainly not accepted (%s) waits and is enqueued for later', async (_, first) => {
    const { write, answer, mails, states } = await opened({ outcome: (call) => (call === 1 ? first : { kind: 'accepted', receipt: 'm' }) });
    await write('confirm');
    await answer();
    expect([mails.length, await states()]).toEqual([0, ['confirm waiting']]);
    expect(await answer('later')).toBe(1);
    expect([mails.length, await states()]).toEqual([1, ['confirm accepted']]);
  });

  test('a transactional email waits, and email is paused, when the provider accepts no more mail', async () => {
    const { world, write, answer, states } = await opened({ outcome: () => ({ kind: 'stopped', why: 'SES is off' }) });
    await write('confirm');
    await answer();
    expect((await world.switches.read(undefined, 'email')).paused).toBe('SES is off');
    expect(await states()).toEqual(['confirm waiting']);
  });

  test.each(['everything', 'email'] as const)('a transactional email waits while %s is paused, and goes out afterwards', async (what) => {
    const { world, write, answer, mails } = await opened();
    await world.switches.pause(what, 'a question of taste');
    await write('confirm');
    expect(await answer()).toBe(1);
    for (let quarter = 0; quarter < 3; quarter += 1) expect(await answer('later')).toBe(1);
    expect(mails).toEqual([]);
    await world.switches.resume(what);
    await answer('later');
    expect(mails).toHaveLength(1);
  });

  test('a transactional email that waited for two days is neither sent nor enqueued again', async () => {
    const { world, write, answer, mails, states } = await opened();
    await world.switches.pause('email', 'a long question of taste');
    await write('confirm');
    await world.publications.recordProgress({ opened: NINE, until: NINE.add({ hours: 49 }), sender: senderProfileOf(RULES) });
    await answer();
    expect(await answer('later')).toBe(0);
    await world.switches.resume('email');
    await write('confirm');
    await answer();
    expect([mails.length, await states()]).toEqual([0, ['confirm refused']]);
  });

  test('only the newest of several waiting transactional emails goes out', async () => {
    const { world, write, answer, mails } = await opened();
    await world.switches.pause('email', 'a question of taste');
    for (const hours of [0, 24]) await write('confirm', NINE.add({ hours }));
    await answer();
    await world.switches.resume('email');
    await answer('later');
    expect(mails.map(({ tag }) => tagValues(tag).n)).toEqual(['2019-09-20']);
  });

  test('a transactional email that asks to confirm goes to an address at most three times, on any number of days', async () => {
    const { write, answer, mails } = await opened();
    for (let day = 0; day < 30; day += 1) {
      await write('confirm', NINE.add({ hours: 24 * day }));
      await answer();
    }
    expect(mails).toHaveLength(3);
  });

  test('a transactional email to a known subscriber goes out three times a month at most', async () => {
    const { write, answer, mails } = await opened({ knows: {} });
    for (let day = 0; day < 60; day += 1) {
      await write('known', NINE.add({ hours: 24 * day }));
      await answer();
    }
    expect(mails).toHaveLength(6);
  });

  test('a transactional email contains no text that a stranger has typed', async () => {
    const { world, id, write, answer, mails } = await opened();
    const signup = await world.signups.find(id);
    if (!signup) throw new Error('expected the form');
    await world.signups.put({ ...signup, name: 'Cheap watches at evil.example' });
    await write('confirm');
    await answer();
    expect(new TextDecoder().decode(mails[0]?.message)).not.toMatch('watches');
  });

  test.each([
    ['the sign-up form is gone', 'confirm', {}, 'signups'],
    ['the form was not a change of address', 'move', {}, ''],
    ['the reader has unsubscribed since', 'known', { status: 'unsubscribed' }, ''],
    ['the reader has complained since', 'link', { status: 'complained' }, ''],
  ] as const)('a transactional email is not sent when %s', async (_, kind, knows, without) => {
    const { world, id, write, answer, mails, states } = await opened({ knows });
    if (without === 'signups') await world.signups.remove(id);
    await write(kind);
    await answer();
    expect([mails.length, await states()]).toEqual([0, [`${kind} refused`]]);
  });

  test('a transactional email to a suppressed reader is sent only to ask them to confirm', async () => {
    const { world, id, write, answer, mails } = await opened({ knows: {} });
    await world.suppressions.add(id, 'unsubscribed', NINE);
    await write('known');
    await write('link');
    await write('confirm');
    await answer();
    expect(mails.map(({ tag }) => tagValues(tag).i)).toEqual(['letter-confirm']);
  });
});

describe('SES events of a transactional email', () => {
  const event = (kind: 'Send' | 'Bounce', to: string) => {
    const tags = { i: ['letter-confirm'], c: ['0'], g: ['0'], r: [to], a: ['1'], n: ['2019-09-19'] };
    const mail = { messageId: 'm-1', timestamp: '2019-09-19T08:00:00Z', destination: ['zoe@example.org'], tags };
    const bounced = {
      timestamp: '2019-09-19T08:00:05Z',
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'zoe@example.org' }],
    };
    return JSON.stringify({ eventType: kind, mail, ...(kind === 'Send' ? { send: {} } : { bounce: bounced }) });
  };

  test('an SES event of a transactional email leaves the ledger alone, and a bounce suppresses', async () => {
    const { world, id } = await opened();
    const never = { ...world.ledger, group: () => Promise.reject(new Error('read')), change: () => Promise.reject(new Error('written')) };
    const worldWithoutLedger = { ...world, ledger: never };
    const messages = new Map([
      ['a', event('Send', id)],
      ['b', event('Bounce', id)],
    ]);
    expect(await handleSesEvents(worldWithoutLedger, messages)).toEqual(new Map());
    expect(await world.suppressions.has(id)).toBe(true);
    const email = { to: id, kind: 'confirm', day: Temporal.PlainDate.from('2019-09-19') } as const;
    await handleSesEvent(worldWithoutLedger, { kind: 'accepted', receipt: 'm-1', at: NINE, tag: { kind: 'transactional', email } });
  });
});
