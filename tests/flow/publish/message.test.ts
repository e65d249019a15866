import { describe, expect, test } from 'vitest';
import type { Topic } from '#core/rules/rules';
import { sayYes } from '#tests/flow/say-yes';
import { at, EVENT, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const MESSAGE = 'message-new-room';
const message = (to = 'to: everyone') => `---
title: The room has changed
published: 2019-09-12T09:00
${to}
---

We meet in the Severn Room.
`;

const opened = (to?: string, files: Record<string, string> = {}) => new TestNewsroom({ 'messages/new-room.md': message(to), ...files });

/** A newsroom in which the autumn event was announced to ada, ben and cleo, before dan came. */
async function announced() {
  const newsroom = opened('to: event\nevent: autumn', { 'events/autumn.md': EVENT });
  for (const name of ['ada', 'ben', 'cleo']) await newsroom.subscribe(name);
  await newsroom.minute('2019-09-10T10:00');
  await newsroom.minute('2019-09-10T10:01');
  expect(newsroom.sent.toSorted()).toEqual(['announcement-autumn ada', 'announcement-autumn ben', 'announcement-autumn cleo']);
  await newsroom.subscribe('dan');
  return newsroom;
}

const told = (newsroom: TestNewsroom) =>
  newsroom.sent
    .filter((one) => one.startsWith(MESSAGE))
    .map((one) => one.slice(MESSAGE.length + 1))
    .toSorted();

/** Lets the message's time come with a yes, and many minutes pass. */
async function goOut(newsroom: TestNewsroom): Promise<void> {
  await sayYes(newsroom.world, MESSAGE, at('2019-09-12T08:50'));
  for (const minute of ['09:00', '09:01', '09:05', '10:00']) await newsroom.minute(`2019-09-12T${minute}`);
}

describe('a message', () => {
  test('a message waits for a yes, although the rules ask for none, and is missed without one', async () => {
    const newsroom = opened();
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-12T08:50');
    await newsroom.minute('2019-09-12T09:00');
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state(MESSAGE)).toBe('waiting: A message goes out only when somebody has said yes to it.');
    await newsroom.minute('2019-09-12T21:01');
    expect(await newsroom.state(MESSAGE)).toMatch(/^missed: .*nobody approved it/);
  });

  test('a message goes once to everyone who gets our emails, in no digest and on no social channel', async () => {
    const newsroom = opened();
    await newsroom.subscribe('ada');
    await newsroom.subscribe('ben', { frequency: 'weekly', topics: ['medication' as Topic] });
    await newsroom.subscribe('cleo', { status: 'unsubscribed' });
    await goOut(newsroom);
    await newsroom.minute('2019-09-19T08:30');
    await newsroom.minute('2019-09-19T08:31');
    expect(newsroom.sent.toSorted()).toEqual([`${MESSAGE} ada`, `${MESSAGE} ben`]);
    expect(newsroom.memory.posts).toEqual([]);
  });

  test('a message to a topic goes to those who chose it, and to those who chose none', async () => {
    const newsroom = opened('to: topics\ntopics: [medication]');
    await newsroom.subscribe('ada', { topics: ['medication' as Topic] });
    await newsroom.subscribe('ben', { topics: ['leadership' as Topic] });
    await newsroom.subscribe('cleo');
    await goOut(newsroom);
    expect(told(newsroom)).toEqual(['ada', 'cleo']);
  });

  test('a message to trusts goes to their people only', async () => {
    const newsroom = opened('to: organisations\norganisations: [devon]');
    await newsroom.subscribe('ada', { organisation: 'devon' });
    await newsroom.subscribe('ben', { organisation: 'somerset' });
    await newsroom.subscribe('cleo');
    await goOut(newsroom);
    expect(told(newsroom)).toEqual(['ada']);
  });

  test('a message about an event goes to those who have been sent an email about it, and have not left', async () => {
    const newsroom = await announced();
    const ben = await newsroom.world.subscribers.find(newsroom.world.subscribers.idOf('ben@example.org'));
    if (ben) await newsroom.setStatus(ben, 'unsubscribed');
    await goOut(newsroom);
    expect(told(newsroom)).toEqual(['ada', 'cleo']);
  });

  test('a message about an event whose file was renamed goes to the same people', async () => {
    const newsroom = await announced();
    newsroom.memory.files.delete('events/autumn.md');
    newsroom.write('events/autumn-session.md', EVENT);
    await newsroom.minute('2019-09-11T10:00');
    await goOut(newsroom);
    expect(told(newsroom)).toEqual(['ada', 'ben', 'cleo']);
  });

  test('a message about an event that is not there goes to nobody, and its file says so', async () => {
    const newsroom = opened('to: event\nevent: winter', { 'events/autumn.md': EVENT });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-12T08:50');
    await newsroom.minute('2019-09-12T09:00');
    expect(told(newsroom)).toEqual([]);
    await newsroom.minute('2019-09-12T21:01');
    expect(newsroom.sent.filter((one) => one.startsWith(MESSAGE))).toEqual([]);
  });

  test('a message goes out once, also when its file gets another name afterwards', async () => {
    const newsroom = opened();
    await newsroom.subscribe('ada');
    await goOut(newsroom);
    newsroom.memory.files.delete('messages/new-room.md');
    newsroom.write('messages/room.md', message());
    await newsroom.minute('2019-09-12T10:05');
    await newsroom.minute('2019-09-12T10:10');
    expect(told(newsroom)).toEqual(['ada']);
  });

  test('a yes to a message does not count for other readers', async () => {
    const newsroom = opened('to: organisations\norganisations: [devon]');
    await newsroom.subscribe('ada', { organisation: 'devon' });
    await newsroom.minute('2019-09-12T08:50');
    await sayYes(newsroom.world, MESSAGE, at('2019-09-12T08:50'));
    newsroom.write('messages/new-room.md', message());
    await newsroom.minute('2019-09-12T09:00');
    expect(told(newsroom)).toEqual([]);
    expect(await newsroom.state(MESSAGE)).toBe(
      'waiting: It changed after lead said yes: whom it is for. Please look at it, and say yes again.',
    );
  });

  test('a message and a post of one name are two', async () => {
    const newsroom = opened(undefined, { 'posts/safer-medicines.md': POST });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    await goOut(newsroom);
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada', `${MESSAGE} ada`]);
  });
});
