import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { planPublications } from '#core/plan/plan';
import type { Overrides } from '#core/publication/override';
import { type PublicationRecord, publicationId } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug, Story } from '#core/story/story';
import { type StorySeen, storySeenAt } from '#core/story/story-seen';
import { atWallClock } from '#core/time/wall-clock';
import { type Fortune, startWalk, tickUntil, type Walk } from '#tests/core/plan/plan-walk';
import { london, sampleEvent, samplePost, sampleRules, slug } from '#tests/core/samples';

const START = london('2020-03-02T08:00');
const localAt = (hours: number) => START.toPlainDateTime().add({ hours });
const hours = (maxDays: number) => fc.integer({ min: 0, max: maxDays * 24 });

const story: fc.Arbitrary<(name: string) => Story> = fc.oneof(
  hours(20).map((published) => (name: string) => samplePost({ slug: slug(name), published: localAt(published) })),
  fc.tuple(hours(20), hours(60), fc.boolean()).map(([published, notice, follow]) => (name: string) => {
    const starts = localAt(published + notice);
    return sampleEvent({
      slug: slug(name),
      published: localAt(published),
      starts,
      ends: starts.add({ hours: 3 }),
      ...(follow && { follow_up: 'Slides.' }),
    });
  }),
);
/** Some of it is edited long after, or never seen. */
const edits = fc.array(fc.tuple(fc.nat(3), fc.constantFrom('none', 'cancelled', 'moved', 'published', 'unseen'), hours(300)), {
  maxLength: 3,
});
const fortunes = fc.array(fc.constantFrom('done', 'done', 'missed', 'cancelled', 'waiting'), { minLength: 1, maxLength: 4 });

test('a story that is long over adds to the plan what it would add if it were looked at: nothing', () => {
  let over = 0;
  fc.assert(
    fc.property(fc.array(story, { minLength: 1, maxLength: 4 }), edits, fortunes, hours(400), (makers, edited, states, later) => {
      const stories = makers.map((make, i) => make(`s${i}`));
      let count = 0;
      const fortune: Fortune = () => states[count++ % states.length] ?? 'done';
      const walk = tickUntil(startWalk(sampleRules(), START, stories), START.add({ days: 30 }), { hours: 24 }, fortune);
      const now = START.add({ days: 30, hours: later });
      const storiesSeen = new Map<Slug, StorySeen>(walk.storiesSeen);
      const present = stories.map((one, i) => {
        const edit = edited.find(([which]) => which === i);
        const next = edit ? editedAs(one, edit[1], localAt(30 * 24 + edit[2])) : one;
        if (edit && edit[1] === 'unseen') storiesSeen.delete(one.slug);
        else if (next !== one)
          storiesSeen.set(one.slug, storySeenAt(next, storiesSeen.get(one.slug), now.subtract({ hours: 1 }).toInstant()));
        return next;
      });
      const input = { ...walk, stories: present, storiesSeen, now: now.toInstant(), until: now.add({ days: 20 }).toInstant() };
      const at = now.toInstant();
      // A setting of a publication that does not exist changes nothing, but its story is looked at.
      const looked: Overrides = new Map(stories.map(({ slug: name }) => [publicationId('no', name), { version: 1, by: 'Sam', at }]));
      expect(planPublications(input)).toEqual(planPublications({ ...input, overrides: looked }));
      if (later > 200 * 24) over += 1;
    }),
    { numRuns: 20 },
  );
  expect(over).toBeGreaterThan(8);
});

