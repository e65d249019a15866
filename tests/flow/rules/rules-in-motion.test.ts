// The rules change in the middle of everything: what may never happen does not, whatever is changed and when.
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { hasBegun, type Publication } from '#core/publication/publication';
import { changedRules } from '#core/rules-form/read-rule-form';
import type { PartName } from '#core/rules-form/rule-parts';
import { isAfter } from '#core/time/compare';
import { readForecast } from '#flow/publish/plan';
import { rulesText, saveRules } from '#flow/rules/save-rules';
import { EVENT, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const edit = (part: PartName, name: string, ...values: string[]) => fc.constantFrom(...values).map((value) => ({ part, name, value }));
/** Changes that a person can make in the forms, of what decides when something goes out. */
const edits = fc.oneof(
  edit('digests', 'digests.weekly', 'week Tuesday', 'week Wednesday', 'week Thursday', 'week Friday', 'month second Thursday'),
  edit('digests', 'digests.weekly.at', '07:30', '09:00', '12:00', '17:30'),
  edit('events', 'events.reminders', '7 days\n1 day', '14 days\n7 days', '1 day', '12 hours', ''),
  edit('events', 'events.at', '08:00', '09:00', '16:00'),
  edit('quiet', 'quiet.weekends', 'true', 'false'),
  edit('posts', 'social.slots', '09:00\n12:30', '08:00', '10:00\n17:00'),
  edit('approval', 'approval', 'automatic', 'required'),
  edit('approval', 'undo', '0 minutes', '2 minutes', '1 hour'),
  edit('approval', 'max_lateness', '2 hours', '12 hours', '3 days'),
  edit('topics', 'topics.medication', 'Medicines', 'Medication'),
);
const HOURS = ['07:30', '08:00', '08:30', '09:00', '09:02', '10:00', '12:00', '12:30', '16:00', '17:00', '17:30', '18:30'];
const DAYS = 12;
const steps = fc.array(fc.record({ at: fc.nat(DAYS * HOURS.length - 1), edit: edits }), { minLength: 1, maxLength: 8 });

const postOn = (day: string) =>
  POST.replace('2019-09-09T09:00', `${day}T09:00`).replace('Safer medicines on the ward', `Written for ${day}`);
const FILES = {
  'posts/first.md': postOn('2019-09-04'),
  'posts/a.md': postOn('2019-09-10'),
  'posts/b.md': postOn('2019-09-13'),
  'posts/c.md': postOn('2019-09-17'),
  'events/autumn.md': EVENT.replaceAll('2019-10-10', '2019-09-19'),
};

test('whatever rules are changed and when, nobody gets anything twice, nothing goes out without the yes it needs, and nothing is lost in silence', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (changes) => {
      const newsroom = new TestNewsroom(FILES);
      const { world, memory } = newsroom;
      await newsroom.subscribe('each');
      await newsroom.subscribe('weekly', { frequency: 'weekly' });
      // A newsroom at work: its first digest has gone out.
      for (const moment of ['2019-09-03T08:00', '2019-09-04T09:00', '2019-09-04T12:30', '2019-09-05T08:30']) await newsroom.minute(moment);
      expect(newsroom.sent).toContain('digest-weekly-2019-09-05 weekly');

      const asked: { from: Temporal.Instant; until?: Temporal.Instant }[] = [];
      for (let moment = 0; moment < DAYS * HOURS.length; moment += 1) {
        for (const { edit: change } of changes.filter((one) => one.at === moment)) {
          const { rules } = await world.content.read();
          const text = changedRules(rulesText(rules), change.part, new Map([[change.name, change.value]])) ?? '';
          const { now } = memory.time;
          expect(await saveRules(world, { text, expected: rules.version }, { by: 'Sam', at: now })).toBe('saved');
          const open = asked.find(({ until }) => until === undefined);
          if (change.value === 'required' && !open) asked.push({ from: now });
          if (change.value === 'automatic' && open) open.until = now;
        }
        const day = Temporal.PlainDate.from('2019-09-09').add({ days: Math.floor(moment / HOURS.length) });
        await newsroom.minute(`${day.toString()}T${HOURS[moment % HOURS.length]}`);
      }

      expect(newsroom.sent.filter((mail, i) => newsroom.sent.indexOf(mail) !== i)).toEqual([]);
      const texts = memory.posts.map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
      const records = await world.publications.all();
      const begun = records.filter(hasBegun);
      // While everything needs a yes, and nobody says one, nothing begins.
      const isWithin = (at: Temporal.Instant) =>
        asked.some(({ from, until }) => isAfter(at, from) && (until === undefined || !isAfter(at, until)));
      expect(begun.filter((one) => one.begun && isWithin(one.begun)).map(({ id }) => id)).toEqual([]);
      // A post is in one digest of its series, which has gone out or is ahead.
      const ahead = (await readForecast(world, memory.time.now, memory.time.now.add({ hours: 62 * 24 })))?.publications ?? [];
      const inDigests = (all: readonly Publication[]) => all.filter(({ kind }) => kind === 'digest').flatMap(({ stories }) => stories);
      const was = inDigests(begun).filter((slug) => slug !== 'autumn');
      expect(was.filter((slug, i) => was.indexOf(slug) !== i)).toEqual([]);
      for (const post of ['a', 'b', 'c']) expect([post, [...was, ...inDigests(ahead)].some((slug) => slug === post)]).toEqual([post, true]);
      // What did not go out says why.
      for (const { id, state, reason } of records)
        if (state === 'missed' || state === 'waiting' || state === 'dropped')
          expect([id, reason]).toEqual([id, expect.stringMatching(/./)]);
    }),
    { numRuns: 4 },
  );
}, 120_000);
