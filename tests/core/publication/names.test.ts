import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publicationName } from '#core/publication/names';
import type { Publication, PublicationId } from '#core/publication/publication';
import { type Fortune, look, startWalk, tick, tickUntil } from '#tests/core/plan/plan-walk';
import { local, london, sampleEvent, samplePost, sampleRules, slug } from '#tests/core/samples';
import { sampleContent } from '#tests/gallery/sample-content';

const spring = sampleEvent({ slug: slug('spring'), title: 'Spring session' });
const known = new Map([[spring.slug, spring]]);
const named = (publication: Partial<Publication>) =>
  publicationName({ id: 'x' as PublicationId, kind: 'social', channel: 'x', stories: [spring.slug], ...publication }, known);
const id = (text: string) => text as PublicationId;

describe('the name of a publication', () => {
  test.each([
    [{ kind: 'change', channel: 'email', id: id('change-spring-1'), change: 'cancelled', sequence: 1 }, 'Cancelled: Spring session'],
    [{ kind: 'change', channel: 'email', id: id('change-spring-1'), change: 'postponed', sequence: 1 }, 'Postponed: Spring session'],
    [{ kind: 'change', channel: 'email', id: id('change-spring-1'), change: 'moved', sequence: 1 }, 'New time or place: Spring session'],
    [
      { kind: 'change', channel: 'email', id: id('change-spring-2'), change: 'moved', sequence: 2 },
      'New time or place (change 2): Spring session',
    ],
    [
      { kind: 'change', channel: 'email', id: id('change-spring-2'), change: 'confirmed', sequence: 2 },
      'Going ahead (change 2): Spring session',
    ],
    [{ id: id('x-spring-change-1'), change: 'cancelled', sequence: 1 }, 'Post on X, cancelled: Spring session'],
    [{ id: id('x-spring'), change: 'cancelled', sequence: 0 }, 'Post on X: Spring session'],
    [{ id: id('x-spring-14d') }, 'Post on X, 2 weeks before: Spring session'],
    [{ id: id('x-spring-before-14d') }, 'Post on X, 2 weeks before: Spring session'],
    [{ id: id('x-spring-before-3h') }, 'Post on X, 3 hours before: Spring session'],
    [{ id: id('x-spring-after-2d') }, 'Post on X, 2 days after: Spring session'],
    [{ id: id('x-spring-on-2020-03-01') }, 'Post on X, Sunday 1 March 2020: Spring session'],
    [{ id: id('x-spring-on-2020-03-01t0930') }, 'Post on X, Sunday 1 March 2020 at 9:30am: Spring session'],
    [{ id: id('bsky-spring-7d'), channel: 'bluesky' }, 'Post on Bluesky, 7 days before: Spring session'],
    [{ id: id('reminder-spring-1d'), kind: 'reminder', channel: 'email' }, 'Reminder, 1 day before: Spring session'],
    [{ id: id('reminder-spring-2h'), kind: 'reminder', channel: 'email' }, 'Reminder, 2 hours before: Spring session'],
    [{ id: id('digest-weekly-2020-03-19'), kind: 'digest', channel: 'email' }, 'Weekly digest, Thursday 19 March 2020'],
  ] as [Partial<Publication>, string][])('the name of a publication says what it is: %j', (publication, name) => {
    expect(named(publication)).toBe(name);
  });

  test('each publication of the sample stories has a name of its own, in all their years', async () => {
    const { rules, posts, events } = await sampleContent();
    const stories = [...posts, ...events];
    const first = stories.map(({ published }) => published.toString()).toSorted()[0] ?? '';
    const from = london(first.slice(0, 16)).subtract({ days: 1 });
    const plan = look(startWalk(rules, from, stories), from, from.add({ years: 12 }));
    expect(plan.length).toBeGreaterThan(50);
    expectOwnNames(plan, stories);
  });

  test('each publication of any history of changes has a name of its own', () => {
    const edits = fc.array(
      fc.record({
        status: fc.constantFrom('confirmed' as const, 'cancelled' as const, 'postponed' as const),
        venue: fc.constantFrom('Taunton', 'Reading', 'Oxford'),
        fortune: fc.constantFrom('done' as const, 'done' as const, 'missed' as const, 'cancelled' as const),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(edits, (changes) => {
        const rules = sampleRules({});
        const talk = (different = {}) =>
          sampleEvent({
            slug: slug('talk'),
            title: 'Talk',
            published: local('2020-02-03T10:00'),
            starts: local('2020-03-26T09:30'),
            ...different,
          });
        const post = samplePost({ slug: slug('lesson'), title: 'Lesson', published: local('2020-02-04T10:00') });
        let walk = tickUntil(startWalk(rules, london('2020-02-03T09:00'), [talk(), post]), london('2020-02-10T12:30'));
        for (const [i, { fortune, ...different }] of changes.entries()) {
          const happens: Fortune = () => fortune;
          walk = tick({ ...walk, stories: [talk(different), post] }, london('2020-02-11T10:00').add({ days: i }), happens);
        }
        const now = walk.since.toZonedDateTimeISO('Europe/London');
        const all = [...walk.records, ...look(walk, now, now.add({ days: 90 }))];
        expectOwnNames([...new Map(all.map((one) => [one.id, one])).values()], walk.stories);
      }),
      { numRuns: 15 },
    );
  });
});

function expectOwnNames(publications: readonly Publication[], stories: Parameters<typeof startWalk>[2] = []): void {
  const byTitle = new Map(stories.map((story) => [story.slug, story]));
  const names = new Map<string, string[]>();
  for (const publication of publications) {
    const name = publicationName(publication, byTitle);
    names.set(name, [...(names.get(name) ?? []), publication.id]);
  }
  expect([...names].filter(([, ids]) => ids.length > 1)).toEqual([]);
}
