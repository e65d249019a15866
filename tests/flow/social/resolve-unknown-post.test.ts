import { describe, expect, test } from 'vitest';
import { post } from '#flow/social/post-parts';
import { pass, type Reply, row, scriptReplies, texts, X } from '#tests/flow/scripted-replies';
import { at, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

describe('a post with an unknown outcome', () => {
  test('a post with an unknown outcome that is on the account is found, and never posted again', async () => {
    const newsroom = new TestNewsroom();
    const wire = scriptReplies(newsroom, () => 'lose');
    await pass(newsroom, 0, 15);
    expect(wire.lookups).toBe(0);
    expect(await newsroom.state(X)).toMatch(/^sending: X gave no clear answer/);
    await pass(newsroom, 16, 60);
    expect(await row(newsroom)).toEqual({ state: 'posted', attempt: 1, id: newsroom.memory.posts[0]?.id, by: 'timeline' });
    expect(await newsroom.state(X)).toBe('done');
    expect(wire).toMatchObject({ calls: 1, lookups: 1 });
    expect(texts(newsroom)).toHaveLength(1);
  });

  test.each<Reply>(['never', 'die'])(
    'a post with an unknown outcome goes out once, nineteen minutes late, after three lookups do not find it (%s)',
    async (reply) => {
      const newsroom = new TestNewsroom();
      const wire = scriptReplies(newsroom, (call) => (call === 1 ? reply : 'answer'));
      await pass(newsroom, 0, 60);
      expect(newsroom.memory.posts.map((one) => one.at.toString())).toEqual([at('2019-09-09T09:19').toString()]);
      expect(await newsroom.state(X)).toBe('done');
      expect(wire).toMatchObject({ calls: 2, lookups: 3 });
    },
  );

  test('a post with an unknown outcome is found late when X refuses its duplicate', async () => {
    const newsroom = new TestNewsroom();
    const wire = scriptReplies(newsroom, (call) => (call === 1 ? 'lose' : 'answer'), 20);
    await pass(newsroom, 0, 18);
    await pass(newsroom, 90, 120);
    expect(wire.calls).toBe(2);
    expect(texts(newsroom)).toHaveLength(1);
    expect(await row(newsroom)).toMatchObject({ state: 'posted', attempt: 2, by: 'timeline' });
  });

  test('a post is held, with the reason, after three unknown outcomes', async () => {
    const newsroom = new TestNewsroom();
    const wire = scriptReplies(newsroom, () => 'never');
    await pass(newsroom, 0, 120);
    expect(wire.calls).toBe(3);
    expect(await row(newsroom)).toMatchObject({ state: 'held', attempt: 3 });
    expect(await newsroom.state(X)).toMatch(/^sending: It is held: X gave no clear answer/);
  });

  test('a post with an unknown outcome is held after its first lookups when the rules say "unknown: hold"', async () => {
    const newsroom = new TestNewsroom({ 'newsroom.yaml': `${RULES}unknown: hold\n`, 'posts/safer-medicines.md': POST });
    const wire = scriptReplies(newsroom, () => 'never');
    await pass(newsroom, 0, 60);
    expect(wire).toMatchObject({ calls: 1, lookups: 3 });
    expect(await row(newsroom)).toMatchObject({ state: 'held', attempt: 1 });
  });

  test('a post with an unknown outcome waits while the timeline cannot be read', async () => {
    const newsroom = new TestNewsroom();
    const wire = scriptReplies(newsroom, () => 'lose');
    wire.blind = true;
    await pass(newsroom, 0, 60);
    expect(await row(newsroom)).toMatchObject({ state: 'attempting', blank: 0 });
    wire.blind = false;
    await pass(newsroom, 61, 62);
    expect(await newsroom.state(X)).toBe('done');
    expect(wire.calls).toBe(1);
  });

  test('a held post is settled by its own late answer', async () => {
    const newsroom = new TestNewsroom();
    const { social, socialLedger } = newsroom.world;
    const { x: channel } = social;
    newsroom.world.social.x = {
      ...channel,
      post: async (text) => {
        const claimed = await row(newsroom);
        if (claimed?.state !== 'attempting') throw new Error('The call was made without a claim.');
        const held = { state: 'held' as const, attempt: claimed.attempt, nonce: claimed.nonce, why: 'silence' };
        await socialLedger.change(
          { publication: X, part: 0 },
          { expect: { kind: 'claim', nonce: claimed.nonce, states: ['attempting'] }, to: held },
        );
        return channel.post(text);
      },
    };
    await pass(newsroom, 0, 1);
    expect([await row(newsroom), await newsroom.state(X)]).toEqual([expect.objectContaining({ state: 'posted', by: 'answer' }), 'done']);
  });

  test('a post is unresolved from the tick that finds it so, and not from the time of an old job', async () => {
    const newsroom = new TestNewsroom();
    scriptReplies(newsroom, () => 'lose');
    await pass(newsroom, 0, 0);
    const claimed = await row(newsroom);
    for (const minute of [1, 2, 3]) await post(newsroom.world, { publication: X, at: at(`2019-09-09T09:0${minute}`) });
    expect(await row(newsroom)).toEqual(claimed);
    await newsroom.tick('2019-09-09T09:07');
    expect(await row(newsroom)).toEqual({ ...claimed, seen: at('2019-09-09T09:07') });
  });

  test('a post with an unknown outcome is looked up once a tick, however many late jobs come at once', async () => {
    const newsroom = new TestNewsroom();
    const wire = scriptReplies(newsroom, () => 'never');
    await pass(newsroom, 0, 15);
    for (const minute of [16, 17, 18]) await newsroom.tick(`2019-09-09T09:${minute}`);
    await newsroom.answer();
    expect(wire.lookups).toBe(1);
    expect(await row(newsroom)).toMatchObject({ state: 'attempting', blank: 1 });
  });
});
