import { expect, test } from 'vitest';
import { readPlan } from '#flow/publish/plan';
import { takeBack } from '#flow/publish/take-back';
import { readMorningFacts } from '#flow/transactional/morning-summary-facts';
import { sayYes } from '#tests/flow/say-yes';
import { at, EVENT, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const DEAD = EVENT.replace('Every trust', 'See [the programme](https://exa%20mple.org/day). Every trust').replace(
  'summary:',
  'social:\n  - Come and learn.\n  - { at: 2019-10-07T12:30, text: Places are left. }\nsummary:',
);
const DEAD_LINK = 'the link "the programme" is dead: no mail program can open "https://exa%20mple.org/day".';
const whole = (text: string) => text.replace('exa%20mple', 'www.example');

/** Every publication of an event whose announcement has a dead link. */
const FOLLOWING = ['x-autumn', 'reminder-autumn-7d', 'x-autumn-7d', 'x-autumn-on-2019-10-07t1230', 'reminder-autumn-1d', 'x-autumn-1d'];
const DUE = ['2019-09-10T12:30', '2019-10-03T09:00', '2019-10-07T12:30', '2019-10-09T09:00'];

async function newsroomOf(event = DEAD, rules = RULES): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': rules, 'events/autumn.md': event });
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-10T10:00');
  return newsroom;
}

test('nothing of an event goes out before its announcement, which waits for a dead link', async () => {
  const newsroom = await newsroomOf(DEAD, RULES.replace('max_lateness: 12 hours', 'max_lateness: 40 days'));
  for (const time of DUE) await newsroom.minute(time);
  expect([newsroom.sent, newsroom.memory.posts]).toEqual([[], []]);
  for (const id of FOLLOWING)
    expect(await newsroom.state(id)).toContain('waiting: Its announcement has not gone out: it waits until it is put right. T');
  expect(await newsroom.state('x-autumn')).toContain(DEAD_LINK.slice(1));
});

test('once the announcement is put right it goes out, then the post, and no reminder that had to come before', async () => {
  const newsroom = await newsroomOf(DEAD, RULES.replace('max_lateness: 12 hours', 'max_lateness: 40 days'));
  for (const time of DUE.slice(0, 3)) await newsroom.minute(time);
  newsroom.write('events/autumn.md', whole(DEAD));
  await newsroom.minute('2019-10-07T14:00');
  await newsroom.minute('2019-10-09T09:00');
  expect(newsroom.sent).toEqual(['announcement-autumn ada', 'reminder-autumn-1d ada']);
  expect(newsroom.memory.posts.map(({ text }) => text.split('\n')[0])).toEqual(['Come and learn.', expect.any(String)]);
  const late = 'which was late: it goes out on Monday 7 October 2019 at 2pm.';
  expect(await newsroom.state('reminder-autumn-7d')).toBe(`dropped: It would not come after the announcement, ${late}`);
  expect(await newsroom.state('x-autumn-7d')).toBe(`dropped: It would not come after the first post, ${late}`);
  expect(await newsroom.state('x-autumn-on-2019-10-07t1230')).toBe(`dropped: It would not come after the first post, ${late}`);
});

test('what follows a missed announcement is missed with its cause', async () => {
  const newsroom = await newsroomOf();
  for (const time of [...DUE, '2019-10-11T09:00']) await newsroom.minute(time);
  expect([newsroom.sent, newsroom.memory.posts]).toEqual([[], []]);
  for (const id of FOLLOWING.slice(1)) {
    const state = await newsroom.state(id);
    expect(state).toContain('missed: It was not sent, because its announcement did not go out: it was due on Tuesday 10 September 2019');
    expect(state).toContain(DEAD_LINK);
  }
});

