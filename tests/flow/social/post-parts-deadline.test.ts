import { describe, expect, test } from 'vitest';
import { post } from '#flow/social/post-parts';
import { pass, scriptReplies, texts } from '#tests/flow/scripted-replies';
import { at, EVENT, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';

describe('the deadline of a post', () => {
  const SOON = EVENT.replace('2019-10-10T09:30', '2019-09-09T11:00')
    .replace('2019-10-10T16:30', '2019-09-09T16:00')
    .replace('2019-09-10T10:00', '2019-09-09T09:00');
  const openNewsroom = () => new TestNewsroom({ 'events/autumn.md': SOON });

  test('the deadline of a post that announces an event comes before the event: after it the post is missed', async () => {
    const newsroom = openNewsroom();
    const wire = scriptReplies(newsroom, () => ({ kind: 'try-later', why: 'unreachable' }));
    await pass(newsroom, 0, 117);
    expect(await newsroom.state('x-autumn')).toBe('sending');
    await pass(newsroom, 118, 119);
    expect(await newsroom.state('x-autumn')).toMatch(/^missed: It was due on .*, so it was not sent\.$/);
    const calls = wire.calls;
    await pass(newsroom, 120, 150);
    expect(wire.calls).toBe(calls);
  });

  test('the deadline of a post applies to a job that comes hours late', async () => {
    const newsroom = openNewsroom();
    scriptReplies(newsroom, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(newsroom, 0, 0);
    await newsroom.world.publications.recordProgress({ opened: at('2019-09-09T08:00'), until: at('2019-09-09T11:00') });
    await post(newsroom.world, { publication: publicationId('x-autumn'), at: at('2019-09-09T09:30') });
    expect(texts(newsroom)).toEqual([]);
  });

  test('the deadline of a post stops a worker that has read older records', async () => {
    const newsroom = openNewsroom();
    scriptReplies(newsroom, (call) => (call === 1 ? { kind: 'try-later', why: 'unreachable' } : 'answer'));
    await pass(newsroom, 0, 0);
    const { publications } = newsroom.world;
    const before = await publications.find(publicationId('x-autumn'));
    await newsroom.tick('2019-09-09T11:00');
    newsroom.world.publications = { ...publications, find: async () => before, progress: async () => undefined };
    await post(newsroom.world, { publication: publicationId('x-autumn'), at: at('2019-09-09T09:30') });
    expect(texts(newsroom)).toEqual([]);
  });

  test('the deadline of a post does not close a part that may be on the account', async () => {
    const newsroom = openNewsroom();
    const near = at('2019-09-09T10:55').epochMilliseconds;
    scriptReplies(
      newsroom,
      () => (newsroom.memory.time.now.epochMilliseconds < near ? { kind: 'try-later', why: 'unreachable' } : 'lose'),
      5,
    );
    await pass(newsroom, 0, 119);
    expect(await newsroom.state('x-autumn')).toMatch(/^sending: X gave no clear answer/);
    await pass(newsroom, 120, 150);
    expect([texts(newsroom).length, await newsroom.state('x-autumn')]).toEqual([1, 'done']);
  });

  test('the deadline of a post stops a retry of a part that was not found', async () => {
    const newsroom = openNewsroom();
    const near = at('2019-09-09T10:55').epochMilliseconds;
    scriptReplies(newsroom, () =>
      newsroom.memory.time.now.epochMilliseconds < near ? { kind: 'try-later', why: 'unreachable' } : 'never',
    );
    await pass(newsroom, 0, 150);
    expect([texts(newsroom).length, await newsroom.state('x-autumn')]).toEqual([0, expect.stringMatching(/^missed: /)]);
  });
});
