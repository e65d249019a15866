import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { PublicationRecord } from '#core/publication/publication';
import type { StorySighting } from '#core/story/story-seen';
import type { Register } from '#ports';
import { at, publicationId, slug, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-19T08:00:00Z');
const TEN = at('2019-09-19T09:00:00.123456789Z');

const alert: PublicationRecord = {
  id: publicationId('alert-a'),
  kind: 'alert',
  channel: 'email',
  due: Temporal.ZonedDateTime.from('2019-09-12T09:00:00+01:00[Europe/London]'),
  stories: [slug('a')],
  fate: 'go',
  state: 'waiting',
  version: 0,
};

const full: Required<PublicationRecord> = {
  ...alert,
  id: publicationId('change-b-1'),
  kind: 'change',
  // The second half past one of the night on which the clocks go back.
  due: Temporal.ZonedDateTime.from('2019-10-27T01:30:00+00:00[Europe/London]'),
  stories: [slug('b'), slug('a')],
  fate: 'dropped',
  reason: 'It would come after the event – “too late”.',
  series: 'weekly',
  before: '28d',
  extra: 'before-7d',
  mills: 205,
  change: 'postponed',
  sequence: 2,
  state: 'sending',
  version: 7,
  begun: TEN,
  firstAt: TEN,
  edition: 'e'.repeat(64),
  site: 'https://newsroom.example.org',
  audience: 0,
  chunks: 0,
  account: {
    counts: { planned: 9, accepted: 3, byEvent: 1, byPerson: 1, suppressed: 2, refused: 1, held: 1, open: 2, twice: 0 },
    heads: 2,
    mails: ['e'.repeat(64)],
    erased: TEN,
  },
  sender: 'news@example.org',
  unknown: 'hold',
  deadline: TEN,
  was: { status: 'postponed', starts: '2020-03-25T10:00', ends: '2020-03-25T16:00', place: 'Bath' },
  told: { status: 'confirmed', starts: '2020-03-26T10:00', ends: '2020-03-26T16:00', place: '' },
};

const sighting: StorySighting = { slug: slug('a'), seen: NINE, published: '2019-09-12T09:00', heard: NINE, facts: '', edited: TEN };

/** What every register keeps to. `open` gives an empty one. */
export function registerContract(name: string, open: () => Promise<Register>): void {
  describe(`the register ${name}`, () => {
    it('gives back a publication as it was added, with all it can have or the least', async () => {
      const register = await open();
      for (const record of [full, alert]) {
        expect(await register.add(record)).toBe('added');
        expect(written(await register.publication(record.id))).toEqual(written(record));
      }
      expect((await register.publications()).map(written)).toEqual([alert, full].map(written));
      expect(await register.publication(publicationId('alert-z'))).toBeUndefined();
    });

    it('keeps the publication that was added first, whoever else adds it at once', async () => {
      const register = await open();
      const writers = Array.from({ length: 20 }, (_, i) => ({ ...alert, reason: `writer ${i}` }));
      const answers = await Promise.all(writers.map((record) => register.add(record)));
      expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
      expect((await register.publication(alert.id))?.reason).toBe(`writer ${answers.indexOf('added')}`);
    });

    it('lets one of fifty writers replace what all have read, and tells the others', async () => {
      const register = await open();
      await register.add(alert);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => register.replace({ ...alert, state: 'sealing', reason: `writer ${i}` })),
      );
      expect(answers.filter((answer) => answer === 'replaced')).toHaveLength(1);
      const stored = await register.publication(alert.id);
      expect(stored).toMatchObject({ version: 1, state: 'sealing', reason: `writer ${answers.indexOf('replaced')}` });
      expect(await register.replace({ ...alert, state: 'done' })).toBe('stale');
    });

    it('forgets what the new record leaves out', async () => {
      const register = await open();
      await register.add(full);
      expect(await register.replace({ ...alert, id: full.id, version: 7 })).toBe('replaced');
      expect(written(await register.publication(full.id))).toEqual(written({ ...alert, id: full.id, version: 8 }));
    });

    it('replaces nothing that was never added', async () => {
      const register = await open();
      expect(await register.replace(alert)).toBe('stale');
      expect(await register.publications()).toEqual([]);
    });

    it('lists every publication of many years by id', async () => {
      const register = await open();
      const ids = Array.from({ length: 100 }, (_, i) => publicationId(`digest-${String((i * 7) % 100).padStart(3, '0')}`));
      await Promise.all(ids.map((id) => register.add({ ...full, id, reason: 'r'.repeat(12_000) })));
      expect((await register.publications()).map(({ id }) => id)).toEqual(ids.toSorted());
    });

    it('keeps the last sighting of each story', async () => {
      const register = await open();
      const moved = { ...sighting, published: '2019-09-13T09:00', heard: TEN };
      await register.noteSighting({ ...sighting, slug: slug('b'), facts: 'confirmed|2020' });
      await register.noteSighting(sighting);
      await register.noteSighting(moved);
      expect((await register.sightings()).map(written)).toEqual(
        [moved, { ...sighting, slug: slug('b'), facts: 'confirmed|2020' }].map(written),
      );
    });

    it('remembers how far the newest daily round has come', async () => {
      const register = await open();
      expect(await register.round()).toBeUndefined();
      const day = Temporal.PlainDate.from('2019-09-19');
      await register.noteRound({ day, done: false, after: subscriberId(3) });
      expect(written(await register.round())).toEqual(written({ day, done: false, after: subscriberId(3) }));
      await register.noteRound({ day: day.add({ days: 1 }), done: true });
      expect(written(await register.round())).toEqual(written({ day: day.add({ days: 1 }), done: true }));
    });

    it('remembers to the nanosecond how far the ticks have come', async () => {
      const register = await open();
      expect(await register.settled()).toBeUndefined();
      await register.settle({ opened: NINE, until: NINE });
      await register.settle({ opened: NINE, until: TEN });
      expect(written(await register.settled())).toEqual(written({ opened: NINE, until: TEN }));
    });
  });
}
