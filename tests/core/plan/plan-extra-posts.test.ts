import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { AFTER_ITS_TIME } from '#core/plan/after-time';
import { composeSocialPost } from '#core/social/compose-post';
import type { ExtraPost, Story } from '#core/story/story';
import { look, startWalk, tick, tickUntil, type Walk } from '#tests/core/plan/plan-walk';
import { days, local, london, sampleEvent, samplePost, sampleRules, slug } from '#tests/core/samples';

const rules = sampleRules({ quiet: { weekends: true, bankHolidays: 'none' } });
const before = (count: number, text?: string): ExtraPost => ({
  key: `before-${count}d`,
  at: { before: days(count) },
  ...(text && { text }),
});
const after = (count: number, text?: string): ExtraPost => ({ key: `after-${count}d`, at: { after: days(count) }, ...(text && { text }) });
const on = (time: string, text?: string): ExtraPost => ({
  key: `on-${time.replace(':', '').toLowerCase()}`,
  at: { on: local(time) },
  ...(text && { text }),
});

const POST = samplePost({ slug: slug('a'), extraPosts: [after(2), on('2019-09-25T14:00', 'My own words.')] });
const EVENT = sampleEvent({ slug: slug('e'), extraPosts: [before(14), after(1, 'Thank you for coming.')] });

const start = (story: Story): Walk => startWalk(rules, london('2019-09-11T08:00'), [story]);
const extras = (walk: Walk, now: string) =>
  look(walk, london(now), london('2020-06-01T00:00'))
    .filter(({ extra }) => extra !== undefined)
    .map(({ id, due, decision, reason }) => [
      id,
      due.toPlainDateTime().toString({ smallestUnit: 'minute' }),
      decision,
      ...(reason ? [reason] : []),
    ]);

describe('the posts that a story asks for itself', () => {
  test('extra posts of a blog post go out in the first slot of their day, or in the next slot after their time', () => {
    expect(extras(start(POST), '2019-09-11T08:00')).toEqual([
      ['x-a-after-2d', '2019-09-16T09:00', 'go', 'Moved from Saturday 14 September 2019 at 9am: no posts at weekends.'],
      ['x-a-on-2019-09-25t1400', '2019-09-25T17:00', 'go'],
    ]);
  });

  test('extra posts of an event count from its start and from its end', () => {
    expect(extras(start(EVENT), '2020-01-10T08:00')).toEqual([
      ['x-e-before-14d', '2020-03-12T09:00', 'go'],
      ['x-e-after-1d', '2020-03-27T09:00', 'go'],
    ]);
  });

  test('extra posts go out once, and those deleted from the list never do', () => {
    const walk = tickUntil(start(POST), london('2019-09-20T08:00'));
    expect(walk.records.map(({ id, state }) => [id, state])).toContainEqual(['x-a-after-2d', 'done']);
    expect(extras(walk, '2019-09-20T08:00').map(([id]) => id)).toEqual(['x-a-on-2019-09-25t1400']);
    const { extraPosts, ...without } = POST;
    const waiting = tick(walk, london('2019-09-25T17:00'), () => 'waiting');
    expect(extras({ ...waiting, stories: [without] }, '2019-09-25T17:01')).toEqual([
      ['x-a-on-2019-09-25t1400', '2019-09-25T17:00', 'dropped', 'It is not in the story’s list any more.'],
    ]);
  });

  test('an extra post that was added after its time waits for a yes, also when its slot is still to come', () => {
    const { extraPosts: _, ...without } = POST;
    const added = (at: string, extra: ExtraPost) => {
      const walk = tickUntil(start(without), london(at).subtract({ minutes: 5 }));
      const later = tick({ ...walk, stories: [{ ...without, extraPosts: [extra] }] }, london(at));
      // An hour later nothing has changed: what counts is when it was first seen.
      return look(tick(later, london(at).add({ hours: 1 })), london(at).add({ hours: 1 }), london('2019-10-30T00:00'))
        .filter(({ extra: key }) => key !== undefined)
        .map(({ due, asks }) => [due.toPlainDateTime().toString({ smallestUnit: 'minute' }), asks]);
    };
    expect(added('2019-09-25T13:30', on('2019-09-25T14:00'))).toEqual([['2019-09-25T17:00', undefined]]);
    expect(added('2019-09-25T14:30', on('2019-09-25T14:00'))).toEqual([['2019-09-25T17:00', AFTER_ITS_TIME]]);
    // A day is over at its end: this Saturday's post would go out on Monday.
    expect(added('2019-09-28T22:00', on('2019-09-28T00:00'))).toEqual([['2019-09-30T09:00', undefined]]);
    expect(added('2019-09-29T08:00', on('2019-09-28T00:00'))).toEqual([['2019-09-30T09:00', AFTER_ITS_TIME]]);
  });

  test('the posts that a story had when it was first seen ask for no yes of their own', () => {
    const walk = tick(start(POST), london('2019-09-11T08:30'));
    const planned = look(walk, london('2019-09-11T08:31'), london('2019-10-30T00:00'));
    expect(planned.filter(({ extra }) => extra !== undefined).map(({ asks }) => asks)).toEqual([undefined, undefined]);
  });

  test('extra posts are dropped before the first post, after the event they lead to, and for a cancelled event', () => {
    expect(extras(start(samplePost({ slug: slug('a'), extraPosts: [on('2019-09-12T08:00')] })), '2019-09-11T08:00')).toEqual([
      [
        'x-a-on-2019-09-12t0800',
        '2019-09-12T09:00',
        'dropped',
        'It would not come after the first post on Thursday 12 September 2019 at 9am.',
      ],
    ]);
    const late = sampleEvent({
      slug: slug('e'),
      extraPosts: [{ key: 'before-1h', at: { before: Temporal.Duration.from({ hours: 1 }) } }],
      starts: local('2020-03-26T18:30'),
      ends: local('2020-03-26T19:30'),
    });
    expect(extras(start(late), '2020-01-10T08:00')[0]?.[3]).toMatch(/^It would come after the event has started/);
    expect(
      extras(start({ ...EVENT, status: 'cancelled' }), '2020-01-10T08:00').map(([, , decision, reason]) => [decision, reason]),
    ).toEqual([
      ['dropped', 'The event is cancelled.'],
      ['dropped', 'The event is cancelled.'],
    ]);
  });
});

