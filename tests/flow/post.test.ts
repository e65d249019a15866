import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '#core/outcome';
import { post } from '#flow/post';
import type { Channel } from '#ports';
import { at, DeskTop, EVENT, POST, publicationId, RULES } from '#tests/flow/desk-top';

const X = publicationId('x-safer-medicines');
const THREAD = POST.replace('---\n\nFour', `social: "${Array.from({ length: 90 }, (_, i) => `word${i}`).join(' ')}"\n---\n\nFour`);
const thread = () => new DeskTop({ 'posts/safer-medicines.md': THREAD });

/** `lose`: on the account, without an answer. `never`: not on the account, without an answer. `die`: the process ends before the call. */
type Fate = 'answer' | 'lose' | 'never' | 'die' | 'die after' | Outcome;

/** From now on each call to post has its fate, by its number from 1. Counts the calls, and hides what is younger than `lag` from the timeline. */
function fates(desk: DeskTop, fateOf: (call: number, text: string) => Fate | undefined, lag = 0) {
  const { channel } = desk.world;
  const wire = { calls: 0, looks: 0, blind: false };
  desk.world.channel = {
    async post(words) {
      wire.calls += 1;
      const fate = fateOf(wire.calls, words.text) ?? 'answer';
      if (typeof fate !== 'string') return fate;
      if (fate === 'die') throw new Error('The process ended before the call.');
      const outcome: Outcome = fate === 'never' ? { kind: 'unknown', why: 'silence' } : await channel.post(words);
      if (fate === 'die after') throw new Error('The process ended after the call.');
      return fate === 'lose' ? { kind: 'unknown', why: 'silence' } : outcome;
    },
    async recent(since) {
      wire.looks += 1;
      if (wire.blind) throw new Error('The timeline cannot be read.');
      const ids = new Set(
        desk.memory.posts
          .filter((one) => Temporal.Instant.compare(one.at.add({ minutes: lag }), desk.memory.time.now) <= 0)
          .map(({ id }) => id),
      );
      return (await channel.recent(since)).filter(({ id }) => ids.has(id));
    },
  } satisfies Channel;
  return wire;
}

/** Minutes from nine o'clock on Monday, each with a tick and an answer to its rings; a process that ends takes its rings with it. */
async function pass(desk: DeskTop, from: number, to: number, day = '2019-09-09'): Promise<void> {
  for (let minute = from; minute <= to; minute += 1) {
    const local = Temporal.PlainDateTime.from(`${day}T09:00`).add({ minutes: minute }).toString();
    await desk.tick(local);
    await desk.answer().catch(() => undefined);
  }
}

const texts = (desk: DeskTop) => desk.memory.posts.map(({ text }) => text);
const row = async (desk: DeskTop, part = 0) => (await desk.world.socialLedger.parts(X)).get(part);

