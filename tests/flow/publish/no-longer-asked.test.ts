// What waits, and is then no longer asked for by its story or the rules: the reason that is said must be the true one.
import { expect, test } from 'vitest';
import { EVENT, RULES, TestNewsroom } from '#tests/flow/test-newsroom';

const FILE = 'events/autumn.md';
const MOVED = EVENT.replace('Taunton', 'Exeter');
const NOT_ASKED = 'Its story or the rules have changed, and do not ask for it any more. If they do again in time, it goes out.';

/** Returns a newsroom that has told of the event by email and on X, on 10 September and again before the day. */
async function told(rules = RULES, before: string[] = []): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': rules, [FILE]: EVENT });
  await newsroom.subscribe('ada');
  await minutes(newsroom, '2019-09-09T09:00', '2019-09-10T10:00', '2019-09-10T12:30', ...before);
  return newsroom;
}

async function minutes(newsroom: TestNewsroom, ...locals: string[]): Promise<void> {
  for (const local of locals) await newsroom.minute(local);
}

const states = async (newsroom: TestNewsroom, ...ids: string[]) => Promise.all(ids.map((id) => newsroom.state(id)));

test('a post about a change that waits for a yes is dropped with the reason when the change is taken back', async () => {
  const newsroom = await told();
  newsroom.write(FILE, MOVED);
  await minutes(newsroom, '2019-09-11T09:00', '2019-09-11T12:30');
  expect(await states(newsroom, 'change-autumn-1', 'x-autumn-change-1')).toEqual([
    expect.stringMatching(/^waiting: It waits for someone to say yes/),
    expect.stringMatching(/^waiting: It waits for someone to say yes/),
  ]);
  newsroom.write(FILE, EVENT);
  await minutes(newsroom, '2019-09-11T12:31', '2019-09-12T09:00');
  expect(await states(newsroom, 'change-autumn-1', 'x-autumn-change-1')).toEqual([
    'dropped: The event is again as readers were told.',
    'dropped: The event is again as readers were told.',
  ]);
});

test('a post about a change is dropped with the reason when the change is taken back after its notice was missed', async () => {
  const newsroom = await told(RULES.replace('"09:00", "12:30"', '"12:30"'));
  newsroom.write(FILE, MOVED);
  await minutes(newsroom, '2019-09-11T09:00', '2019-09-11T12:30', '2019-09-11T21:01');
  expect(await newsroom.state('change-autumn-1')).toMatch(/^missed: .* because nobody approved it/);
  newsroom.write(FILE, EVENT);
  await newsroom.minute('2019-09-11T21:02');
  expect(await newsroom.state('x-autumn-change-1')).toBe('dropped: The event is again as readers were told.');
});

test('a post about a change that nobody has said yes to is dropped with the reason when the event starts', async () => {
  const newsroom = await told(RULES, ['2019-10-03T09:00', '2019-10-09T09:00', '2019-10-09T12:30']);
  newsroom.write(FILE, MOVED);
  await minutes(newsroom, '2019-10-10T08:00', '2019-10-10T09:00', '2019-10-10T09:31', '2019-10-10T21:01');
  expect(await states(newsroom, 'change-autumn-1', 'x-autumn-change-1')).toEqual([
    'dropped: The event had started before this could go out.',
    'dropped: The event had started before this could go out.',
  ]);
});

const ARCHIVED = 'Its story is in the archive, so it does not go out. Take “archive: true” out of the story in time, and it does.';

test.each([
  [
    'its story goes into the archive',
    (newsroom: TestNewsroom) => newsroom.write(FILE, EVENT.replace('venue:', 'archive: true\nvenue:')),
    { waits: ARCHIVED, missed: 'its story had been put into the archive' },
  ],
  [
    'the rules lose its reminder',
    (newsroom: TestNewsroom) => newsroom.write('newsroom.yaml', RULES.replace('[7 days, 1 day]', '[1 day]')),
    { waits: NOT_ASKED, missed: 'its story or the rules had changed and did not ask for it any more' },
  ],
])('what waits is not said to have a file with a problem when %s', async (_, edit, said) => {
  const newsroom = await told();
  const [waits, due] = ['reminder-autumn-7d', 'Thursday 3 October 2019 at 9am'];
  await newsroom.world.switches.pause('email', 'A question of taste.');
  await newsroom.minute('2019-10-03T09:00');
  edit(newsroom);
  await newsroom.minute('2019-10-03T09:01');
  expect(await newsroom.state(waits)).toBe(`waiting: ${said.waits}`);
  await newsroom.minute('2019-10-03T21:01');
  expect(await newsroom.state(waits)).toBe(`missed: It was due on ${due}. It was not sent, because ${said.missed}.`);
});
