import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import { networkOf } from '#core/signup/network';
import { questionOf } from '#core/signup/question';
import { senderProfileOf } from '#core/transactional/transactional-email';
import { newQuestion, type SentForm, signUp } from '#flow/readers/sign-up';
import { sendTransactional } from '#flow/transactional/send-transactional';
import { openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';
import { sampleRules } from '#tests/core/samples';

const NINE = Temporal.Instant.from('2019-09-19T08:00:00Z');
const RULES = sampleRules();

function form(world: World, address: string, ip: string, more: Partial<SentForm> = {}): SentForm {
  const choices = { name: '', frequency: 'each', topics: [] };
  return { address, choices, page: '/subscribe', network: world.subscribers.idOf(`network ${networkOf(ip)}`), ...more };
}

/** Returns the form with the right answer to a new question. */
function answered(world: World, sent: SentForm, now: Temporal.Instant): SentForm {
  const { token, seed } = newQuestion(world, now);
  return { ...sent, answer: { token, text: String(questionOf(seed).answer) } };
}

function opened() {
  const memory = openMemoryWorld();
  const answer = async () => {
    await memory.world.publications.recordProgress({ opened: NINE, until: NINE, sender: senderProfileOf(RULES) });
    for (const job of memory.enqueued.transactional.splice(0)) await sendTransactional(memory.world, job);
  };
  return { ...memory, answer };
}

/** Ten thousand networks, every second one IPv6. */
const BURST = Array.from({ length: 10_000 }, (_, i) => (i % 2 ? `10.${i >> 8}.${i & 255}.7` : `2001:db8:${i.toString(16)}::7`));

describe('a burst of forms from ten thousand networks within an hour', () => {
  test('a burst of forms for one address sends one email', async () => {
    const { world, mails, answer } = opened();
    for (const ip of BURST) await signUp(world, RULES, form(world, 'zoe@example.org', ip), NINE);
    await answer();
    expect(mails).toHaveLength(1);
  });

  test('a burst of forms for ten thousand addresses sends sixty emails, and asks a question in all other cases', async () => {
    const { world, mails, answer } = opened();
    const kinds = new Map<string, number>();
    for (const [i, ip] of BURST.entries()) {
      const { kind } = await signUp(world, RULES, form(world, `person@example${i}.org`, ip), NINE);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    await answer();
    expect(mails).toHaveLength(60);
    expect(Object.fromEntries(kinds)).toEqual({ taken: 60, question: 9_940 });
  });

  test('a burst of forms by a machine that answers every question sends at most 600 emails, and then asks to come later', async () => {
    const { world, mails, answer } = opened();
    let last = '';
    for (const [i, ip] of BURST.entries())
      last = (await signUp(world, RULES, answered(world, form(world, `person@example${i}.org`, ip), NINE), NINE)).kind;
    await answer();
    expect(mails).toHaveLength(600);
    expect(last).toBe('later');
  });
});

describe('forms that are meant to fill one mailbox', () => {
  /** A program that fills in the form again and again from some networks, and answers each question. Returns what each form got. */
  async function flood(world: World, addresses: string[], networks: number, now = NINE): Promise<string[]> {
    const kinds: string[] = [];
    for (const [i, address] of addresses.entries()) {
      const sent = form(world, address, `203.0.${i % networks}.9`);
      const first = (await signUp(world, RULES, sent, now)).kind;
      kinds.push(first === 'question' ? (await signUp(world, RULES, answered(world, sent, now), now)).kind : first);
    }
    return kinds;
  }
  const numbered = (count: number, address: (i: number) => string) => Array.from({ length: count }, (_, i) => address(i));
  const dotted = (i: number) => [...'oneperson'].map((letter, bit) => (bit > 0 && i & (1 << (bit - 1)) ? `.${letter}` : letter)).join('');

  test.each([
    ['tags', numbered(200, (i) => `one.person+${i}@example.org`)],
    ['tags and dots of Gmail under both its names', numbered(200, (i) => `${dotted(i)}+${i}@g${i % 2 ? 'oogle' : ''}mail.com`)],
    ['small and capital letters with tags', numbered(200, (i) => `${i % 2 ? 'ONE' : 'one'}.Person+x${i}@Example.org`)],
  ])('sign-ups for one mailbox under many spellings, by %s, send it three emails in thirty days', async (_, addresses) => {
    const { world, mails, answer } = opened();
    await flood(world, addresses, 40);
    await answer();
    for (const hours of [24, 48]) {
      await flood(world, addresses, 40, NINE.add({ hours }));
      await answer();
    }
    expect(mails).toHaveLength(3);
    // Each as it was typed: a tag or a dot is part of the address.
    expect(mails.every(({ to }) => addresses.includes(to))).toBe(true);
  });

  test('sign-ups for many addresses of one organisation, also below its domain, send it a few emails an hour from each network', async () => {
    const { world, mails, answer } = opened();
    const addresses = numbered(760, (i) => `person${i}@${i % 3 ? `x${i}.` : ''}victim.example`);
    await flood(world, addresses, 5);
    await answer();
    expect(mails.length).toBeLessThanOrEqual(20 + 30 + 5 * 3);
  });

  test('sign-ups by a program in one network send at most forty emails an hour', async () => {
    const { world, mails, answer } = opened();
    const kinds = await flood(
      world,
      numbered(300, (i) => `person@example${i}.org`),
      1,
    );
    await answer();
    expect(mails).toHaveLength(40);
    expect(kinds.at(-1)).toBe('later');
  });

  test('a sign-up from an ordinary network is taken while a program in forty networks answers every question', async () => {
    const { world } = opened();
    expect(
      (
        await flood(
          world,
          numbered(900, (i) => `person${i}@trust.example`),
          40,
        )
      ).at(-1),
    ).toBe('later');
    for (const [address, ip] of [
      ['honest.nurse@trust.example', '192.0.2.55'],
      ['honest.doctor@other.example', '192.0.2.56'],
      ['honest.carer@trust.example', '2001:db8:77::1'],
    ] as const) {
      const sent = form(world, address, ip);
      expect((await signUp(world, RULES, sent, NINE)).kind).toBe('question');
      expect((await signUp(world, RULES, answered(world, sent, NINE), NINE)).kind).toBe('taken');
    }
  });

  test('sign-ups that are refused in one network use up nothing of what is there for the others', async () => {
    const { world } = opened();
    await flood(
      world,
      numbered(2_000, (i) => `person@example${i}.org`),
      1,
    );
    const kinds = await flood(
      world,
      numbered(40, (i) => `person@other${i}.org`),
      2,
    );
    expect(kinds.filter((kind) => kind === 'taken').length).toBeGreaterThanOrEqual(20);
  });

  test('an email that SES asks to try later is counted once for its mailbox', async () => {
    let calls = 0;
    const memory = openMemoryWorld({
      mailOutcome: () => {
        calls += 1;
        return calls < 6 ? { kind: 'try-later', why: 'rate' } : { kind: 'accepted', receipt: `m-${calls}` };
      },
    });
    await memory.world.publications.recordProgress({ opened: NINE, until: NINE, sender: senderProfileOf(RULES) });
    await signUp(memory.world, RULES, form(memory.world, 'zoe@example.org', '192.0.2.1'), NINE);
    for (let turn = 0; turn < 8; turn += 1)
      for (const job of [...memory.enqueued.transactional.splice(0), ...memory.enqueued.later.splice(0)])
        await sendTransactional(memory.world, job);
    expect(memory.mails).toHaveLength(1);
  });

  test('many senders at once send a mailbox no more than its three emails', async () => {
    const { world, mails, enqueued } = opened();
    await world.publications.recordProgress({ opened: NINE, until: NINE, sender: senderProfileOf(RULES) });
    await flood(
      world,
      numbered(30, (i) => `one+${i}@example.org`),
      40,
    );
    await Promise.all(enqueued.transactional.splice(0).map((job) => sendTransactional(world, job)));
    expect(mails).toHaveLength(3);
  });
});

test('sign-ups on the day of a launch in the rules are taken without a question at ten times the usual rate, and not on the day after', async () => {
  const { world } = opened();
  const rules = { ...RULES, launches: [Temporal.PlainDate.from('2019-09-19')] };
  const kindAt = async (i: number, ip: string, now: Temporal.Instant) =>
    (await signUp(world, rules, form(world, `person${i}@trust.example`, ip), now)).kind;
  for (let i = 0; i < 200; i += 1) expect(await kindAt(i, '192.0.2.1', NINE)).toBe('taken');
  expect(await kindAt(200, '192.0.2.1', NINE)).toBe('question');
  const tomorrow = NINE.add({ hours: 24 });
  const kinds: string[] = [];
  for (let i = 0; i < 30; i += 1) kinds.push(await kindAt(i, '192.0.2.1', tomorrow));
  expect(kinds.lastIndexOf('taken')).toBe(19);
});

test('a sign-up from a network with twenty forms in an hour is asked a question, and one from another network is not', async () => {
  const { world } = opened();
  const ask = async (i: number, ip: string) => (await signUp(world, RULES, form(world, `person${i}@example.org`, ip), NINE)).kind;
  for (let i = 0; i < 20; i += 1) expect(await ask(i, `192.0.2.${i}`)).toBe('taken');
  expect(await ask(21, '192.0.2.99')).toBe('question');
  const elsewhere = form(world, 'person@other.example', '198.51.100.1');
  expect((await signUp(world, RULES, elsewhere, NINE)).kind).toBe('taken');
});

test('sign-ups at up to five times the rate of the past weeks are accepted without a question', async () => {
  const { world } = opened();
  // The period of four weeks began nine days ago: 28 forms an hour are counted in it.
  const begun = NINE.epochMilliseconds - (NINE.epochMilliseconds % (28 * 24 * 3_600_000));
  const later = Temporal.Instant.fromEpochMilliseconds(begun).add({ hours: 24 * 9 });
  for (let i = 0; i < 28 * 24 * 9; i += 1) await world.rateCounters.count('calm forms', 28 * 24 * 3600, later);
  const kinds: string[] = [];
  for (let i = 0; i < 150; i += 1)
    kinds.push((await signUp(world, RULES, form(world, `person@example${i}.org`, BURST[i] ?? ''), later)).kind);
  expect(kinds.slice(0, 140)).toEqual(Array.from({ length: 140 }, () => 'taken'));
  expect(kinds.at(-1)).toBe('question');
});

test('the answer to a sign-up question counts once, in its time, and only with the right number', async () => {
  const { world } = opened();
  const ip = '192.0.2.1';
  for (let i = 0; i < 20; i += 1) await signUp(world, RULES, form(world, `person${i}@example.org`, ip), NINE);
  const right = answered(world, form(world, 'zoe@example.org', ip), NINE);
  expect(await signUp(world, RULES, right, NINE)).toEqual({ kind: 'taken' });
  expect(await signUp(world, RULES, right, NINE)).toEqual({ kind: 'question', wrong: true });
  const late = answered(world, form(world, 'zoe@example.org', ip), NINE.subtract({ hours: 3 }));
  expect(await signUp(world, RULES, late, NINE)).toEqual({ kind: 'question', wrong: true });
  const guessed = answered(world, form(world, 'zoe@example.org', ip), NINE);
  const wrong = { ...guessed, answer: { token: guessed.answer?.token ?? '', text: '99' } };
  expect(await signUp(world, RULES, wrong, NINE)).toEqual({ kind: 'question', wrong: true });
  expect(await signUp(world, RULES, guessed, NINE)).toEqual({ kind: 'question', wrong: true });
});

test('a sign-up is sent a confirmation again thirty days after strangers used up the three of its address', async () => {
  const { world, mails, answer } = opened();
  const ask = async (days: number) => {
    await signUp(world, RULES, form(world, 'head.of.quality@trust.example', '192.0.2.77'), NINE.add({ hours: 24 * days }));
    await answer();
    return mails.length;
  };
  const sent: number[] = [];
  for (const day of [0, 1, 2, 3, 29, 30]) sent.push(await ask(day));
  expect(sent).toEqual([1, 2, 3, 3, 3, 4]);
});

test('no sequence of sign-ups sends an address more than one confirmation a day, and three in thirty days', async () => {
  const people = fc.nat({ max: 3 });
  const step = fc.oneof(
    fc.record({ who: people, network: fc.nat({ max: 5 }) }),
    fc.record({ wait: fc.integer({ min: 1, max: 60 * 30 }) }),
    fc.constant({ answer: true as const }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { world, mails, answer } = opened();
      let now = NINE;
      for (const move of steps) {
        if ('who' in move) await signUp(world, RULES, form(world, `person${move.who}@example.org`, `192.0.${move.network}.1`), now);
        else if ('wait' in move) now = now.add({ minutes: move.wait });
        else await answer();
      }
      await answer();
      const byPerson = Map.groupBy(mails, ({ to }) => to);
      for (const emails of byPerson.values()) {
        expect(emails.length).toBeLessThanOrEqual(3);
        expect(new Set(emails.map(({ tag }) => tagValues(tag).n)).size).toBe(emails.length);
      }
    }),
  );
});