test.each([
  ['was missed before', true],
  ['was never due before', false],
])(
  'the first post goes out at its own time when its announcement, which %s, got a later date and was then moved by hand',
  async (_, missed) => {
    const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'events/autumn.md': EVENT });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    if (missed) {
      await newsroom.world.switches.pause('email', 'a question');
      for (const time of ['2019-09-10T10:00', '2019-09-10T12:30', '2019-09-10T22:30']) await newsroom.minute(time);
      expect(await newsroom.state('x-autumn')).toMatch(/^missed: .* because its announcement did not go out/);
      await newsroom.world.switches.resume('email');
    }
    newsroom.write('events/autumn.md', EVENT.replace('published: 2019-09-10T10:00', 'published: 2019-09-12T10:00'));
    await newsroom.minute('2019-09-11T09:00');
    const moved = { version: 1, by: 'Sam', at: at('2019-09-11T09:05'), due: at('2019-09-13T15:00') };
    await newsroom.world.switches.setOverride(publicationId('announcement-autumn'), moved);
    const behind = await readMorningFacts(
      newsroom.world,
      at('2019-09-12T09:00').toZonedDateTimeISO('Europe/London'),
      at('2019-09-12T08:00').toZonedDateTimeISO('Europe/London'),
    );
    expect(behind.waiting.map(({ id }) => id)).toEqual([]);
    for (const time of ['2019-09-12T10:00', '2019-09-12T12:30']) await newsroom.minute(time);
    expect([newsroom.memory.posts.length, newsroom.sent]).toEqual([1, []]);
    await newsroom.minute('2019-09-13T15:00');
    expect(newsroom.sent).toEqual(['announcement-autumn ada']);
  },
);

test('an event’s post waits for an announcement of which the tick does not know that its record is there', async () => {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'events/autumn.md': EVENT });
  await newsroom.subscribe('ada');
  await newsroom.tick('2019-09-09T09:00');
  const { add } = newsroom.world.publications;
  newsroom.world.publications.add = async (record) => {
    const answer = await add(record);
    return record.id === 'announcement-autumn' ? 'exists' : answer;
  };
  await newsroom.minute('2019-09-10T12:30');
  expect(newsroom.memory.posts).toEqual([]);
  expect(await newsroom.state('x-autumn')).toMatch(/^waiting: Its announcement has not gone out/);
  await newsroom.minute('2019-09-10T12:31');
  expect([newsroom.sent, newsroom.memory.posts.length]).toEqual([['announcement-autumn ada'], 1]);
});

test('a post that a person has moved waits for its own time behind a missed announcement, and goes out if that is sent until then', async () => {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'events/autumn.md': EVENT });
  await newsroom.subscribe('ada');
  await newsroom.world.switches.pause('email', 'a question');
  for (const time of ['2019-09-10T10:00', '2019-09-10T12:30']) await newsroom.minute(time);
  const moved = { version: 1, by: 'Sam', at: at('2019-09-10T12:35'), due: at('2019-09-11T10:00') };
  await newsroom.world.switches.setOverride(publicationId('x-autumn'), moved);
  await newsroom.minute('2019-09-10T22:30');
  expect(await newsroom.state('announcement-autumn')).toMatch(/^missed: /);
  expect(await newsroom.state('x-autumn')).toMatch(/^waiting: It will not go out, because its announcement did not go out/);
  await newsroom.world.switches.resume('email');
  await sayYes(newsroom.world, 'announcement-autumn', at('2019-09-11T09:59'));
  await newsroom.minute('2019-09-11T10:00');
  await newsroom.minute('2019-09-11T10:01');
  expect([newsroom.sent, newsroom.memory.posts.length]).toEqual([['announcement-autumn ada'], 1]);
});

test.each<[string, (newsroom: TestNewsroom) => Promise<void>, RegExp]>([
  ['paused', (newsroom) => newsroom.world.switches.pause(publicationId('announcement-autumn'), 'a typo'), /: paused: a typo$/],
  ['not approved', async () => undefined, /: it waits for someone to say yes\.$/],
])('an event’s post on X waits while its announcement is %s', async (how, keep, reason) => {
  const rules = how === 'paused' ? RULES : RULES.replace('approval: automatic', 'approval: required');
  const newsroom = new TestNewsroom({ 'newsroom.yaml': rules, 'events/autumn.md': EVENT });
  await newsroom.subscribe('ada');
  await sayYes(newsroom.world, 'x-autumn', at('2019-09-09T09:00'));
  await keep(newsroom);
  await newsroom.minute('2019-09-10T10:00');
  await newsroom.minute('2019-09-10T12:30');
  expect(newsroom.memory.posts).toEqual([]);
  expect(await newsroom.state('x-autumn')).toMatch(reason);
});