describe('a post of which X gave no clear answer', () => {
  test('is found on the account, and never posted again', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, () => 'lose');
    await pass(desk, 0, 10);
    expect(wire.looks).toBe(0);
    expect(await desk.state(X)).toMatch(/^sending: X gave no clear answer/);
    await pass(desk, 11, 60);
    expect(await row(desk)).toEqual({ state: 'posted', attempt: 1, id: desk.memory.posts[0]?.id, by: 'timeline' });
    expect(await desk.state(X)).toBe('done');
    expect(wire).toMatchObject({ calls: 1, looks: 1 });
    expect(texts(desk)).toHaveLength(1);
  });

  test.each<Fate>(['never', 'die'])('goes out once, some fourteen minutes late, when three looks do not find it (%s)', async (fate) => {
    const desk = new DeskTop();
    const wire = fates(desk, (call) => (call === 1 ? fate : 'answer'));
    await pass(desk, 0, 60);
    expect(desk.memory.posts.map((one) => one.at.toString())).toEqual([at('2019-09-09T09:14').toString()]);
    expect(await desk.state(X)).toBe('done');
    expect(wire).toMatchObject({ calls: 2, looks: 3 });
  });

  test('is found after all when X refuses its double, however late the timeline shows it', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, (call) => (call === 1 ? 'lose' : 'answer'), 20);
    await pass(desk, 0, 13);
    await pass(desk, 90, 120);
    expect(wire.calls).toBe(2);
    expect(texts(desk)).toHaveLength(1);
    expect(await row(desk)).toMatchObject({ state: 'posted', attempt: 2, by: 'timeline' });
  });

  test('is held, with the reason, when it has been in doubt three times', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, () => 'never');
    await pass(desk, 0, 120);
    expect(wire.calls).toBe(3);
    expect(await row(desk)).toMatchObject({ state: 'held', attempt: 3 });
    expect(await desk.state(X)).toMatch(/^sending: It is held: X gave no clear answer/);
  });

  test('is held at once when the rules say so', async () => {
    const desk = new DeskTop({ 'newsroom.yaml': `${RULES}unknown: hold\n`, 'posts/safer-medicines.md': POST });
    const wire = fates(desk, () => 'never');
    await pass(desk, 0, 60);
    expect(wire).toMatchObject({ calls: 1, looks: 3 });
    expect(await row(desk)).toMatchObject({ state: 'held', attempt: 1 });
  });

  test('waits as long as the timeline cannot be read', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, () => 'lose');
    wire.blind = true;
    await pass(desk, 0, 60);
    expect(await row(desk)).toMatchObject({ state: 'attempting', blank: 0 });
    wire.blind = false;
    await pass(desk, 61, 62);
    expect(await desk.state(X)).toBe('done');
    expect(wire.calls).toBe(1);
  });

  test('is posted by its own answer, however late that comes', async () => {
    const desk = new DeskTop();
    const { channel, socialLedger } = desk.world;
    desk.world.channel = {
      ...channel,
      post: async (words) => {
        const claimed = await row(desk);
        if (claimed?.state !== 'attempting') throw new Error('The call was made without a claim.');
        const held = { state: 'held' as const, attempt: claimed.attempt, nonce: claimed.nonce, why: 'silence' };
        await socialLedger.change(
          { publication: X, part: 0 },
          { expect: { kind: 'claim', nonce: claimed.nonce, states: ['attempting'] }, to: held },
        );
        return channel.post(words);
      },
    };
    await pass(desk, 0, 1);
    expect([await row(desk), await desk.state(X)]).toEqual([expect.objectContaining({ state: 'posted', by: 'answer' }), 'done']);
  });

  test('is looked for once a tick, however many rings come late and at once', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, () => 'never');
    await pass(desk, 0, 10);
    for (const minute of [11, 12, 13]) await desk.tick(`2019-09-09T09:${minute}`);
    await desk.answer();
    expect(wire.looks).toBe(1);
    expect(await row(desk)).toMatchObject({ state: 'attempting', blank: 1 });
  });
});

describe('a thread', () => {
  test('goes on under the part whose answer was lost', async () => {
    const desk = thread();
    fates(desk, (call) => (call === 2 ? 'lose' : 'answer'));
    await pass(desk, 0, 5);
    expect(texts(desk)).toHaveLength(2);
    expect(await desk.state(X)).toMatch(/Part 2 of 3 is looked for .* Part 1 is on the account\.$/);
    await pass(desk, 6, 30);
    const [first, second, third] = desk.memory.posts;
    expect(desk.memory.posts.map(({ inReplyTo }) => inReplyTo)).toEqual([undefined, first?.id, second?.id]);
    expect([first, second, third].map((part) => /\((\d)\/3\)/.exec(part?.text ?? '')?.[1])).toEqual(['1', '2', '3']);
    expect(await desk.state(X)).toBe('done');
  });

  test('ends where X refuses a part, and says what is there', async () => {
    const desk = thread();
    fates(desk, (call) => (call === 3 ? { kind: 'refused', why: 'X refused the post: no.' } : 'answer'));
    await pass(desk, 0, 5);
    expect(texts(desk)).toHaveLength(2);
    expect(await desk.state(X)).toBe('done: Part 3 of 3 did not go out. X refused the post: no. Parts 1 to 2 are on the account.');
  });

  test('that could not be continued for a day ends where it is', async () => {
    const desk = thread();
    fates(desk, (call) => (call > 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(desk, 0, 1);
    await pass(desk, 0, 1, '2019-09-10');
    expect(await desk.state(X)).toBe(
      'done: Part 2 of 3 could not be posted within a day, so the thread ends before it. Part 1 is on the account.',
    );
  });
});

describe('when X takes nothing more from us', () => {
  const noCredit: Outcome = { kind: 'stopped', why: 'Our X account has no credit left.' };
  const two = () => new DeskTop({ 'posts/safer-medicines.md': POST, 'posts/second.md': POST.replace('Safer', 'More') });

  test('the channel stops with one call, says why, and goes on when a person resumes it', async () => {
    const desk = two();
    const wire = fates(desk, (call) => (call === 1 ? noCredit : 'answer'));
    await desk.subscribe('ada');
    await pass(desk, 0, 30);
    expect(wire.calls).toBe(1);
    expect(await desk.state(X)).toBe('sending: Paused: Our X account has no credit left.');
    expect(await desk.state('x-second')).toBe('sending: Paused: Our X account has no credit left.');
    expect(desk.sent).toHaveLength(2);
    await desk.world.switches.resume('x');
    await pass(desk, 31, 33);
    expect(texts(desk)).toHaveLength(2);
    expect([await desk.state(X), await desk.state('x-second')]).toEqual(['done', 'done']);
  });

  test('what falls due meanwhile waits, and is missed with the reason when it stays so for too long', async () => {
    const desk = two();
    const wire = fates(desk, () => noCredit);
    await desk.world.switches.pause('x', noCredit.why);
    await pass(desk, 0, 1);
    expect(await desk.state(X)).toBe('waiting: Paused: Our X account has no credit left.');
    await desk.world.switches.resume('x');
    await pass(desk, 2, 4);
    await pass(desk, 12 * 60, 12 * 60 + 1);
    expect(wire.calls).toBe(1);
    expect(await desk.state(X)).toMatch(/^missed: It was due on .* Paused: Our X account has no credit left\.$/);
    await desk.world.switches.resume('x');
    await pass(desk, 12 * 60 + 2, 12 * 60 + 5);
    expect(texts(desk)).toEqual([]);
  });

  test('for a while only, it is tried again a tick later, as often as it takes', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, (call) => (call <= 20 ? { kind: 'try-later', why: 'rate' } : call === 21 ? 'never' : 'answer'));
    await pass(desk, 0, 60);
    expect(wire.calls).toBe(22);
    expect(texts(desk)).toHaveLength(1);
  });
});

