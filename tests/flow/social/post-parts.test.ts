import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '#core/delivery/outcome';
import { post } from '#flow/social/post-parts';
import { pass, type Reply, row, scriptReplies, texts, thread, X } from '#tests/flow/scripted-replies';
import { at, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

describe('a thread', () => {
  test('a thread goes on under the part whose answer was lost', async () => {
    const newsroom = thread();
    scriptReplies(newsroom, (call) => (call === 2 ? 'lose' : 'answer'));
    await pass(newsroom, 0, 5);
    expect(texts(newsroom)).toHaveLength(2);
    expect(await newsroom.state(X)).toMatch(/Part 2 of 3 is looked for .* Part 1 is on the account\.$/);
    await pass(newsroom, 6, 30);
    const [first, second, third] = newsroom.memory.posts;
    expect(newsroom.memory.posts.map(({ inReplyTo }) => inReplyTo)).toEqual([undefined, first?.id, second?.id]);
    expect([first, second, third].map((part) => /\((\d)\/3\)/.exec(part?.text ?? '')?.[1])).toEqual(['1', '2', '3']);
    expect(await newsroom.state(X)).toBe('done');
  });

  test('a thread ends where X refuses a part, and says what is on the account', async () => {
    const newsroom = thread();
    scriptReplies(newsroom, (call) => (call === 3 ? { kind: 'refused', why: 'X refused the post: no.' } : 'answer'));
    await pass(newsroom, 0, 5);
    expect(texts(newsroom)).toHaveLength(2);
    expect(await newsroom.state(X)).toBe('done: Part 3 of 3 did not go out. X refused the post: no. Parts 1 to 2 are on the account.');
  });

  test('a thread that could not be continued for a day ends where it is', async () => {
    const newsroom = thread();
    scriptReplies(newsroom, (call) => (call > 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(newsroom, 0, 1);
    await pass(newsroom, 0, 1, '2019-09-10');
    expect(await newsroom.state(X)).toBe(
      'done: Part 2 of 3 could not be posted within a day, so the thread ends before it. Part 1 is on the account.',
    );
  });
});

describe('an X account that accepts no more posts', () => {
  const noCredit: Outcome = { kind: 'stopped', why: 'Our X account has no credit left.' };
  const two = () => new TestNewsroom({ 'posts/safer-medicines.md': POST, 'posts/second.md': POST.replace('Safer', 'More') });

  test('an X account that accepts no more posts stops the channel after one call, until a person resumes it', async () => {
    const newsroom = two();
    const wire = scriptReplies(newsroom, (call) => (call === 1 ? noCredit : 'answer'));
    await newsroom.subscribe('ada');
    await pass(newsroom, 0, 30);
    expect(wire.calls).toBe(1);
    expect(await newsroom.state(X)).toBe('sending: Paused: Our X account has no credit left.');
    expect(await newsroom.state('x-second')).toBe('sending: Paused: Our X account has no credit left.');
    expect(newsroom.sent).toHaveLength(2);
    await newsroom.world.switches.resume('x');
    await pass(newsroom, 31, 33);
    expect(texts(newsroom)).toHaveLength(2);
    expect([await newsroom.state(X), await newsroom.state('x-second')]).toEqual(['done', 'done']);
  });

  test('a post that falls due while X is paused waits, and is missed with the reason when that takes too long', async () => {
    const newsroom = two();
    const wire = scriptReplies(newsroom, () => noCredit);
    await newsroom.world.switches.pause('x', noCredit.why);
    await pass(newsroom, 0, 1);
    expect(await newsroom.state(X)).toBe('waiting: Paused: Our X account has no credit left.');
    await newsroom.world.switches.resume('x');
    await pass(newsroom, 2, 4);
    await pass(newsroom, 12 * 60, 12 * 60 + 1);
    expect(wire.calls).toBe(1);
    expect(await newsroom.state(X)).toMatch(/^missed: It was due on .* Paused: Our X account has no credit left\.$/);
    await newsroom.world.switches.resume('x');
    await pass(newsroom, 12 * 60 + 2, 12 * 60 + 5);
    expect(texts(newsroom)).toEqual([]);
  });

  test('a post that X throttles is tried again at each tick, any number of times', async () => {
    const newsroom = new TestNewsroom();
    const wire = scriptReplies(newsroom, (call) => (call <= 20 ? { kind: 'try-later', why: 'rate' } : call === 21 ? 'never' : 'answer'));
    await pass(newsroom, 0, 60);
    expect(wire.calls).toBe(22);
    expect(texts(newsroom)).toHaveLength(1);
  });
});

describe('a post that a person cancels', () => {
  test('a post that is cancelled while it waits for a retry is not posted', async () => {
    const newsroom = new TestNewsroom();
    const wire = scriptReplies(newsroom, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(newsroom, 0, 0);
    await newsroom.world.switches.cancel(X, 'Sam', at('2019-09-09T09:00'));
    await post(newsroom.world, { publication: X, at: at('2019-09-09T09:01') });
    await pass(newsroom, 2, 5);
    expect(wire.calls).toBe(1);
    expect(await newsroom.state(X)).toBe('cancelled: Cancelled by Sam before it was posted.');
  });

  test('a thread that is cancelled while a part is unresolved still looks that part up, and then ends', async () => {
    const newsroom = thread();
    const wire = scriptReplies(newsroom, (call) => (call === 2 ? 'lose' : 'answer'));
    await pass(newsroom, 0, 1);
    await newsroom.world.switches.cancel(X, 'Sam', at('2019-09-09T09:01'));
    await pass(newsroom, 2, 30);
    expect(wire.calls).toBe(2);
    expect((await row(newsroom, 1))?.state).toBe('posted');
    expect(await newsroom.state(X)).toBe('cancelled: Cancelled by Sam. Parts 1 to 2 are on the account.');
  });
});

describe('a post whose picture is gone', () => {
  const WITH = POST.replace('---\n\nFour', 'image:\n  src: ward.png\n  alt: A ward\n---\n\nFour');
  const PNG = Uint8Array.from(
    Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  );
  const pictured = () => {
    const newsroom = new TestNewsroom({ 'posts/safer-medicines.md': WITH });
    newsroom.memory.files.set('images/ward.png', PNG);
    return newsroom;
  };

  test('a post whose picture is gone waits with the reason until the picture is back', async () => {
    const newsroom = pictured();
    scriptReplies(newsroom, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(newsroom, 0, 0);
    newsroom.memory.files.delete('images/ward.png');
    await pass(newsroom, 1, 5);
    expect(texts(newsroom)).toEqual([]);
    expect(await newsroom.state(X)).toBe('sending: It waits for its image “ward.png”, which is not there. Put it back, and it goes out.');
    newsroom.memory.files.set('images/ward.png', PNG);
    await pass(newsroom, 6, 7);
    expect(newsroom.memory.posts.map(({ media }) => media.map(({ alt }) => alt))).toEqual([['A ward']]);
    expect(await newsroom.state(X)).toBe('done');
  });

  test('a post whose picture stays away is missed, and never goes out without it', async () => {
    const newsroom = pictured();
    scriptReplies(newsroom, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(newsroom, 0, 0);
    newsroom.memory.files.delete('images/ward.png');
    await post(newsroom.world, { publication: X, at: at('2019-09-09T09:01') });
    await pass(newsroom, 12 * 60 + 1, 12 * 60 + 2);
    expect(texts(newsroom)).toEqual([]);
    expect(await newsroom.state(X)).toMatch(/^missed: .* It waits for its image “ward.png”/);
  });
});

test('three post workers at once make one call for each part', async () => {
  const newsroom = thread();
  const wire = scriptReplies(newsroom, () => 'answer');
  await newsroom.tick('2019-09-09T09:00');
  const [job] = newsroom.memory.enqueued.post;
  if (!job) throw new Error('No job for the post is in the queue.');
  await Promise.all([post(newsroom.world, job), post(newsroom.world, job), post(newsroom.world, job)]);
  await pass(newsroom, 1, 2);
  expect(wire.calls).toBe(3);
  expect(texts(newsroom)).toHaveLength(3);
});

test('a thread is on the account at most once, and each recorded part is there, whatever happens to each call', async () => {
  const reply = fc.constantFrom<Reply>(
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
      fc.array(reply, { maxLength: 8 }),
      fc.integer({ min: 0, max: 9 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      async (plan, lag, steps) => {
        const newsroom = thread();
        scriptReplies(newsroom, (call) => plan[call - 1], lag);
        for (let minute = 0, i = 0; minute < 150; minute += steps[i++ % steps.length] ?? 1) {
          await pass(newsroom, minute, minute);
          const { enqueued } = newsroom.memory;
          await newsroom.tick(Temporal.PlainDateTime.from('2019-09-09T09:00').add({ minutes: minute }).toString());
          await Promise.allSettled([...enqueued.post, ...enqueued.post].map((job) => post(newsroom.world, job)));
          enqueued.post.length = 0;
          await newsroom.world.switches.resume('x');
        }
        const { posts } = newsroom.memory;
        expect(new Set(texts(newsroom)).size).toBe(posts.length);
        const rows = [...(await newsroom.world.socialLedger.parts(X)).values()];
        const recorded = rows.flatMap((one) => (one.state === 'posted' ? [one.id] : []));
        expect(posts.map(({ id }) => id).slice(0, recorded.length)).toEqual(recorded);
        expect(posts.map(({ inReplyTo }) => inReplyTo)).toEqual(posts.map((_, i) => posts[i - 1]?.id));
        if ((await newsroom.state(X)) === 'done') expect(posts).toHaveLength(3);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
