import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { backdatedStories } from '#core/plan/backdated';
import { isBackdated, planPublications } from '#core/plan/plan';
import { planLost } from '#core/plan/plan-lost';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import { absentStories } from '#core/story/absent';
import { goneAt, storySeenAt } from '#core/story/story-seen';
import { isBefore } from '#core/time/compare';
import { look, startWalk, tick, tickUntil } from '#tests/core/plan/plan-walk';
import { days, local, london, sampleEvent, samplePost, sampleRules, slug, time, topic } from '#tests/core/samples';

const shown = ({ id, due, decision }: Publication) =>
  `${due.toPlainDateTime().toString({ smallestUnit: 'minute' })} ${id}${decision === 'go' ? '' : ` ${decision}`}`;
const notEmpty = ({ decision }: Publication) => decision !== 'empty';
const find = (plan: Publication[], id: string) => plan.find((publication) => publication.id === id);

describe('a year of the collaborative', () => {
  const post = samplePost();
  const spring = sampleEvent();
  const summer = sampleEvent({
    slug: slug('2020-07-08-summer-session'),
    starts: local('2020-07-08T10:00'),
    ends: local('2020-07-09T15:00'),
    published: local('2020-04-20T10:00'),
    status: 'cancelled',
  });
  const plan = planPublications({
    stories: [spring, summer, post],
    storiesSeen: new Map(),
    rules: sampleRules(),
    records: [],
    opened: london('2019-09-09T00:00').toInstant(),
    since: london('2019-09-09T00:00').toInstant(),
    now: london('2019-09-09T00:00').toInstant(),
    until: london('2020-08-01T00:00').toInstant(),
  });

  test('the plan of a year has each publication when the rules say', () => {
    expect(plan.filter(notEmpty).map(shown)).toEqual([
      '2019-09-12T09:00 alert-2019-09-12-first-visit',
      '2019-09-12T09:00 x-2019-09-12-first-visit',
      '2019-09-19T08:30 digest-weekly-2019-09-19',
      '2019-10-01T08:30 digest-monthly-2019-10-01',
      '2020-01-14T10:00 announcement-2020-03-26-spring-session',
      '2020-01-14T12:30 x-2020-03-26-spring-session',
      '2020-01-30T08:30 digest-weekly-2020-01-30',
      '2020-02-04T08:30 digest-monthly-2020-02-04',
      '2020-02-27T09:00 reminder-2020-03-26-spring-session-28d',
      '2020-02-27T09:00 x-2020-03-26-spring-session-28d',
      '2020-03-19T09:00 reminder-2020-03-26-spring-session-7d',
      '2020-03-19T09:00 x-2020-03-26-spring-session-7d',
      '2020-03-25T09:00 reminder-2020-03-26-spring-session-1d',
      '2020-03-25T09:00 x-2020-03-26-spring-session-1d',
      '2020-04-20T10:00 announcement-2020-07-08-summer-session',
      '2020-04-20T12:30 x-2020-07-08-summer-session',
      '2020-06-10T09:00 reminder-2020-07-08-summer-session-28d dropped',
      '2020-06-10T09:00 x-2020-07-08-summer-session-28d dropped',
      '2020-07-01T09:00 reminder-2020-07-08-summer-session-7d dropped',
      '2020-07-01T09:00 x-2020-07-08-summer-session-7d dropped',
      '2020-07-07T09:00 reminder-2020-07-08-summer-session-1d dropped',
      '2020-07-07T09:00 x-2020-07-08-summer-session-1d dropped',
    ]);
  });

  test('the plan announces an event published as cancelled as such, and its reminders say why they are dropped', () => {
    expect(find(plan, 'announcement-2020-07-08-summer-session')).toMatchObject({
      kind: 'announcement',
      change: 'cancelled',
      decision: 'go',
    });
    expect(find(plan, 'reminder-2020-07-08-summer-session-7d')?.reason).toBe('The event is cancelled.');
  });

  test('the plan of a digest with nothing new says so and shows nothing', () => {
    expect(find(plan, 'digest-weekly-2019-09-12')).toMatchObject({
      decision: 'empty',
      stories: [],
      reason: 'There is no new post, and no event that this digest has not shown before.',
    });
    expect(find(plan, 'digest-weekly-2020-02-06')?.decision).toBe('empty');
  });

  test('ticks every hour do what the plan of a year said', () => {
    const ticked = tickUntil(startWalk(sampleRules(), london('2019-09-09T00:00'), [spring, summer, post]), london('2019-10-02T00:00'), {
      hours: 1,
    });
    const due = plan.filter((publication) => isBefore(publication.due, london('2019-10-02T00:00')));
    expect(ticked.records.map(shown).sort()).toEqual(due.map(shown).sort());
  });
});

