import { describe, expect, test } from 'vitest';
import { forecastPosts } from '#flow/publish/forecast';
import { readPlan } from '#flow/publish/plan';
import { sayYes } from '#tests/flow/say-yes';
import { at, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const budget = (usd: number) => RULES.replace('monthly_budget_usd: 10', `monthly_budget_usd: ${usd}`);
const titled = (title: string) => POST.replace('Safer medicines on the ward', title);
const WAITS = 'waiting: It waits for your yes: the month’s budget of $0.40 is used.';
const THREE = { 'newsroom.yaml': budget(0.4), 'posts/a.md': titled('One'), 'posts/b.md': titled('Two'), 'posts/c.md': titled('Three') };

describe('a post over the month’s budget', () => {
  test('a post over the month’s budget waits for approval, and then goes out', async () => {
    const newsroom = new TestNewsroom(THREE);
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.memory.posts).toHaveLength(2);
    expect(await newsroom.state('x-c')).toBe(WAITS);
    await sayYes(newsroom.world, 'x-c', at('2019-09-09T09:30'));
    await newsroom.minute('2019-09-09T09:31');
    expect(newsroom.memory.posts).toHaveLength(3);
    expect((await newsroom.world.publications.find(publicationId('x-c')))?.priceMilliUsd).toBe(200);
  });

  test('a post over the month’s budget is missed without approval in time', async () => {
    const newsroom = new TestNewsroom(THREE);
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-10T09:00');
    expect(await newsroom.state('x-c')).toMatch(/^missed: .*nobody approved its price/);
    expect(newsroom.memory.posts).toHaveLength(2);
  });

  test('a post over the month’s budget does not hold up the emails, and the next month has its own budget', async () => {
    const newsroom = new TestNewsroom({ ...THREE, 'posts/d.md': titled('Four').replace('2019-09-09', '2019-10-01') });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toHaveLength(3);
    await newsroom.minute('2019-10-01T09:00');
    expect(newsroom.memory.posts).toHaveLength(3);
  });

  test('a post over the month’s budget is forecast in the order of time, and an approved one no longer waits', async () => {
    const newsroom = new TestNewsroom(THREE);
    const now = at('2019-09-09T08:00');
    const foreseen = async () => {
      const planned = await readPlan(newsroom.world, now, at('2019-12-01T00:00'));
      const { posts, month } = await forecastPosts(newsroom.world, planned!);
      return {
        costly: [...posts].filter(([, { costly }]) => costly).map(([id]) => id),
        month: month(now.toZonedDateTimeISO('Europe/London')),
      };
    };
    expect(await foreseen()).toEqual({ costly: ['x-c'], month: { spentMilliUsd: 0, aheadMilliUsd: 400 } });
    await sayYes(newsroom.world, 'x-c', now);
    expect(await foreseen()).toEqual({ costly: [], month: { spentMilliUsd: 0, aheadMilliUsd: 600 } });
    await newsroom.minute('2019-09-09T09:00');
    expect((await foreseen()).month).toEqual({ spentMilliUsd: 600, aheadMilliUsd: 0 });
  });
});

describe('a post with a fault that blocks', () => {
  const faulty = POST.replace('summary:', 'social: "Better care.it works. #patientsafety"\nsummary:');

  test('a post with a blocking fault waits until it is put right, and says what to do', async () => {
    const newsroom = new TestNewsroom({ 'posts/a.md': faulty });
    await newsroom.minute('2019-09-09T09:00');
    expect(await newsroom.state('x-a')).toMatch(/^waiting: It waits until its text is put right\. #patientsafety cannot be read out\./);
    expect(newsroom.memory.posts).toEqual([]);
    newsroom.write('posts/a.md', faulty.replace('care.it', 'care. It').replace('#patientsafety', '#PatientSafety'));
    await newsroom.minute('2019-09-09T10:00');
    expect(newsroom.memory.posts.map(({ text }) => text)).toEqual([
      'Better care. It works. #PatientSafety\n\nhttps://news.example.org/posts/a',
    ]);
  });

  test('a post with a blocking fault is missed when it stays as it is, even with an approval', async () => {
    const newsroom = new TestNewsroom({ 'posts/a.md': faulty });
    await sayYes(newsroom.world, 'x-a', at('2019-09-09T08:30'));
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-10T09:00');
    expect(await newsroom.state('x-a')).toMatch(/^missed: .*its text had a problem/);
    expect(newsroom.memory.posts).toEqual([]);
  });

  test('a post with a blocking fault does not hold back another that only has warnings', async () => {
    const newsroom = new TestNewsroom({
      'posts/a.md': faulty,
      'posts/b.md': POST.replace('Safer', 'Calmer').replace('summary:', 'social: "🎉 Thanks to @someone."\nsummary:'),
    });
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.memory.posts.map(({ text }) => text.split('\n')[0])).toEqual(['🎉 Thanks to @someone.']);
  });
});

test('a story’s own list of posts brings each post once, also when each tick comes twice', async () => {
  const newsroom = new TestNewsroom({
    'posts/a.md': POST.replace('summary:', 'social:\n  - Read it.\n  - at: +1d\n  - { at: 2019-09-11T12:00, text: Still true. }\nsummary:'),
  });
  for (const time of ['2019-09-09T09:00', '2019-09-10T09:00', '2019-09-10T09:01', '2019-09-11T12:30', '2019-09-11T12:31']) {
    await newsroom.tick(time);
    await newsroom.minute(time);
  }
  expect(newsroom.memory.posts.map(({ text }) => text.split('\n')[0])).toEqual(['Read it.', expect.stringMatching(/./), 'Still true.']);
  expect(await Promise.all(['x-a', 'x-a-after-1d', 'x-a-on-2019-09-11t1200'].map((id) => newsroom.state(id)))).toEqual([
    'done',
    'done',
    'done',
  ]);
});
