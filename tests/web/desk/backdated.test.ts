import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { at, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';
import { planView } from '#web/desk/plan-view';

const FILE = 'posts/safer-medicines.md';
const MISTYPED = POST.replace('published: 2019-', 'published: 2018-');
const SENTENCE =
  'posts/safer-medicines.md was first seen on Monday 9 September 2019 and says that it was published on Sunday 9 September 2018. That is more than 7 days earlier, so it has its page and nothing is sent. If the date is wrong, put it right. If it is right, you can send it all the same from the plan.';

async function newsroomOf(files: Record<string, string>): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': `${RULES}notes_to: lead@example.org\n`, ...files });
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T08:50');
  return newsroom;
}

const alerts = ({ sent }: TestNewsroom) => sent.filter((one) => one.startsWith('alert'));
const onPlan = async ({ world }: TestNewsroom, local: string) => (await planView(world, at(local), { days: 30, page: 1 })).backdated;

test('a story with a mistyped year is named on the plan and in the next morning summary alone, and goes out once with the right one', async () => {
  const newsroom = await newsroomOf({});
  newsroom.write(FILE, MISTYPED);
  for (const minute of ['2019-09-09T09:00', '2019-09-10T08:00', '2019-09-10T09:00', '2019-09-11T08:00']) await newsroom.minute(minute);
  expect(alerts(newsroom)).toEqual([]);
  expect(await onPlan(newsroom, '2019-09-11T08:00')).toEqual({
    lines: [{ file: FILE, sentence: SENTENCE, url: '/desk/publications/alert-safer-medicines' }],
    more: undefined,
    found: undefined,
  });
  const summaries = newsroom.memory.mails.filter(({ to }) => to === 'lead@example.org');
  const texts = await Promise.all(
    summaries.map(async ({ message }) => (await PostalMime.parse(message)).text?.replaceAll(/\s+/g, ' ') ?? ''),
  );
  expect(texts.filter((text) => text.includes(SENTENCE))).toHaveLength(1);
  newsroom.write(FILE, POST.replace('2019-09-09', '2019-09-12'));
  for (const minute of ['2019-09-11T09:00', '2019-09-11T12:30', '2019-09-12T09:00', '2019-09-12T09:01']) await newsroom.minute(minute);
  expect(alerts(newsroom)).toEqual(['alert-safer-medicines ada']);
  expect(await onPlan(newsroom, '2019-09-12T09:00')).toBeUndefined();
});

test('old stories that a newsroom finds when it opens are only counted, on the plan', async () => {
  const newsroom = await newsroomOf({ [FILE]: MISTYPED });
  await newsroom.minute('2019-09-10T08:00');
  expect(await onPlan(newsroom, '2019-09-10T08:00')).toEqual({
    lines: [],
    more: undefined,
    found: '1 story was published long before the newsroom opened: it has its page, and nothing is sent.',
  });
  expect(newsroom.memory.mails).toEqual([]);
});