describe('what is planned, and what is not', () => {
  const rules = sampleRules();

  test('the plan has only what is due after the settled time, up to the horizon', () => {
    const walk = startWalk(rules, london('2019-09-12T09:00'), [samplePost()]);
    const plan = look(
      { ...walk, storiesSeen: tick(startWalk(rules, london('2019-09-01T00:00'), [samplePost()]), london('2019-09-02T00:00')).storiesSeen },
      london('2019-09-12T09:00'),
      london('2019-09-19T08:29'),
    );
    expect(plan).toEqual([]);
  });

  test('the plan sends a post that is first seen late at the time it is seen', () => {
    const plan = look(startWalk(rules, london('2019-09-13T11:00'), [samplePost()]), london('2019-09-13T11:05'), london('2019-09-15T00:00'));
    expect(plan.map(shown)).toEqual(['2019-09-13T11:05 alert-2019-09-12-first-visit', '2019-09-13T12:30 x-2019-09-12-first-visit']);
  });

  test('the plan has nothing of a backdated story, first seen too long after its time', () => {
    const stories = [
      samplePost(),
      sampleEvent({ published: local('2019-09-01T10:00'), starts: local('2019-10-10T10:00'), ends: local('2019-10-10T12:00') }),
    ];
    const plan = look(startWalk(rules, london('2019-09-19T09:00'), stories), london('2019-09-19T09:01'), london('2019-12-01T00:00'));
    expect(plan.filter(notEmpty)).toEqual([]);
  });

  test('a story seen at the last moment is not backdated', () => {
    const at = (text: string) => london(text).toInstant();
    const seen = (text: string) => ({
      slug: samplePost().slug,
      firstSeen: at(text),
      published: '',
      publishedSeen: at(text),
      facts: '',
      factsSeen: at(text),
    });
    expect(isBackdated(samplePost(), seen('2019-09-19T09:00'), rules)).toBe(false);
    expect(isBackdated(samplePost(), seen('2019-09-19T09:01'), rules)).toBe(true);
  });

  test('a new time of publication makes a story backdated only while nothing of it has begun', () => {
    const early = sampleEvent({ published: local('2020-01-02T10:00') });
    const unbegun = tick(startWalk(rules, london('2020-01-13T00:00'), [sampleEvent()]), london('2020-01-13T09:00'));
    const begun = tickUntil(unbegun, london('2020-01-14T10:00'), { hours: 1 });
    const reminders = (walk: typeof begun, now: string) =>
      look(tick({ ...walk, stories: [early] }, london(now)), london(now), london('2020-04-01T00:00')).filter(
        ({ kind }) => kind === 'reminder',
      ).length;
    expect(reminders(unbegun, '2020-01-13T09:30')).toBe(0);
    expect(reminders(begun, '2020-01-14T10:30')).toBe(3);
  });

  test('the plan moves an email and a post out of quiet times, and says so', () => {
    const saturday = samplePost({ published: local('2020-09-12T09:00') });
    const plan = look(startWalk(rules, london('2020-09-10T00:00'), [saturday]), london('2020-09-10T09:00'), london('2020-09-15T00:00'));
    expect(plan.filter(notEmpty).map(shown)).toEqual([
      '2020-09-14T07:30 alert-2019-09-12-first-visit',
      '2020-09-14T09:00 x-2019-09-12-first-visit',
    ]);
    expect(plan.filter(notEmpty).map(({ reason }) => reason)).toEqual([
      'Moved from Saturday 12 September 2020 at 9am: no emails at weekends.',
      'Moved from Saturday 12 September 2020 at 9am: no posts at weekends.',
    ]);
  });

  test('the plan has no social posts without slots', () => {
    const none = sampleRules({ social: { slots: [], monthlyBudgetUsd: 10 } });
    const plan = look(
      startWalk(none, london('2019-09-09T00:00'), [samplePost(), sampleEvent()]),
      london('2019-09-09T00:00'),
      london('2020-04-01T00:00'),
    );
    expect(plan.filter(({ channel }) => channel === 'x')).toEqual([]);
  });

  test('the plan keeps what is waiting, with present content, at no earlier time than now', () => {
    const walk = tickUntil(
      startWalk(rules, london('2019-09-09T00:00'), [samplePost()]),
      london('2019-09-12T09:00'),
      { hours: 1 },
      () => 'waiting',
    );
    const waiting = (stories: typeof walk.stories) =>
      look(
        tick({ ...walk, stories }, london('2019-09-12T09:10'), () => 'waiting'),
        london('2019-09-12T09:10'),
        london('2019-09-12T10:00'),
      );
    expect(waiting(walk.stories).map(shown)).toEqual([
      '2019-09-12T09:00 alert-2019-09-12-first-visit',
      '2019-09-12T09:00 x-2019-09-12-first-visit',
    ]);
    expect(waiting([samplePost({ published: local('2019-09-12T15:00') })]).map(shown)).toEqual([
      '2019-09-12T15:00 alert-2019-09-12-first-visit',
      '2019-09-12T17:00 x-2019-09-12-first-visit',
    ]);
    expect(waiting([samplePost({ published: local('2019-09-12T07:00') })]).map(shown)[0]).toBe(
      '2019-09-12T09:10 alert-2019-09-12-first-visit',
    );
    expect(waiting([])).toEqual([]);
  });

  test('the plan never moves what is waiting to the past when the rules would send it sooner, and loses nothing due', () => {
    const saturday = samplePost({ published: local('2019-09-14T10:00') });
    const walk = tickUntil(
      startWalk(rules, london('2019-09-14T09:00'), [saturday]),
      london('2019-09-16T07:30'),
      { hours: 1 },
      () => 'waiting',
    );
    const always = { ...walk, rules: sampleRules({ quiet: { weekends: false, bankHolidays: 'none' } }) };
    expect(look(always, london('2019-09-16T07:31'), london('2019-09-16T07:31')).map(shown)).toEqual([
      '2019-09-14T12:30 x-2019-09-12-first-visit',
      '2019-09-16T07:30 alert-2019-09-12-first-visit',
    ]);
  });

  test('the plan leaves out what was missed, dropped, cancelled or is being sent', () => {
    for (const state of ['missed', 'dropped', 'cancelled', 'sending'] as const) {
      const walk = tickUntil(
        startWalk(rules, london('2019-09-12T00:00'), [samplePost()]),
        london('2019-09-12T09:00'),
        { hours: 1 },
        () => state,
      );
      expect(look(walk, london('2019-09-12T09:00'), london('2019-09-13T00:00'))).toEqual([]);
    }
  });

  test('the plan follows the wall clock of another zone', () => {
    const auckland = sampleRules({ timezone: 'Pacific/Auckland' });
    const start = Temporal.ZonedDateTime.from('2019-09-09T00:00[Pacific/Auckland]');
    const plan = look(startWalk(auckland, start, [samplePost({ topics: [topic('learning-from-deaths')] })]), start, start.add(days(14)));
    expect(plan.filter(notEmpty).map(({ due }) => due.toString())).toEqual([
      '2019-09-12T09:00:00+12:00[Pacific/Auckland]',
      '2019-09-12T09:00:00+12:00[Pacific/Auckland]',
      '2019-09-19T08:30:00+12:00[Pacific/Auckland]',
    ]);
  });
});

