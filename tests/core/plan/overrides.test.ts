import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Override, Overrides } from '#core/publication/override';
import type { Publication } from '#core/publication/publication';
import { look, startWalk, tick, tickUntil, type Walk } from '#tests/core/plan/plan-walk';
import { local, london, id as publicationId, sampleEvent, samplePost, sampleRules, slug, time } from '#tests/core/samples';

const weekly = sampleRules({ digests: [{ name: 'weekly', when: { every: 'week', weekday: 4 }, at: time('08:30') }] });
const post = (name: string, published: string) => samplePost({ slug: slug(name), published: local(published) });
const FROM = london('2019-09-09T00:00');

function set(id: string, when: string | undefined, more: Partial<Override> = {}): [ReturnType<typeof publicationId>, Override] {
  const due = when === undefined ? {} : { due: london(when).toInstant() };
  return [publicationId(id), { version: 1, by: 'Jo', at: FROM.toInstant(), ...due, ...more }];
}

const moved = (walk: Walk, ...some: ReturnType<typeof set>[]): Walk => ({ ...walk, overrides: new Map(some) as Overrides });
const lines = (plan: Publication[]) =>
  plan.map(({ id, due, decision }) => `${id} ${due.toPlainDateTime().toString().slice(5, 16)} ${decision}`);

describe('a time that a person has set', () => {
  test('an email and a post go out at the time that a person has set, and say who moved them from when', () => {
    const walk = moved(
      startWalk(sampleRules({ social: { ...sampleRules().social, slots: [time('09:00')] } }), FROM, [post('a', '2019-09-10T10:00')]),
      set('alert-a', '2019-09-11T15:00'),
      set('x-a', '2019-09-12T12:34'),
    );
    const plan = look(walk, FROM, london('2019-09-20T00:00')).filter(({ kind }) => kind !== 'digest');
    expect(lines(plan)).toEqual(['alert-a 09-11T15:00 go', 'x-a 09-12T12:34 go']);
    expect(plan[0]?.reason).toBe('Jo moved it from Tuesday 10 September 2019 at 10am.');
  });

  test('a moved email keeps quiet times, and says both', () => {
    const rules = sampleRules({ quiet: { weekends: true, bankHolidays: 'none' } });
    const walk = moved(startWalk(rules, FROM, [post('a', '2019-09-10T10:00')]), set('alert-a', '2019-09-14T15:00'));
    const alert = look(walk, FROM, london('2019-09-20T00:00')).find(({ kind }) => kind === 'alert');
    expect(alert?.due.toString()).toContain('2019-09-16T00:00');
    expect(alert?.reason).toBe(
      'Jo moved it from Tuesday 10 September 2019 at 10am. Moved from Saturday 14 September 2019 at 3pm: no emails at weekends.',
    );
  });

  test('an email about a story never goes out before its story is published', () => {
    const walk = moved(startWalk(sampleRules(), FROM, [post('a', '2019-09-12T10:00')]), set('alert-a', '2019-09-10T09:00'));
    expect(lines(look(walk, FROM, london('2019-09-20T00:00')))).toContain('alert-a 09-12T10:00 go');
  });

  test('reminders that would come before a moved announcement do not go out, and say why', () => {
    const event = sampleEvent({
      slug: slug('e'),
      published: local('2019-09-10T10:00'),
      starts: local('2019-10-10T10:00'),
      ends: local('2019-10-10T12:00'),
    });
    const rules = sampleRules({ events: { ...sampleRules().events, reminders: [Temporal.Duration.from('P7D')] } });
    const walk = moved(startWalk(rules, FROM, [event]), set('announcement-e', '2019-10-07T10:00'));
    const plan = look(walk, FROM, london('2019-10-20T00:00')).filter(({ channel }) => channel === 'email');
    expect(lines(plan)).toEqual(expect.arrayContaining(['announcement-e 10-07T10:00 go']));
    expect(plan.find(({ kind }) => kind === 'reminder')).toMatchObject({
      decision: 'dropped',
      reason: 'It would not come after the announcement on Monday 7 October 2019 at 10am.',
    });
  });

  test('an announcement that is moved behind its event does not go out, and says so', () => {
    const event = sampleEvent({
      slug: slug('e'),
      published: local('2019-09-10T10:00'),
      starts: local('2019-10-10T10:00'),
      ends: local('2019-10-10T12:00'),
    });
    const walk = moved(startWalk(sampleRules(), FROM, [event]), set('announcement-e', '2019-10-11T10:00'));
    const announcement = look(walk, FROM, london('2019-10-20T00:00')).find(({ kind }) => kind === 'announcement');
    expect(announcement).toMatchObject({
      decision: 'dropped',
      reason: 'It would come after the event has started on Thursday 10 October 2019 at 10am.',
    });
  });

  test('a digest that is moved by weeks, earlier or later, has the news up to its new time', () => {
    const stories = [post('a', '2019-09-11T10:00'), post('b', '2019-09-18T10:00'), post('c', '2019-10-01T10:00')];
    const walk = moved(
      startWalk(weekly, FROM, stories),
      set('digest-weekly-2019-09-12', '2019-10-04T09:00'),
      set('digest-weekly-2019-10-10', '2019-09-20T09:00'),
    );
    const plan = look(walk, FROM, london('2019-10-05T00:00')).filter(({ kind }) => kind === 'digest');
    expect(
      plan.map(({ id, due, stories: shown }) => `${id.slice(-5)} ${due.toPlainDate().toString().slice(5)} ${shown.join(' ')}`),
    ).toEqual(['09-19 09-19 b a', '10-10 09-20 ', '09-26 09-26 ', '10-03 10-03 c', '09-12 10-04 ']);
  });

  test('a time that is read only after it has passed still counts: the publication is in the plan', () => {
    const ticked = tickUntil(startWalk(weekly, FROM, [post('a', '2019-09-11T10:00')]), london('2019-09-12T08:00'));
    const late = moved({ ...ticked, since: london('2019-09-12T12:00').toInstant() }, [
      publicationId('digest-weekly-2019-09-12'),
      { version: 1, by: 'Jo', at: london('2019-09-12T08:10').toInstant(), due: london('2019-09-12T10:00').toInstant() },
    ]);
    const plan = look(late, london('2019-09-12T12:01'), london('2019-09-12T12:01'));
    expect(lines(plan)).toEqual(['digest-weekly-2019-09-12 09-12T10:00 go']);
  });
});

