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
      const { kind } = await signUp(world, RULES, form(world, `person${i}@example.org`, ip), NINE);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    await answer();
    expect(mails).toHaveLength(60);
    expect(Object.fromEntries(kinds)).toEqual({ taken: 60, question: 9_940 });
  });

  test('a burst of forms by a machine that answers every question sends at most 660 emails, and then asks to come later', async () => {
    const { world, mails, answer } = opened();
    let last = '';
    for (const [i, ip] of BURST.entries())
      last = (await signUp(world, RULES, answered(world, form(world, `person${i}@example.org`, ip), NINE), NINE)).kind;
    await answer();
    expect(mails).toHaveLength(660);
    expect(last).toBe('later');
  });
});

test('a sign-up from a network with twenty forms in an hour is asked a question, and one from another network is not', async () => {
  const { world } = opened();
  const ask = async (i: number, ip: string) => (await signUp(world, RULES, form(world, `person${i}@example.org`, ip), NINE)).kind;
  for (let i = 0; i < 20; i += 1) expect(await ask(i, `192.0.2.${i}`)).toBe('taken');
  expect(await ask(21, '192.0.2.99')).toBe('question');
  expect(await ask(22, '198.51.100.1')).toBe('taken');
});

test('sign-ups at up to five times the rate of the past weeks are accepted without a question', async () => {
  const { world } = opened();
  // The period of four weeks began nine days ago: 28 forms an hour are counted in it.
  const begun = NINE.epochMilliseconds - (NINE.epochMilliseconds % (28 * 24 * 3_600_000));
  const later = Temporal.Instant.fromEpochMilliseconds(begun).add({ hours: 24 * 9 });
  for (let i = 0; i < 28 * 24 * 9; i += 1) await world.rateCounters.count('calm forms', 28 * 24 * 3600, later);
  const kinds: string[] = [];
  for (let i = 0; i < 150; i += 1)
    kinds.push((await signUp(world, RULES, form(world, `person${i}@example.org`, BURST[i] ?? ''), later)).kind);
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

test('no sequence of sign-ups sends an address more than one confirmation a day, and three in all', async () => {
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
