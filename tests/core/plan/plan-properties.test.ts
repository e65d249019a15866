import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { isBackdated } from '#core/plan/plan';
import { isAllowed } from '#core/plan/quiet-times';
import { hasBegun, type Publication, type PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { LearningEvent, Story } from '#core/story/story';
import { type Fortune, look, startWalk, tick, type Walk } from '#tests/core/plan/plan-walk';
import { days, london, sampleEvent, samplePost, sampleRules, slug, time } from '#tests/core/samples';

const START = london('2020-03-02T08:00');
const HORIZON = START.add({ days: 50 });
/** Minutes after the start, in quarter hours. The walk crosses a clock change, Easter and many weekends. */
const offset = (maxDays: number) => fc.integer({ min: 0, max: maxDays * 96 }).map((quarters) => quarters * 15);
const localAt = (minutes: number) => START.toPlainDateTime().add({ minutes });

const rules: fc.Arbitrary<Rules> = fc
  .record({
    hours: fc.boolean(),
    weekends: fc.boolean(),
    holidays: fc.boolean(),
    slots: fc.subarray(['07:00', '09:00', '12:30', '17:00', '20:00']),
    weekday: fc.integer({ min: 1, max: 7 }),
    nth: fc.constantFrom(1 as const, -1 as const),
  })
  .map(({ hours, weekends, holidays, slots, weekday, nth }) =>
    sampleRules({
      quiet: {
        ...(hours && { hours: { from: time('19:00'), until: time('07:30') } }),
        weekends,
        bankHolidays: holidays ? 'england-and-wales' : 'none',
      },
      social: { slots: slots.map(time), monthlyBudgetUsd: 10 },
      digests: [
        { name: 'weekly', when: { every: 'week', weekday }, at: time('08:30') },
        { name: 'monthly', when: { every: 'month', weekday, nth }, at: time('18:45') },
      ],
    }),
  );

const story: fc.Arbitrary<(name: string) => Story> = fc.oneof(
  offset(30).map(
    (published) =>
      (name: string): Story =>
        samplePost({ slug: slug(name), published: localAt(published) }),
  ),
  fc
    .record({
      published: offset(20),
      notice: offset(40),
      hours: fc.integer({ min: 1, max: 30 }),
      status: fc.constantFrom('confirmed' as const, 'confirmed' as const, 'cancelled' as const, 'postponed' as const),
      follow: fc.boolean(),
    })
    .map(({ published, notice, hours, status, follow }) => (name: string): Story => {
      const starts = localAt(published + notice);
      return sampleEvent({
        slug: slug(name),
        published: localAt(published),
        starts,
        ends: starts.add({ hours }),
        status,
        ...(follow && { follow_up: 'Slides.' }),
      });
    }),
);
const stories = fc.array(story, { minLength: 1, maxLength: 5 }).map((makers) => makers.map((make, i) => make(`s${i}`)));

/** What happens between two ticks. */
type Turn = {
  after: number;
  edit: { which: number; what: 'title' | 'published' | 'status' | 'venue' | 'sooner' | 'hide'; minutes: number } | undefined;
  fortunes: ('done' | 'missed' | 'cancelled' | 'waiting')[];
};
const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.record({
    after: offset(4).map((minutes) => minutes + 1),
    edit: fc.option(
      fc.record({
        which: fc.nat(4),
        what: fc.constantFrom('title', 'published', 'status', 'venue', 'sooner', 'hide'),
        minutes: offset(45),
      }),
      { nil: undefined },
    ),
    fortunes: fc.array(fc.constantFrom('done', 'done', 'done', 'missed', 'cancelled', 'waiting'), { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 5, maxLength: 25 },
);

function edited(original: Story, edit: NonNullable<Turn['edit']>): Story[] {
  if (edit.what === 'hide') return [];
  if (edit.what === 'title') return [{ ...original, title: `Title ${edit.minutes}` }];
  if (edit.what === 'published') return [{ ...original, published: localAt(edit.minutes) }];
  if (original.kind !== 'event') return [original];
  if (edit.what === 'status') return [{ ...original, status: edit.minutes % 2 === 0 ? 'cancelled' : 'confirmed' }];
  if (edit.what === 'venue') return [{ ...original, venue: `Hall ${edit.minutes % 3}` }];
  return [{ ...original, starts: localAt(edit.minutes), ends: localAt(edit.minutes + 60) }];
}

/** Runs the turns, and lets `check` see the walk after each tick. */
function live(
  own: Rules,
  written: Story[],
  taken: Turn[],
  check: (walk: Walk, now: Temporal.ZonedDateTime) => void,
  fortunate = false,
): Walk {
  let walk = startWalk(own, START.subtract({ minutes: 1 }), written);
  let now = START;
  for (const { after, edit, fortunes } of taken) {
    now = now.add({ minutes: after });
    const present =
      edit === undefined
        ? walk.stories
        : written.flatMap((original, i) =>
            i === edit.which
              ? edited(walk.stories.find(({ slug: name }) => name === original.slug) ?? original, edit)
              : walk.stories.filter(({ slug: name }) => name === original.slug),
          );
    const count = { of: 0 };
    const fortune: Fortune = () => (fortunate ? 'done' : (fortunes[count.of++ % fortunes.length] ?? 'done'));
    walk = tick({ ...walk, stories: present }, now, fortune);
    check(walk, now);
  }
  return walk;
}

const unobserved = () => undefined;
const ids = (plan: Publication[]) => plan.map(({ id }) => id);
const perSeries = (records: PublicationRecord[]) =>
  records
    .filter((record) => record.kind === 'digest' && hasBegun(record))
    .flatMap((record) => record.stories.map((name) => `${record.series} ${name}`));

describe('any history of ticks and edits', () => {
  test('the plan of any history has unique ids, is ordered by time, repeatable, and only at allowed times', () => {
    fc.assert(
      fc.property(rules, stories, turns, (own, written, taken) => {
        live(own, written, taken, (walk, now) => {
          const plan = look(walk, now, HORIZON);
          expect(new Set(ids(plan)).size).toBe(plan.length);
          expect(look(walk, now, HORIZON)).toEqual(plan);
          expect([...plan].sort((a, b) => Temporal.ZonedDateTime.compare(a.due, b.due) || (a.id < b.id ? -1 : 1))).toEqual(plan);
          for (const { due, decision, reason } of plan)
            expect(isAllowed(due, own) || decision === 'dropped' || reason?.startsWith('Not moved')).toBe(true);
          for (const { decision, reason } of plan) expect(decision === 'go' || reason !== undefined).toBe(true);
        });
      }),
      { numRuns: 12 },
    );
  });

  test('a post of any history is in at most one issue of a series', () => {
    fc.assert(
      fc.property(rules, stories, turns, (own, written, taken) => {
        const posts = new Set(written.filter(({ kind }) => kind === 'post').map(({ slug: name }) => name));
        const walk = live(own, written, taken, (present, now) => {
          const forward = look(present, now, HORIZON).filter(({ kind, decision }) => kind === 'digest' && decision === 'go');
          const all = [
            ...perSeries(present.records),
            ...forward.flatMap(({ series, stories: names }) => names.map((name) => `${series} ${name}`)),
          ];
          const ofPosts = all.filter((line) => [...posts].some((name) => line.endsWith(` ${name}`)));
          expect(new Set(ofPosts).size).toBe(ofPosts.length);
        });
        expect(walk.records.length).toBe(new Set(ids(walk.records)).size);
      }),
      { numRuns: 12 },
    );
  });

  test('the plan of any history repeats nothing begun or settled but what was missed and got a later date, and has nothing backdated', () => {
    fc.assert(
      fc.property(rules, stories, turns, (own, written, taken) => {
        live(own, written, taken, (walk, now) => {
          const plan = look(walk, now, HORIZON);
          // What was missed is planned anew when its story gets a later time of publication.
          const isRedated = ({ state, due, stories: [name] }: PublicationRecord) =>
            state === 'missed' &&
            walk.stories.some(
              (one) => one.slug === name && Temporal.ZonedDateTime.compare(due, one.published.toZonedDateTime(own.timezone)) < 0,
            );
          const settled = new Set(ids(walk.records.filter((record) => record.state !== 'waiting' && !isRedated(record))));
          expect(ids(plan).filter((id) => settled.has(id))).toEqual([]);
          const known = new Set(walk.records.filter(hasBegun).flatMap((record) => record.stories));
          for (const { slug: name, ...rest } of walk.stories) {
            const storySeen = walk.storiesSeen.get(name);
            if (!storySeen || known.has(name) || !isBackdated({ slug: name, ...rest } as Story, storySeen, own)) continue;
            expect(plan.filter((publication) => publication.stories.includes(name))).toEqual([]);
          }
        });
      }),
      { numRuns: 12 },
    );
  });

  test('the plan of any history has the same ids and times when titles change', () => {
    fc.assert(
      fc.property(rules, stories, turns, (own, written, taken) => {
        live(own, written, taken, (walk, now) => {
          const retitled = {
            ...walk,
            stories: walk.stories.map((original) => ({ ...original, title: 'Other', body: 'Other', summary: 'Other' })),
          };
          expect(look(retitled, now, HORIZON)).toEqual(look(walk, now, HORIZON));
        });
      }),
      { numRuns: 10 },
    );
  });

  test('readers of a coming event know its facts after any history, or a notice is planned', () => {
    fc.assert(
      fc.property(rules, stories, turns, (own, written, taken) => {
        live(
          own,
          written,
          taken,
          (walk, now) => {
            for (const event of walk.stories.filter((candidate): candidate is LearningEvent => candidate.kind === 'event')) {
              const announced = walk.records.filter(
                (record) => record.stories[0] === event.slug && (record.kind === 'announcement' || record.kind === 'change'),
              );
              const newest = announced.sort((a, b) => Temporal.ZonedDateTime.compare(a.due, b.due)).at(-1)?.announcedFacts;
              const ahead = Temporal.ZonedDateTime.compare(event.starts.toZonedDateTime(own.timezone), now) > 0;
              if (newest === undefined || !ahead || (newest.status === event.status && event.status !== 'confirmed')) continue;
              const same =
                newest.status === event.status &&
                newest.place === (event.venue ?? '') &&
                newest.starts === event.starts.toString({ smallestUnit: 'minute' });
              const coming = look(walk, now, HORIZON.add(days(60))).filter(
                ({ kind, stories: [name] }) => kind === 'change' && name === event.slug,
              );
              expect(coming.length).toBe(same ? 0 : 1);
            }
          },
          true,
        );
      }),
      { numRuns: 12 },
    );
  });
});

describe('a history in which everything is on time', () => {
  const onTime = turns.map((taken) => taken.map((turn) => ({ ...turn, edit: undefined })));

  test('the ticks of a history on time do what the plan said at the start, at whatever times they run', () => {
    fc.assert(
      fc.property(rules, stories, onTime, (own, written, taken) => {
        const first = tick(startWalk(own, START.subtract({ minutes: 1 }), written), START);
        const promised = look({ ...first, records: [], since: START.subtract({ minutes: 1 }).toInstant() }, START, HORIZON.add(days(60)));
        let last = START;
        const walk = live(
          own,
          written,
          [{ after: 0, edit: undefined, fortunes: ['done'] }, ...taken],
          (_, now) => {
            last = now;
          },
          true,
        );
        const line = ({ id, due, decision, stories: names, reason }: Publication) =>
          [id, due.toString(), decision, names.join(' '), reason].join(' | ');
        expect(walk.records.map(line).sort()).toEqual(
          promised
            .filter(({ due }) => Temporal.ZonedDateTime.compare(due, last) <= 0)
            .map(line)
            .sort(),
        );
      }),
      { numRuns: 12 },
    );
  });

  test('a post of a history on time is in exactly one issue of each series', () => {
    fc.assert(
      fc.property(rules, stories, onTime, (own, written, taken) => {
        const walk = live(own, written, [...taken, { after: 70 * 24 * 60, edit: undefined, fortunes: ['done'] }], unobserved, true);
        const issues = perSeries(walk.records);
        for (const post of written.filter(({ kind }) => kind === 'post')) {
          for (const { name } of own.digests) expect(issues.filter((line) => line === `${name} ${post.slug}`)).toHaveLength(1);
        }
      }),
      { numRuns: 12 },
    );
  });
});