test('all posts of a story are worded differently, those of the rules and its extra posts', () => {
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    for (const story of [
      { ...POST, slug: slug(name), extraPosts: [after(2), after(3), after(4), after(5), after(6)] },
      { ...EVENT, slug: slug(name), extraPosts: [before(14), before(7), before(6), before(1), after(1, 'Thank you for coming.')] },
    ]) {
      const texts = look(start(story), london('2019-09-11T08:00'), london('2020-06-01T00:00'))
        .filter(({ kind }) => kind === 'social')
        .map((publication) => composeSocialPost({ publication, story, rules, at: publication.due }).parts[0]?.text);
      expect(texts.length).toBeGreaterThan(5);
      expect(new Set(texts).size).toBe(texts.length);
    }
  }
});

test('an extra post never repeats what the account has said, and is blocked when no other wording is left', () => {
  const [publication] = look(start(POST), london('2019-09-11T08:00'), london('2019-09-16T09:00')).filter(({ extra }) => extra);
  const said = new Set<string>();
  for (let i = 0; i < 5; i++) {
    const { parts, findings } = composeSocialPost({ publication: publication!, story: POST, rules, at: publication!.due, said });
    expect(findings).toEqual([]);
    expect(said.has(parts[0]!.text)).toBe(false);
    said.add(parts[0]!.text);
  }
  expect(composeSocialPost({ publication: publication!, story: POST, rules, at: publication!.due, said }).findings).toMatchObject([
    { rule: 'repeat', level: 'blocks' },
  ]);
});

test('with UTM links, every post has the story’s tagged link, own words included', () => {
  const link = 'https://news.example.org/posts/a';
  const story = { ...POST, social: { text: `Read ${link}. And ${link}b too.` } };
  const posts = look(start(story), london('2019-09-11T08:00'), london('2019-12-01T00:00')).filter(({ kind }) => kind === 'social');
  for (const publication of posts) {
    const { parts } = composeSocialPost({ publication, story, rules: { ...rules, utm: true }, at: publication.due });
    expect(parts[0]!.text).toContain(`${link}?utm_source=x&utm_medium=social&utm_campaign=a&utm_content=${publication.id}`);
  }
  const [first] = posts;
  expect(composeSocialPost({ publication: first!, story, rules: { ...rules, utm: true }, at: first!.due }).parts[0]!.text).toMatch(
    / And https:\/\/news\.example\.org\/posts\/ab too\.$/,
  );
});