test('nothing goes out of a story in the archive: no email, post, digest or extra post, whatever its date is and whoever wanted it before', () => {
  const rules = sampleRules({ digests: [{ name: 'weekly', when: { every: 'week', weekday: 4 }, at: time('08:30') }] });
  const now = london('2019-09-09T08:00').toInstant();
  const extraPosts = [{ key: 'after-1d', at: { after: days(1) }, text: 'Once more' }];
  const stories = [
    samplePost({ slug: slug('old'), published: local('2015-09-10T09:00'), archive: true }),
    samplePost({ slug: slug('new'), published: local('2019-09-10T09:00'), archive: true, extraPosts }),
    sampleEvent({ slug: slug('session'), published: local('2019-09-10T09:00'), archive: true }),
  ];
  const storiesSeen = new Map(stories.map((story) => [story.slug, storySeenAt(story, undefined, now)]));
  const wanted = {
    id: 'alert-old',
    stories: [slug('old')],
    state: 'waiting',
    late: true,
    channel: 'email',
    decision: 'go',
    due: london('2019-09-09T09:00'),
  };
  const input = {
    stories,
    storiesSeen,
    rules,
    records: [wanted as unknown as PublicationRecord],
    opened: now,
    since: now,
    now,
    until: now.add({ hours: 24 * 300 }),
  };
  const going = planPublications(input).filter(({ decision }) => decision === 'go');
  expect(going).toEqual([]);
  expect(backdatedStories({ ...input, opened: now.subtract({ hours: 1 }) })).toEqual({ named: [], found: 0 });
  // Also not when its file is gone: the plan does not say that anything is lost.
  const absent = absentStories(new Map([...storiesSeen].map(([key, seen]) => [key, goneAt(seen, now)])), { stories: [], drafts: [] });
  expect(absent).toHaveLength(3);
  expect(planLost({ ...input, stories: [], records: [] }, absent)).toEqual([]);
});