describe('the last moment', () => {
  const SOON = EVENT.replace('2019-10-10T09:30', '2019-09-09T11:00')
    .replace('2019-10-10T16:30', '2019-09-09T16:00')
    .replace('2019-09-10T10:00', '2019-09-09T08:30');
  const desk = () => new DeskTop({ 'events/autumn.md': SOON });

  test('of a post that announces an event comes before the event: after it the post is missed, with the reason', async () => {
    const top = desk();
    const wire = fates(top, () => ({ kind: 'try-later', why: 'unreachable' }));
    await pass(top, 0, 117);
    expect(await top.state('x-autumn')).toBe('sending');
    await pass(top, 118, 119);
    expect(await top.state('x-autumn')).toMatch(/^missed: It was due on .*, so it was not sent\.$/);
    const calls = wire.calls;
    await pass(top, 120, 150);
    expect(wire.calls).toBe(calls);
  });

  test('holds for a ring that was hours on its way', async () => {
    const top = desk();
    fates(top, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(top, 0, 0);
    await top.world.register.settle({ opened: at('2019-09-09T08:00'), until: at('2019-09-09T11:00') });
    await post(top.world, { publication: publicationId('x-autumn'), at: at('2019-09-09T09:30') });
    expect(texts(top)).toEqual([]);
  });

  test('closes the post to a worker that has not heard of it', async () => {
    const top = desk();
    fates(top, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(top, 0, 0);
    const { register } = top.world;
    const before = await register.publication(publicationId('x-autumn'));
    await top.tick('2019-09-09T11:00');
    top.world.register = { ...register, publication: async () => before, settled: async () => undefined };
    await post(top.world, { publication: publicationId('x-autumn'), at: at('2019-09-09T09:30') });
    expect(texts(top)).toEqual([]);
  });

  test('does not close what may be on the account', async () => {
    const top = desk();
    const near = at('2019-09-09T10:55').epochMilliseconds;
    fates(top, () => (top.memory.time.now.epochMilliseconds < near ? { kind: 'try-later', why: 'unreachable' } : 'lose'), 5);
    await pass(top, 0, 119);
    expect(await top.state('x-autumn')).toMatch(/^sending: X gave no clear answer/);
    await pass(top, 120, 150);
    expect([texts(top).length, await top.state('x-autumn')]).toEqual([1, 'done']);
  });

  test('is not passed by sending again what was not found', async () => {
    const top = desk();
    const near = at('2019-09-09T10:55').epochMilliseconds;
    fates(top, () => (top.memory.time.now.epochMilliseconds < near ? { kind: 'try-later', why: 'unreachable' } : 'never'));
    await pass(top, 0, 150);
    expect([texts(top).length, await top.state('x-autumn')]).toEqual([0, expect.stringMatching(/^missed: /)]);
  });
});

describe('a post that a person cancels', () => {
  test('while it waits to be tried again is not posted any more', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(desk, 0, 0);
    await desk.world.switches.cancel(X, 'Sam', at('2019-09-09T09:00'));
    await post(desk.world, { publication: X, at: at('2019-09-09T09:01') });
    await pass(desk, 2, 5);
    expect(wire.calls).toBe(1);
    expect(await desk.state(X)).toBe('cancelled: Cancelled by Sam before it was posted.');
  });

  test('while it is in doubt is still looked for, and then goes no further', async () => {
    const desk = thread();
    const wire = fates(desk, (call) => (call === 2 ? 'lose' : 'answer'));
    await pass(desk, 0, 1);
    await desk.world.switches.cancel(X, 'Sam', at('2019-09-09T09:01'));
    await pass(desk, 2, 30);
    expect(wire.calls).toBe(2);
    expect((await row(desk, 1))?.state).toBe('posted');
    expect(await desk.state(X)).toBe('cancelled: Cancelled by Sam. Parts 1 to 2 are on the account.');
  });
});

describe('a picture that is gone', () => {
  const WITH = POST.replace('---\n\nFour', 'image:\n  src: ward.png\n  alt: A ward\n---\n\nFour');
  const PNG = Uint8Array.from(
    Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  );
  const pictured = () => {
    const desk = new DeskTop({ 'posts/safer-medicines.md': WITH });
    desk.memory.files.set('images/ward.png', PNG);
    return desk;
  };

  test('holds the post back, with the reason, until it is there again', async () => {
    const desk = pictured();
    fates(desk, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(desk, 0, 0);
    desk.memory.files.delete('images/ward.png');
    await pass(desk, 1, 5);
    expect(texts(desk)).toEqual([]);
    expect(await desk.state(X)).toBe('sending: It waits for its image “ward.png”, which is not there. Put it back, and it goes out.');
    desk.memory.files.set('images/ward.png', PNG);
    await pass(desk, 6, 7);
    expect(desk.memory.posts.map(({ media }) => media.map(({ alt }) => alt))).toEqual([['A ward']]);
    expect(await desk.state(X)).toBe('done');
  });

  test('makes the post missed when it stays away, and does not let it go without', async () => {
    const desk = pictured();
    fates(desk, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(desk, 0, 0);
    desk.memory.files.delete('images/ward.png');
    await post(desk.world, { publication: X, at: at('2019-09-09T09:01') });
    await pass(desk, 12 * 60 + 1, 12 * 60 + 2);
    expect(texts(desk)).toEqual([]);
    expect(await desk.state(X)).toMatch(/^missed: .* It waits for its image “ward.png”/);
  });
});

test('two workers at once make one call', async () => {
  const desk = thread();
  const wire = fates(desk, () => 'answer');
  await desk.tick('2019-09-09T09:00');
  const [job] = desk.memory.rings.post;
  if (!job) throw new Error('Nobody rang for the post.');
  await Promise.all([post(desk.world, job), post(desk.world, job), post(desk.world, job)]);
  await pass(desk, 1, 2);
  expect(wire.calls).toBe(3);
  expect(texts(desk)).toHaveLength(3);
});

test('whatever becomes of each call, nothing is twice on the account, and nothing is recorded as posted that is not there', async () => {
  const fate = fc.constantFrom<Fate>(
    'answer',
    'lose',
    'never',
    'die',
    'die after',
    { kind: 'try-later', why: 'rate' },
    { kind: 'stopped', why: 'Stopped.' },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fate, { maxLength: 8 }),
      fc.integer({ min: 0, max: 9 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      async (plan, lag, steps) => {
        const desk = thread();
        fates(desk, (call) => plan[call - 1], lag);
        for (let minute = 0, i = 0; minute < 150; minute += steps[i++ % steps.length] ?? 1) {
          await pass(desk, minute, minute);
          const { rings } = desk.memory;
          await desk.tick(Temporal.PlainDateTime.from('2019-09-09T09:00').add({ minutes: minute }).toString());
          await Promise.allSettled([...rings.post, ...rings.post].map((job) => post(desk.world, job)));
          rings.post.length = 0;
          await desk.world.switches.resume('x');
        }
        const { posts } = desk.memory;
        expect(new Set(texts(desk)).size).toBe(posts.length);
        const rows = [...(await desk.world.socialLedger.parts(X)).values()];
        const recorded = rows.flatMap((one) => (one.state === 'posted' ? [one.id] : []));
        expect(posts.map(({ id }) => id).slice(0, recorded.length)).toEqual(recorded);
        expect(posts.map(({ inReplyTo }) => inReplyTo)).toEqual(posts.map((_, i) => posts[i - 1]?.id));
        if ((await desk.state(X)) === 'done') expect(posts).toHaveLength(3);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
