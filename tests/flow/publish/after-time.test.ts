import { expect, test } from 'vitest';
import { sayYes } from '#tests/flow/say-yes';
import { at, EVENT, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const FILE = 'posts/safer-medicines.md';
const ALERT = 'alert-safer-medicines';
const X = 'x-safer-medicines';
const ASKS = /^waiting: It waits for someone to say yes, because its story says that it was published on .* first saw that later, on /;
const CAME_LATE = /^waiting: It waits for someone to say yes, because its time had passed when an edit/;

/** Returns a newsroom that has ticked at 8am on Monday, without stories. */
async function opened(rules = RULES): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': rules });
  await newsroom.subscribe('ada');
  await newsroom.subscribe('ben', { frequency: 'weekly' });
  await newsroom.minute('2019-09-09T08:00');
  return newsroom;
}

async function minutes(newsroom: TestNewsroom, ...locals: string[]): Promise<void> {
  for (const local of locals) await newsroom.minute(local);
}

const posts = ({ memory }: TestNewsroom) => memory.posts.length;

test('a blog post first seen after its time goes out neither by email nor on X before a person says yes', async () => {
  const newsroom = await opened();
  newsroom.write(FILE, POST);
  await minutes(newsroom, '2019-09-09T09:01', '2019-09-09T12:30', '2019-09-09T12:31');
  expect([newsroom.sent, posts(newsroom)]).toEqual([[], 0]);
  expect(await newsroom.state(ALERT)).toBe(
    'waiting: It waits for someone to say yes, because its story says that it was published on Monday 9 September 2019 at 9am, and Newsroom first saw that later, on Monday 9 September 2019 at 9:01am.',
  );
  expect(await newsroom.state(X)).toMatch(ASKS);
  await sayYes(newsroom.world, X, at('2019-09-09T12:32'));
  await minutes(newsroom, '2019-09-09T12:33', '2019-09-09T12:34');
  expect([newsroom.sent, posts(newsroom)]).toEqual([[], 1]);
  await sayYes(newsroom.world, ALERT, at('2019-09-09T12:35'));
  await minutes(newsroom, '2019-09-09T12:36', '2019-09-09T12:37');
  expect([newsroom.sent, posts(newsroom)]).toEqual([[`${ALERT} ada`], 1]);
});

test('an event first seen after its time is announced only after a yes, and its reminder then needs no other one', async () => {
  const newsroom = await opened();
  newsroom.write('events/autumn.md', EVENT.replace('2019-09-10T10:00', '2019-09-09T09:00'));
  await minutes(newsroom, '2019-09-09T09:30', '2019-09-09T10:00');
  expect([newsroom.sent, await newsroom.state('announcement-autumn')]).toEqual([[], expect.stringMatching(ASKS)]);
  await sayYes(newsroom.world, 'announcement-autumn', at('2019-09-09T10:01'));
  await minutes(newsroom, '2019-09-09T10:02', '2019-10-03T09:00');
  expect(newsroom.sent.filter((mail) => mail.endsWith('ada'))).toEqual(['announcement-autumn ada', 'reminder-autumn-7d ada']);
});

test('an event first seen after its time, whose announcement a person stops after their yes, is told of only after another yes', async () => {
  const newsroom = await opened(RULES.replace('undo: 0', 'undo: 2'));
  newsroom.write('events/autumn.md', EVENT.replace('2019-09-10T10:00', '2019-09-09T09:00'));
  await newsroom.minute('2019-09-09T09:30');
  await sayYes(newsroom.world, 'announcement-autumn', at('2019-09-09T09:31'));
  await newsroom.minute('2019-09-09T09:32');
  await newsroom.world.switches.cancel(publicationId('announcement-autumn'), 'lead', at('2019-09-09T09:33'));
  await minutes(newsroom, '2019-09-09T09:33', '2019-09-12T08:28', '2019-09-12T08:30', '2019-10-03T08:58', '2019-10-03T09:00');
  expect([newsroom.sent, await newsroom.state('reminder-autumn-7d')]).toEqual([[], expect.stringMatching(ASKS)]);
});

