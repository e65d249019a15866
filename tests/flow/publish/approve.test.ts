import { describe, expect, test } from 'vitest';
import { changedParts } from '#core/publication/outgoing';
import { approve, outgoingNow, unbegun } from '#flow/publish/approve';
import { readPlan } from '#flow/publish/plan';
import { sayYes } from '#tests/flow/say-yes';
import { at, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = 'alert-safer-medicines';
const STRICT = RULES.replace('approval: automatic', 'approval: required');
const opened = (files: Record<string, string> = {}) =>
  new TestNewsroom({ 'newsroom.yaml': STRICT, 'posts/safer-medicines.md': POST, ...files });

/** What the page of a publication shows at this time. */
async function seen(newsroom: TestNewsroom, id: string, local: string) {
  const now = at(local);
  const planned = await readPlan(newsroom.world, now, now.add({ hours: 24 * 30 }));
  const publication = planned?.publications.find((one) => one.id === id);
  if (!planned || !publication) throw new Error(`${id} is not on the plan.`);
  const one = unbegun(publication, planned);
  return { one, shown: await outgoingNow(newsroom.world, one) };
}

describe('a yes to a publication', () => {
  test('a yes does not let an alert go out under another title: it waits, says why, and a new yes lets it go', async () => {
    const newsroom = opened();
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:00');
    await sayYes(newsroom.world, ALERT, at('2019-09-09T08:00'));
    newsroom.write('posts/safer-medicines.md', POST.replace('Safer medicines', 'Dangerous medicines'));
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state(ALERT)).toBe(
      'waiting: It changed after lead said yes: the stories, the subject and the text. Please look at it, and say yes again.',
    );
    await sayYes(newsroom.world, ALERT, at('2019-09-09T09:10'));
    await newsroom.minute('2019-09-09T09:11');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
  });

  test.each<[string, (post: string) => string, string]>([
    ['its text', (post) => post.replace('Four wards changed how', 'Five wards changed how'), 'the text'],
    ['the line after its subject', (post) => post.replace('summary:', 'preheader: Read this.\nsummary:'), 'the line after the subject'],
    ['its topics', (post) => post.replace('[medication]', '[leadership]'), 'whom it is for'],
    ['its time', (post) => post.replace('T09:00', 'T10:00'), 'the time'],
  ])('a yes does not count once something changes: %s', async (_, changed, part) => {
    const newsroom = opened();
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:00');
    await sayYes(newsroom.world, ALERT, at('2019-09-09T08:00'));
    newsroom.write('posts/safer-medicines.md', changed(POST));
    await newsroom.minute('2019-09-09T08:01');
    await newsroom.minute('2019-09-09T10:00');
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state(ALERT)).toBe(`waiting: It changed after lead said yes: ${part}. Please look at it, and say yes again.`);
  });

  test('a yes to a digest does not count for one with another story in it', async () => {
    const digest = 'digest-weekly-2019-09-12';
    const newsroom = opened();
    await newsroom.subscribe('ada', { frequency: 'weekly' });
    await newsroom.minute('2019-09-09T09:00');
    await sayYes(newsroom.world, digest, at('2019-09-10T09:00'));
    newsroom.write('posts/new.md', POST.replace('Safer medicines', 'New beds').replace('2019-09-09', '2019-09-11'));
    await newsroom.minute('2019-09-11T08:59');
    await newsroom.minute('2019-09-12T08:30');
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state(digest)).toMatch(
      /^waiting: It changed after lead said yes: whom it is for, the stories, the subject.* and the text/,
    );
  });

  test('a yes still counts when people have signed up since, and for them too', async () => {
    const newsroom = opened();
    await newsroom.subscribe('ada');
    await sayYes(newsroom.world, ALERT, at('2019-09-09T08:00'));
    for (const name of ['ben', 'cleo']) await newsroom.subscribe(name, { topics: ['medication' as never] });
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent.toSorted()).toEqual([`${ALERT} ada`, `${ALERT} ben`, `${ALERT} cleo`]);
  });

  test('a yes does not let an alert go to ten more people, and over a quarter more, until somebody says yes to that', async () => {
    const newsroom = opened();
    await newsroom.subscribe('ada');
    await sayYes(newsroom.world, ALERT, at('2019-09-09T08:00'));
    for (let i = 1; i <= 10; i += 1) await newsroom.subscribe(`member-${i}`);
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state(ALERT)).toBe(
      'waiting: It changed after lead said yes: how many people get it. Please look at it, and say yes again.',
    );
    await sayYes(newsroom.world, ALERT, at('2019-09-09T09:10'));
    await newsroom.minute('2019-09-09T09:11');
    expect(newsroom.sent).toHaveLength(11);
  });

  test('a yes still counts when the change is taken back', async () => {
    const newsroom = opened();
    await newsroom.subscribe('ada');
    await sayYes(newsroom.world, ALERT, at('2019-09-09T08:00'));
    newsroom.write('posts/safer-medicines.md', POST.replace('Safer', 'Dangerous'));
    await newsroom.minute('2019-09-09T09:00');
    newsroom.write('posts/safer-medicines.md', POST);
    await newsroom.minute('2019-09-09T09:01');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
  });

  test('a yes to a page that is out of date is refused, and the answer is what has changed', async () => {
    const newsroom = opened();
    const { shown } = await seen(newsroom, ALERT, '2019-09-09T08:00');
    newsroom.write('posts/safer-medicines.md', POST.replace('Four wards changed how', 'Nobody changed how'));
    const { one } = await seen(newsroom, ALERT, '2019-09-09T08:01');
    const answer = await approve(newsroom.world, one, { shown, by: 'lead', at: at('2019-09-09T08:01') });
    expect(answer).toEqual([
      { what: 'the text', was: [expect.stringContaining('Four wards changed how')], is: [expect.stringContaining('Nobody changed how')] },
    ]);
    expect(await newsroom.world.switches.read(publicationId(ALERT))).toEqual({});
    expect((await newsroom.world.audit.page(undefined, 10)).entries).toEqual([]);
  });

  test('a yes to the price of a post does not count for a post with other words', async () => {
    const newsroom = new TestNewsroom({
      'newsroom.yaml': RULES.replace('monthly_budget_usd: 10', 'monthly_budget_usd: 0.1'),
      'posts/safer-medicines.md': POST,
    });
    await sayYes(newsroom.world, 'x-safer-medicines', at('2019-09-09T08:00'));
    newsroom.write('posts/safer-medicines.md', POST.replace('Safer', 'Dangerous'));
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.memory.posts).toEqual([]);
    expect(await newsroom.state('x-safer-medicines')).toMatch(/^waiting: It changed after lead said yes: the stories and the text/);
  });

  test('a yes counts whenever in the day it comes: the moment is no part of what was seen', async () => {
    const newsroom = opened();
    const { shown } = await seen(newsroom, ALERT, '2019-09-09T08:00');
    await newsroom.minute('2019-09-09T09:00');
    for (const later of ['2019-09-09T09:01', '2019-09-09T13:37', '2019-09-09T18:59'])
      expect((await seen(newsroom, ALERT, later)).shown).toBe(shown);
  });
});

test('the parts that changed are named as people say them', () => {
  const named = (...whats: string[]) => changedParts(whats.map((what) => ({ what, was: [], is: [] })));
  expect([named('the time'), named('the time', 'the text'), named('the time', 'the subject', 'the text')]).toEqual([
    'the time',
    'the time and the text',
    'the time, the subject and the text',
  ]);
});
