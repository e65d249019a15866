import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '#core/delivery/outcome';
import { post } from '#flow/social/post-parts';
import { at, DeskTop } from '#tests/flow/test-newsroom';
import { type Fate, fates, pass, row, texts, thread, X } from '#tests/flow/x-answers';
import { POST } from '#tests/sample-texts';

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