test('a story that a tick saw in time goes out by itself, also when the newsroom was down at its time', async () => {
  const newsroom = await opened();
  newsroom.write(FILE, POST);
  await minutes(newsroom, '2019-09-09T08:01', '2019-09-09T13:00');
  expect([newsroom.sent, posts(newsroom)]).toEqual([[`${ALERT} ada`], 1]);
});

test('a story that was saved while the newsroom was down, and whose time has passed at the next tick, waits for a yes', async () => {
  const newsroom = await opened();
  newsroom.write(FILE, POST);
  await newsroom.minute('2019-09-09T13:00');
  expect([newsroom.sent, posts(newsroom), await newsroom.state(ALERT)]).toEqual([[], 0, expect.stringMatching(ASKS)]);
});

test('a story that was seen in time, and had a problem at its time, goes out once when that is put right', async () => {
  const newsroom = await opened();
  newsroom.write(FILE, POST);
  await newsroom.minute('2019-09-09T08:01');
  newsroom.write(FILE, POST.replace('author:', 'auhtor:'));
  await minutes(newsroom, '2019-09-09T08:02', '2019-09-09T09:00');
  newsroom.write(FILE, POST);
  await newsroom.minute('2019-09-09T10:00');
  expect(newsroom.sent).toEqual([`${ALERT} ada`]);
});

test('a time of publication that is moved into the past waits for a yes', async () => {
  const newsroom = await opened();
  newsroom.write(FILE, POST.replace('2019-09-09T09:00', '2019-09-09T15:00'));
  await newsroom.minute('2019-09-09T08:01');
  newsroom.write(FILE, POST.replace('2019-09-09T09:00', '2019-09-09T08:30'));
  await newsroom.minute('2019-09-09T08:40');
  expect([newsroom.sent, await newsroom.state(ALERT)]).toEqual([[], expect.stringMatching(ASKS)]);
});

test('a digest goes out without a story that waits for a yes, and the next one has it', async () => {
  const newsroom = await opened();
  newsroom.write('posts/other.md', POST.replace('Safer medicines on the ward', 'Quieter nights'));
  await newsroom.minute('2019-09-09T08:01');
  await newsroom.minute('2019-09-09T09:00');
  newsroom.write(FILE, POST);
  await minutes(newsroom, '2019-09-12T08:00', '2019-09-12T08:30');
  await sayYes(newsroom.world, ALERT, at('2019-09-12T09:00'));
  await minutes(newsroom, '2019-09-12T09:01', '2019-09-19T08:30');
  const digests = (await newsroom.world.publications.all()).filter(({ kind }) => kind === 'digest');
  expect(digests.map(({ stories, state }) => [stories, state])).toEqual([
    [['other'], 'done'],
    [['safer-medicines'], 'sending'],
  ]);
});

test('saved_late: send in the rules lets what is first seen after its time go out by itself', async () => {
  const newsroom = await opened(`${RULES}saved_late: send\n`);
  newsroom.write(FILE, POST);
  await minutes(newsroom, '2019-09-09T09:01', '2019-09-09T12:30');
  expect([newsroom.sent, posts(newsroom)]).toEqual([[`${ALERT} ada`], 1]);
});

