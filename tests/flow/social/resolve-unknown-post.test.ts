import { describe, expect, test } from 'vitest';
import { post } from '#flow/social/post-parts';
import { at, DeskTop, RULES } from '#tests/flow/test-newsroom';
import { type Fate, fates, pass, row, texts, X } from '#tests/flow/x-answers';
import { POST } from '#tests/sample-texts';

describe('a post of which X gave no clear answer', () => {
  test('is found on the account, and never posted again', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, () => 'lose');
    await pass(desk, 0, 15);
    expect(wire.looks).toBe(0);
    expect(await desk.state(X)).toMatch(/^sending: X gave no clear answer/);
    await pass(desk, 16, 60);
    expect(await row(desk)).toEqual({ state: 'posted', attempt: 1, id: desk.memory.posts[0]?.id, by: 'timeline' });
    expect(await desk.state(X)).toBe('done');
    expect(wire).toMatchObject({ calls: 1, looks: 1 });
    expect(texts(desk)).toHaveLength(1);
  });

  test.each<Fate>(['never', 'die'])('goes out once, some nineteen minutes late, when three looks do not find it (%s)', async (fate) => {
    const desk = new DeskTop();
    const wire = fates(desk, (call) => (call === 1 ? fate : 'answer'));
    await pass(desk, 0, 60);
    expect(desk.memory.posts.map((one) => one.at.toString())).toEqual([at('2019-09-09T09:19').toString()]);
    expect(await desk.state(X)).toBe('done');
    expect(wire).toMatchObject({ calls: 2, looks: 3 });
  });

  test('is found after all when X refuses its double, however late the timeline shows it', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, (call) => (call === 1 ? 'lose' : 'answer'), 20);
    await pass(desk, 0, 18);
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

  test('counts as in doubt from the tick that finds it so: an old ring that comes first says nothing of the time', async () => {
    const desk = new DeskTop();
    fates(desk, () => 'lose');
    await pass(desk, 0, 0);
    const claimed = await row(desk);
    for (const minute of [1, 2, 3]) await post(desk.world, { publication: X, at: at(`2019-09-09T09:0${minute}`) });
    expect(await row(desk)).toEqual(claimed);
    await desk.tick('2019-09-09T09:07');
    expect(await row(desk)).toEqual({ ...claimed, seen: at('2019-09-09T09:07') });
  });

  test('is looked for once a tick, however many rings come late and at once', async () => {
    const desk = new DeskTop();
    const wire = fates(desk, () => 'never');
    await pass(desk, 0, 15);
    for (const minute of [16, 17, 18]) await desk.tick(`2019-09-09T09:${minute}`);
    await desk.answer();
    expect(wire.looks).toBe(1);
    expect(await row(desk)).toMatchObject({ state: 'attempting', blank: 1 });
  });
});