test('an event’s post and reminders go out after a person has cancelled the announcement', async () => {
  const newsroom = new TestNewsroom({ 'events/autumn.md': EVENT });
  await newsroom.subscribe('ada');
  await newsroom.world.switches.cancel(publicationId('announcement-autumn'), 'Sam', at('2019-09-09T09:00'));
  for (const time of ['2019-09-10T10:00', '2019-09-10T12:30', '2019-10-03T09:00']) await newsroom.minute(time);
  expect(newsroom.sent).toEqual(['reminder-autumn-7d ada']);
  expect(newsroom.memory.posts).toHaveLength(2);
});

test('an event’s post waits again for an announcement that a person cancelled and took back, which goes out once', async () => {
  const newsroom = new TestNewsroom({ 'events/autumn.md': EVENT });
  await newsroom.subscribe('ada');
  const id = publicationId('announcement-autumn');
  const planned = await readPlan(newsroom.world, at('2019-09-09T09:00'), at('2019-09-11T09:00'));
  const publication = planned?.publications.find((one) => one.id === id);
  if (!planned || !publication) throw new Error('The announcement is not on the plan.');
  const one = { publication, rules: planned.newsroom.rules };
  await newsroom.world.switches.cancel(id, 'Sam', at('2019-09-09T09:00'));
  expect(await takeBack(newsroom.world, one, { by: 'Jo', at: at('2019-09-10T09:58') })).toBe('taken back');
  await newsroom.world.switches.pause(id, 'a question of taste');
  await newsroom.minute('2019-09-10T10:00');
  await newsroom.minute('2019-09-10T12:30');
  expect([newsroom.sent, newsroom.memory.posts]).toEqual([[], []]);
  expect(await newsroom.state('x-autumn')).toContain('Its announcement has not gone out');
  await newsroom.world.switches.resume(id);
  for (const time of ['2019-09-10T12:31', '2019-09-10T12:32']) await newsroom.minute(time);
  expect(newsroom.sent).toEqual(['announcement-autumn ada']);
  expect(newsroom.memory.posts).toHaveLength(1);
});

test('a post on X does not wait for an email that nobody would get', async () => {
  const faulty = POST.replace('Four wards', 'To see how, [read on](https://exa%20mple.org/how). Four wards');
  const newsroom = new TestNewsroom({ 'posts/a.md': faulty });
  await newsroom.subscribe('ada', { frequency: 'weekly' });
  await newsroom.minute('2019-09-09T09:00');
  expect(newsroom.memory.posts).toHaveLength(1);
});

test('a post on X about a blog post goes out while its alert is paused, or after it was cancelled', async () => {
  const newsroom = new TestNewsroom({ 'posts/a.md': POST, 'posts/b.md': POST.replace('Safer', 'Better') });
  await newsroom.subscribe('ada');
  await newsroom.world.switches.pause(publicationId('alert-a'), 'a question of taste');
  await newsroom.world.switches.cancel(publicationId('alert-b'), 'Sam', at('2019-09-09T08:00'));
  await newsroom.minute('2019-09-09T09:00');
  expect(newsroom.sent).toEqual([]);
  expect(newsroom.memory.posts).toHaveLength(2);
});

test('an email and a post that are due at the same minute go out in that minute', async () => {
  const newsroom = new TestNewsroom({ 'events/autumn.md': EVENT.replace('T10:00', 'T09:00') });
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-10T09:00');
  expect(newsroom.sent).toEqual(['announcement-autumn ada']);
  expect(newsroom.memory.posts).toHaveLength(1);
});
