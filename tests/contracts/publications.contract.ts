import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { PublicationRecord } from '#core/publication/publication';
import type { StorySeen } from '#core/story/story-seen';
import type { PublicationStore } from '#ports';
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
  decision: 'go',
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
  decision: 'dropped',
  reason: 'It would come after the event – “too late”.',
  series: 'weekly',
  before: '28d',
  extra: 'before-7d',
  priceMilliUsd: 205,
  change: 'postponed',
  sequence: 2,
  state: 'sending',
  version: 7,
  begun: TEN,
  firstAt: TEN,
  snapshot: 'e'.repeat(64),
  site: 'https://newsroom.example.org',
  audience: 0,
  chunks: 0,
  totals: {
    counts: { planned: 9, accepted: 3, byEvent: 1, byPerson: 1, suppressed: 2, refused: 1, held: 1, open: 2, twice: 0 },
    chunksLeft: 2,
    mails: ['e'.repeat(64)],
    erased: TEN,
  },
  sender: 'news@example.org',
  unknown: 'hold',
  deadline: TEN,
  previousFacts: { status: 'postponed', starts: '2020-03-25T10:00', ends: '2020-03-25T16:00', place: 'Bath' },
  announcedFacts: { status: 'confirmed', starts: '2020-03-26T10:00', ends: '2020-03-26T16:00', place: '' },
};

const storySeen: StorySeen = {
  slug: slug('a'),
  firstSeen: NINE,
  published: '2019-09-12T09:00',
  publishedSeen: NINE,
  facts: '',
  factsSeen: TEN,
};

/** What every register keeps to. `open` gives an empty one. */
export function publicationsContract(name: string, open: () => Promise<PublicationStore>): void {
  describe(`the register ${name}`, () => {
    it('gives back a publication as it was added, with all it can have or the least', async () => {
      const publications = await open();
      for (const record of [full, alert]) {
        expect(await publications.add(record)).toBe('added');
        expect(written(await publications.find(record.id))).toEqual(written(record));
      }
      expect((await publications.all()).map(written)).toEqual([alert, full].map(written));
      expect(await publications.find(publicationId('alert-z'))).toBeUndefined();
    });

    it('keeps the publication that was added first, whoever else adds it at once', async () => {
      const publications = await open();
      const writers = Array.from({ length: 20 }, (_, i) => ({ ...alert, reason: `writer ${i}` }));
      const answers = await Promise.all(writers.map((record) => publications.add(record)));
      expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
      expect((await publications.find(alert.id))?.reason).toBe(`writer ${answers.indexOf('added')}`);
    });

    it('lets one of fifty writers replace what all have read, and tells the others', async () => {
      const publications = await open();
      await publications.add(alert);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => publications.replace({ ...alert, state: 'sealing', reason: `writer ${i}` })),
      );
      expect(answers.filter((answer) => answer === 'replaced')).toHaveLength(1);
      const stored = await publications.find(alert.id);
      expect(stored).toMatchObject({ version: 1, state: 'sealing', reason: `writer ${answers.indexOf('replaced')}` });
      expect(await publications.replace({ ...alert, state: 'done' })).toBe('stale');
    });

    it('forgets what the new record leaves out', async () => {
      const publications = await open();
      await publications.add(full);
      expect(await publications.replace({ ...alert, id: full.id, version: 7 })).toBe('replaced');
      expect(written(await publications.find(full.id))).toEqual(written({ ...alert, id: full.id, version: 8 }));
    });

    it('replaces nothing that was never added', async () => {
      const publications = await open();
      expect(await publications.replace(alert)).toBe('stale');
      expect(await publications.all()).toEqual([]);
    });

    it('lists every publication of many years by id', async () => {
      const publications = await open();
      const ids = Array.from({ length: 100 }, (_, i) => publicationId(`digest-${String((i * 7) % 100).padStart(3, '0')}`));
      await Promise.all(ids.map((id) => publications.add({ ...full, id, reason: 'r'.repeat(12_000) })));
      expect((await publications.all()).map(({ id }) => id)).toEqual(ids.toSorted());
    });

    it('keeps the last sighting of each story', async () => {
      const publications = await open();
      const moved = { ...storySeen, published: '2019-09-13T09:00', publishedSeen: TEN };
      await publications.recordStorySeen({ ...storySeen, slug: slug('b'), facts: 'confirmed|2020' });
      await publications.recordStorySeen(storySeen);
      await publications.recordStorySeen(moved);
      expect((await publications.storiesSeen()).map(written)).toEqual(
        [moved, { ...storySeen, slug: slug('b'), facts: 'confirmed|2020' }].map(written),
      );
    });

    it('remembers how far the newest daily round has come', async () => {
      const publications = await open();
      expect(await publications.retentionRun()).toBeUndefined();
      const day = Temporal.PlainDate.from('2019-09-19');
      await publications.recordRetentionRun({ day, done: false, after: subscriberId(3) });
      expect(written(await publications.retentionRun())).toEqual(written({ day, done: false, after: subscriberId(3) }));
      await publications.recordRetentionRun({ day: day.add({ days: 1 }), done: true });
      expect(written(await publications.retentionRun())).toEqual(written({ day: day.add({ days: 1 }), done: true }));
    });

    it('remembers to the nanosecond how far the ticks have come', async () => {
      const publications = await open();
      expect(await publications.progress()).toBeUndefined();
      await publications.recordProgress({ opened: NINE, until: NINE });
      await publications.recordProgress({ opened: NINE, until: TEN });
      expect(written(await publications.progress())).toEqual(written({ opened: NINE, until: TEN }));
    });
  });
}
