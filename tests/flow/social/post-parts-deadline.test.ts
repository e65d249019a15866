import { describe, expect, test } from 'vitest';
import { post } from '#flow/social/post-parts';
import { at, DeskTop, EVENT, publicationId } from '#tests/flow/test-newsroom';
import { fates, pass, texts } from '#tests/flow/x-answers';

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