test('a story that is not yet to go out adds to the plan what it would add if it were looked at: nothing', () => {
  let ahead = 0;
  fc.assert(
    fc.property(fc.array(story, { minLength: 1, maxLength: 4 }), fortunes, hours(30), hours(40), (makers, states, later, horizon) => {
      const stories = makers.map((make, i) => make(`s${i}`));
      let count = 0;
      const fortune: Fortune = () => states[count++ % states.length] ?? 'done';
      const rules = sampleRules();
      const walk = tickUntil(startWalk(rules, START, stories), START.add({ hours: later }), { hours: 24 }, fortune);
      const [now, more] = [START.add({ hours: later }), START.add({ days: 90, hours: later })];
      // As many again, months ahead, some with an event whose reminders would come before they are published.
      const coming = makers.map((make, i): Story => {
        const one = { ...make(`t${i}`), published: more.toPlainDateTime() };
        return one.kind === 'event' && i % 2 === 0 ? { ...one, starts: more.subtract({ days: 60 }).toPlainDateTime() } : one;
      });
      const input = { ...walk, stories: [...stories, ...coming], now: now.toInstant(), until: now.add({ hours: horizon }).toInstant() };
      const all = [...stories, ...coming];
      const looked: Overrides = new Map(
        all.map(({ slug: name }) => [publicationId('no', name), { version: 1, by: 'Sam', at: now.toInstant() }]),
      );
      expect(planPublications(input)).toEqual(planPublications({ ...input, overrides: looked }));
      ahead += planPublications(input).filter(({ stories: [name] }) => name?.startsWith('t')).length;
    }),
    { numRuns: 40 },
  );
  expect(ahead).toBeGreaterThan(0);
});

function editedAs(one: Story, what: string, local: Temporal.PlainDateTime): Story {
  if (what === 'published') return { ...one, published: local };
  if (one.kind !== 'event') return one;
  if (what === 'cancelled') return { ...one, status: 'cancelled' };
  return what === 'moved' ? { ...one, starts: local, ends: local.add({ hours: 1 }) } : one;
}

test('an issue that has waited for months still shows the event that was ahead of it', () => {
  const published = localAt(1);
  const starts = localAt(24 * 20);
  const event = sampleEvent({ slug: slug('s0'), published, starts, ends: starts.add({ hours: 3 }) });
  const fortune: Fortune = ({ kind }) => (kind === 'digest' ? 'waiting' : 'done');
  const walk = tickUntil(startWalk(sampleRules(), START, [event]), START.add({ days: 9 }), { hours: 6 }, fortune);
  const waiting = walk.records.filter(({ state }) => state === 'waiting');
  expect(waiting.map(({ stories }) => stories)).toContainEqual(['s0']);
  const now = START.add({ days: 300 }).toInstant();
  const plan = planPublications({ ...walk, now, until: now });
  expect(plan.find(({ id }) => id === waiting[0]?.id)?.stories).toEqual(['s0']);
});

describe('a post that is long over', () => {
  const post = samplePost({ slug: slug('s0'), published: localAt(48) });
  const now = START.add({ days: 200 });
  const plan = (walk: Walk) => planPublications({ ...walk, now: now.toInstant(), until: now.add({ days: 8 }).toInstant() });
  const digestsWith = (walk: Walk) => plan(walk).filter(({ stories }) => stories.includes(post.slug));

  test('is still in the next issue of a digest of which no issue has gone out since', () => {
    const fortune: Fortune = ({ kind }) => (kind === 'digest' ? 'missed' : 'done');
    const walk = tickUntil(startWalk(sampleRules(), START, [post]), now.subtract({ days: 1 }), { hours: 24 }, fortune);
    expect(digestsWith(walk).map(({ kind }) => kind)).toContain('digest');
  });

  test.each<[string, Temporal.DurationLike, Rules['savedLate']]>([
    ['was saved after its time', { minutes: 30 }, 'ask'],
    ['was backdated', { days: 30 }, 'send'],
  ])('and %s is in the first issue after a person has sent it', (_, late, savedLate) => {
    const rules = sampleRules({ savedLate });
    const seen = storySeenAt(post, undefined, atWallClock(post.published, rules.timezone).add(late).toInstant());
    const walk = tickUntil(startWalk(rules, START), now.subtract({ days: 1 }), { hours: 24 });
    const issues = walk.records.map((record): PublicationRecord => ({ ...record, state: 'done', begun: record.due.toInstant() }));
    const due = now.subtract({ hours: 20 });
    const alert: PublicationRecord = {
      ...{ id: publicationId('alert', post.slug), kind: 'alert', channel: 'email', stories: [post.slug], decision: 'go' },
      ...{ due, begun: due.toInstant(), state: 'done', version: 3 },
    };
    const sent = { ...walk, stories: [post], storiesSeen: new Map([[post.slug, seen]]), records: [...issues, alert] };
    expect(digestsWith(sent).map(({ kind }) => kind)).toContain('digest');
    expect(digestsWith({ ...sent, records: issues })).toEqual([]);
  });
});