describe('a digest that a person has edited', () => {
  test('a digest shows the pinned stories first, with its own subject and introduction', () => {
    const stories = [post('a', '2019-09-10T10:00'), post('b', '2019-09-11T10:00'), post('c', '2019-09-11T11:00')];
    const words = { subject: 'Three cafés', introduction: ['Dear all,'] };
    const walk = moved(
      startWalk(weekly, FROM, stories),
      set('digest-weekly-2019-09-12', undefined, { ...words, first: [slug('a'), slug('gone'), slug('b')] }),
    );
    const [digest] = look(walk, FROM, london('2019-09-13T00:00')).filter(({ kind }) => kind === 'digest');
    expect(digest).toMatchObject({ stories: ['a', 'b', 'c'], ...words, decision: 'go' });
  });
});

describe('properties', () => {
  const STEP = 8;
  const HOURS = 24 * 35;
  const move = fc.record({ at: fc.integer({ min: 1, max: HOURS }), issue: fc.nat({ max: 4 }), to: fc.integer({ min: 1, max: 24 * 25 }) });

  test('whoever moves digests whenever: each issue goes out once, and each post is in one of them at most', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: HOURS }), { maxLength: 8 }), (moves, posts) => {
        const stories = posts.map((hours, i) => post(`p${i}`, FROM.add({ hours }).toPlainDateTime().toString({ smallestUnit: 'minute' })));
        const issues = ['09-12', '09-19', '09-26', '10-03', '10-10'].map((date) => publicationId(`digest-weekly-2019-${date}`));
        const end = FROM.add({ hours: HOURS + 24 * 26 });
        const overrides = new Map<(typeof issues)[number], Override>();
        let walk = startWalk(weekly, FROM, stories);
        for (let now = FROM; Temporal.ZonedDateTime.compare(now, end) <= 0; now = now.add({ hours: STEP })) {
          const hour = FROM.until(now).total('hours');
          for (const { at, issue, to } of moves) {
            const id = issues[issue];
            if (Math.floor(at / STEP) !== Math.floor(hour / STEP) || id === undefined || walk.records.some((record) => record.id === id))
              continue;
            const due = now.add({ hours: to }).toInstant();
            overrides.set(id, { version: 1, by: 'Jo', at: now.toInstant(), due });
          }
          const begun = walk.records.filter(({ begun }) => begun);
          walk = tick({ ...walk, overrides: new Map(overrides) }, now);
          // Nothing that has begun is planned again.
          expect(walk.records).toEqual(expect.arrayContaining(begun));
        }
        expect(walk.records.map((record) => record.id)).toEqual(expect.arrayContaining(issues));
        const shown = walk.records.filter(({ kind }) => kind === 'digest').flatMap((record) => record.stories);
        expect(new Set(shown).size).toBe(shown.length);
        expect(new Set(shown)).toEqual(new Set(stories.map((story) => story.slug)));
      }),
      { numRuns: 10 },
    );
  });
});