test('a reminder, a post and a follow-up that an edit brings into the plan after their time wait for a yes', async () => {
  const newsroom = await opened();
  const event = EVENT.replace('2019-09-10T10:00', '2019-09-09T09:00');
  newsroom.write('events/autumn.md', event);
  await minutes(newsroom, '2019-09-09T08:01', '2019-09-09T09:00', '2019-10-07T09:29');
  const before = newsroom.sent.length;
  newsroom.write('newsroom.yaml', RULES.replace('[7 days, 1 day]', '[7 days, 3 days, 1 day]'));
  newsroom.write('events/autumn.md', event.replace('venue:', 'social:\n  - at: 2019-10-07T08:30\n    text: Three days to go.\nvenue:'));
  await minutes(newsroom, '2019-10-07T09:30', '2019-10-07T09:31');
  expect([newsroom.sent.length, posts(newsroom)]).toEqual([before, 1]);
  expect(await newsroom.state('reminder-autumn-3d')).toMatch(CAME_LATE);
  expect((await newsroom.world.publications.all()).filter(({ extra, state }) => extra && state === 'waiting')).toHaveLength(1);
  await minutes(newsroom, '2019-10-09T09:00', '2019-10-11T09:00');
  expect(newsroom.sent).toContain('reminder-autumn-1d ada');
  newsroom.write('events/autumn.md', event.replace('venue:', 'follow_up: Thank you for coming.\nvenue:'));
  await minutes(newsroom, '2019-10-11T10:00', '2019-10-11T10:01');
  expect(await newsroom.state('follow-up-autumn')).toMatch(CAME_LATE);
  await sayYes(newsroom.world, 'follow-up-autumn', at('2019-10-11T10:02'));
  await newsroom.minute('2019-10-11T10:03');
  expect(newsroom.sent).toContain('follow-up-autumn ada');
});

test('a reminder of an event that is not as people were told waits for a yes until they have had the notice', async () => {
  const newsroom = await opened();
  const event = EVENT.replace('2019-09-10T10:00', '2019-09-09T09:00');
  newsroom.write('events/autumn.md', event);
  await minutes(newsroom, '2019-09-09T08:01', '2019-09-09T09:00', '2019-09-10T09:00');
  newsroom.write('events/autumn.md', event.replaceAll('2019-10-10', '2019-09-18'));
  await minutes(newsroom, '2019-09-10T10:00', '2019-09-11T09:00', '2019-09-11T09:01');
  expect(newsroom.sent.filter((mail) => mail.endsWith('ada'))).toEqual(['announcement-autumn ada']);
  const TELLS = 'waiting: It waits for someone to say yes, because it tells people that something is not as they were told before.';
  expect([await newsroom.state('change-autumn-1'), await newsroom.state('reminder-autumn-7d')]).toEqual([expect.any(String), TELLS]);
});

test('a digest goes out without an event whose change nobody has decided about, and has it as it is now after a yes', async () => {
  const newsroom = await opened();
  const event = EVENT.replace('2019-09-10T10:00', '2019-09-09T09:00');
  newsroom.write('events/autumn.md', event);
  newsroom.write(FILE, POST);
  await minutes(newsroom, '2019-09-09T08:01', '2019-09-09T09:00', '2019-09-12T08:00');
  newsroom.write('events/autumn.md', event.replaceAll('2019-10-10', '2019-10-17'));
  await minutes(newsroom, '2019-09-12T08:10', '2019-09-12T08:30');
  await sayYes(newsroom.world, 'change-autumn-1', at('2019-09-12T09:00'));
  await minutes(newsroom, '2019-09-12T09:01', '2019-09-19T08:30');
  const digests = (await newsroom.world.publications.all()).filter(({ kind }) => kind === 'digest');
  expect(digests.map(({ stories }) => stories)).toEqual([['safer-medicines'], ['autumn']]);
});

test('a digest has an event whose change notice a person has cancelled', async () => {
  const newsroom = await opened();
  const event = EVENT.replace('2019-09-10T10:00', '2019-09-09T09:00');
  newsroom.write('events/autumn.md', event);
  await minutes(newsroom, '2019-09-09T08:01', '2019-09-09T09:00', '2019-09-10T08:00');
  newsroom.write('events/autumn.md', event.replaceAll('2019-10-10', '2019-10-17'));
  await newsroom.minute('2019-09-10T08:10');
  await newsroom.world.switches.cancel(publicationId('change-autumn-1'), 'lead', at('2019-09-10T08:11'));
  await minutes(newsroom, '2019-09-10T08:12', '2019-09-12T08:30');
  const digests = (await newsroom.world.publications.all()).filter(({ kind }) => kind === 'digest');
  expect(digests.map(({ stories }) => stories)).toEqual([['autumn']]);
});
