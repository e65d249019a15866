import { expect, test } from 'vitest';
import { problemLine } from '#core/parsing/problem';
import { publicationName } from '#core/publication/names';
import { readOutlook } from '#flow/publish/outlook';
import { namedStories } from '#flow/publish/shown-stories';
import { sayYes } from '#tests/flow/say-yes';
import { at, EVENT, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const POST_FILE = 'posts/safer-medicines.md';
const EVENT_FILE = 'events/autumn.md';
const draft = (story: string) => story.replace('published:', 'draft: true\npublished:');
const REASON = (file: string) => `waiting: ${file} says draft: true. Take the line out, and this goes out.`;
const DRAFT_NOTE = 'It says draft: true, so nothing of it goes out and it has no page. Take the line out when it is ready.';

async function newsroomOf(files: Record<string, string>): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, ...files });
  await newsroom.subscribe('ada');
  return newsroom;
}

/** Returns what the plan shows of one story: each name, its state and its reason; and the problems and notes. */
async function plan({ world }: TestNewsroom, local: string): Promise<{ rows: string[]; said: string[] }> {
  const { entries, problems, planned } = await readOutlook(world, at(local), at('2019-11-30T00:00'));
  const known = planned ? namedStories(planned) : new Map();
  const rows = entries
    .filter(({ stories, state }) => stories.length > 0 && state !== 'done')
    .map((entry) => `${publicationName(entry, known)} ${entry.state}${entry.reason === undefined ? '' : `: ${entry.reason}`}`);
  return { rows, said: problems.map(problemLine) };
}

test('a new draft is not on the plan but in a note, and goes out once when the line is taken out and a person says yes', async () => {
  const newsroom = await newsroomOf({ [POST_FILE]: draft(POST) });
  for (const minute of ['2019-09-09T08:00', '2019-09-09T09:00', '2019-09-09T10:00']) await newsroom.minute(minute);
  const { rows, said } = await plan(newsroom, '2019-09-09T10:00');
  expect([rows, said]).toEqual([[], [expect.stringMatching(`^${POST_FILE} line \\d: ${DRAFT_NOTE}`)]]);
  expect(newsroom.sent).toEqual([]);
  newsroom.write(POST_FILE, POST);
  await newsroom.minute('2019-09-10T09:00');
  expect(newsroom.sent).toEqual([]);
  await sayYes(newsroom.world, 'alert-safer-medicines', at('2019-09-10T09:10'));
  for (const minute of ['2019-09-10T09:30', '2019-09-10T09:40']) await newsroom.minute(minute);
  expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
});

test('what was planned of a story that becomes a draft waits with that reason, and goes out once when the line is taken out', async () => {
  const newsroom = await newsroomOf({ [POST_FILE]: POST });
  await newsroom.minute('2019-09-09T08:00');
  newsroom.write(POST_FILE, draft(POST));
  for (const minute of ['2019-09-09T08:30', '2019-09-09T09:00']) await newsroom.minute(minute);
  expect((await plan(newsroom, '2019-09-09T09:00')).rows).toEqual([
    `New post: Safer medicines on the ward ${REASON(POST_FILE)}`,
    `Post on X: Safer medicines on the ward ${REASON(POST_FILE)}`,
  ]);
  newsroom.write(POST_FILE, POST);
  for (const minute of ['2019-09-09T09:30', '2019-09-09T10:00']) await newsroom.minute(minute);
  expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
});

test('what was due while its story was a draft for too long is missed with the reason', async () => {
  const newsroom = await newsroomOf({ [POST_FILE]: POST });
  await newsroom.minute('2019-09-09T08:00');
  newsroom.write(POST_FILE, draft(POST));
  for (const minute of ['2019-09-09T09:00', '2019-09-09T21:01']) await newsroom.minute(minute);
  expect(await newsroom.state('alert-safer-medicines')).toMatch(
    /^missed: It was due on .* was a draft or had a problem: posts\/safer-medicines\.md says draft: true\. Newsroom waited until/,
  );
});

test('an announced event that becomes a draft keeps its identity, is asked about, and is not announced twice', async () => {
  const newsroom = await newsroomOf({ [EVENT_FILE]: EVENT });
  for (const minute of ['2019-09-09T09:00', '2019-09-10T10:00', '2019-09-10T12:30']) await newsroom.minute(minute);
  newsroom.write(EVENT_FILE, draft(EVENT));
  await newsroom.minute('2019-09-11T12:00');
  const { rows, said } = await plan(newsroom, '2019-09-11T12:00');
  expect(rows[0]).toBe(`Reminder, 7 days before: Autumn learning session ${REASON(EVENT_FILE)}`);
  expect(said).toEqual([
    expect.stringMatching(DRAFT_NOTE),
    `${EVENT_FILE} line 1: It says draft: true, and readers have been told of its event “Autumn learning session” on Thursday 10 October 2019 at 9:30am. Is it cancelled? Then write status: cancelled and take out the line with draft, and they are told. If it is not, take that line out, and what is still to come goes out.`,
  ]);
  const [record] = await newsroom.world.publications.storiesSeen();
  expect([record?.slug, record?.gone, record?.renamedFrom]).toEqual(['autumn', undefined, undefined]);
  newsroom.write(EVENT_FILE, EVENT);
  for (const minute of ['2019-09-12T12:00', '2019-10-03T09:00', '2019-10-09T09:00']) await newsroom.minute(minute);
  expect(newsroom.sent).toEqual(['announcement-autumn ada', 'reminder-autumn-7d ada', 'reminder-autumn-1d ada']);
});

test('a new story with the title and time of a draft that was sent is a copy, because the draft is still there', async () => {
  const newsroom = await newsroomOf({ [POST_FILE]: POST });
  for (const minute of ['2019-09-09T08:00', '2019-09-09T09:00', '2019-09-09T09:30']) await newsroom.minute(minute);
  newsroom.write(POST_FILE, draft(POST));
  newsroom.write('posts/second.md', POST);
  await newsroom.minute('2019-09-10T09:00');
  expect((await plan(newsroom, '2019-09-10T09:00')).said).toContainEqual(
    expect.stringMatching('posts/second.md line 1: It has the same title and time as posts/safer-medicines.md, so it counts as a copy'),
  );
  expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
});

test('a digest leaves out a story that became a draft', async () => {
  const newsroom = await newsroomOf({ [POST_FILE]: POST });
  for (const minute of ['2019-09-09T08:00', '2019-09-09T09:00', '2019-09-09T09:30']) await newsroom.minute(minute);
  const digestStories = async () => {
    const { entries } = await readOutlook(newsroom.world, at('2019-09-10T12:00'), at('2019-11-30T00:00'));
    return entries.filter(({ kind }) => kind === 'digest').flatMap(({ stories }) => stories);
  };
  expect(await digestStories()).toContain('safer-medicines');
  newsroom.write(POST_FILE, draft(POST));
  await newsroom.minute('2019-09-10T12:00');
  expect(await digestStories()).toEqual([]);
});
