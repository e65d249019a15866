import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PublicationRecord } from '#core/publication/publication';
import type { StorySeen } from '#core/story/story-seen';
import { senderProfileOf } from '#core/transactional/transactional-email';
import type { PublicationStore } from '#ports';
import { at, publicationId, slug, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';
import { sampleRules } from '#tests/core/samples';

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
  // The second 01:30 of the night in which the clocks go back.
  due: Temporal.ZonedDateTime.from('2019-10-27T01:30:00+00:00[Europe/London]'),
  stories: [slug('b'), slug('a')],
  decision: 'dropped',
  reason: 'It would come after the event – “too late”.',
  series: 'weekly',
  toldOf: slug('autumn'),
  subject: 'Cafés – and “more”',
  introduction: ['Dear all,', 'two stories'],
  before: '28d',
  extra: 'before-7d',
  priceMilliUsd: 205,
  change: 'postponed',
  sequence: 2,
  state: 'sending',
  version: 7,
  afterTime: true,
  late: true,
  missedAt: NINE,
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

/** The contract of every `PublicationStore`. `open` returns an empty one. */
export function publicationsContract(name: string, open: () => Promise<PublicationStore>): void {
  describe(`the publication store ${name}`, () => {
    test('the publication store returns a publication as it was added, with every field or with the fewest', async () => {
      const publications = await open();
      for (const record of [full, alert]) {
        expect(await publications.add(record)).toBe('added');
        expect(written(await publications.find(record.id))).toEqual(written(record));
      }
      expect((await publications.all()).map(written)).toEqual([alert, full].map(written));
      expect(await publications.find(publicationId('alert-z'))).toBeUndefined();
    });

    test('the publication store keeps the publication that was added first when many add it at once', async () => {
      const publications = await open();
      const writers = Array.from({ length: 20 }, (_, i) => ({ ...alert, reason: `writer ${i}` }));
      const answers = await Promise.all(writers.map((record) => publications.add(record)));
      expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
      expect((await publications.find(alert.id))?.reason).toBe(`writer ${answers.indexOf('added')}`);
    });

    test('the publication store lets one of fifty writers replace what all have read, and answers "stale" to the others', async () => {
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

    test('the publication store drops the fields that a new record leaves out', async () => {
      const publications = await open();
      await publications.add(full);
      expect(await publications.replace({ ...alert, id: full.id, version: 7 })).toBe('replaced');
      expect(written(await publications.find(full.id))).toEqual(written({ ...alert, id: full.id, version: 8 }));
    });

    test('the publication store answers "stale" when it is to replace a publication that was never added', async () => {
      const publications = await open();
      expect(await publications.replace(alert)).toBe('stale');
      expect(await publications.all()).toEqual([]);
    });

    test('the publication store lists the publications of many years by id', async () => {
      const publications = await open();
      const ids = Array.from({ length: 100 }, (_, i) => publicationId(`digest-${String((i * 7) % 100).padStart(3, '0')}`));
      await Promise.all(ids.map((id) => publications.add({ ...full, id, reason: 'r'.repeat(12_000) })));
      expect((await publications.all()).map(({ id }) => id)).toEqual(ids.toSorted());
    });

    test('the publication store keeps the last record of each story seen', async () => {
      const publications = await open();
      const moved = { ...storySeen, published: '2019-09-13T09:00', publishedSeen: TEN };
      await publications.recordStorySeen({ ...storySeen, slug: slug('b'), facts: 'confirmed|2020' });
      await publications.recordStorySeen(storySeen);
      await publications.recordStorySeen(moved);
      expect((await publications.storiesSeen()).map(written)).toEqual(
        [moved, { ...storySeen, slug: slug('b'), facts: 'confirmed|2020' }].map(written),
      );
    });

    test('the publication store keeps by what a story is known again, and still reads a record without it', async () => {
      const publications = await open();
      const renamed: StorySeen = {
        ...storySeen,
        slug: slug('c'),
        followUpSeen: TEN,
        extraPostsSeen: [{ key: 'after-2d', at: TEN }],
        last: {
          file: 'events/d.md',
          title: 'D',
          published: '2019-09-12T09:00',
          time: '2019-10-12T09:00',
          text: 'f00',
          sketch: 'a b',
          extraPosts: '[]',
        },
        address: slug('d'),
        formerAddresses: [slug('c'), slug('cc')],
        renamedFrom: 'events/c.md',
        renamedAt: TEN,
        gone: TEN,
        told: true,
        copyOf: slug('a'),
        maybe: slug('b'),
      };
      for (const record of [storySeen, renamed]) await publications.recordStorySeen(record);
      expect((await publications.storiesSeen()).map(written)).toEqual([storySeen, renamed].map(written));
    });

    test('one of twenty ticks that ask for the lease at once has it, and the others have it in turn once it has ended', async () => {
      const publications = await open();
      const lease = (holder: string) => ({ holder, until: NINE.add({ minutes: 4 }), reads: 1 });
      const holders = Array.from({ length: 20 }, (_, i) => `tick ${i}`);
      const answers = await Promise.all(holders.map((holder) => publications.takeLease(lease(holder), NINE)));
      expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
      const first = holders[answers.indexOf('taken')] ?? '';
      // The SDK asks again when the answer was lost.
      expect(await publications.takeLease(lease(first), NINE)).toBe('taken');
      await publications.endLease(lease('another'));
      expect(await publications.takeLease(lease('next'), NINE)).toBe('busy');
      await publications.endLease(lease(first));
      await publications.endLease(lease(first));
      // Also a tick for an earlier minute.
      expect(await publications.takeLease(lease('next'), NINE.subtract({ minutes: 1 }))).toBe('taken');
      expect(await publications.takeLease(lease(first), NINE)).toBe('busy');
    });

    test('the lease of a tick that was killed runs out at its time, and the killed one can no longer end what another has', async () => {
      const publications = await open();
      const until = NINE.add({ minutes: 4 });
      const killed = { holder: 'killed', until, reads: 1 };
      await publications.takeLease(killed, NINE);
      expect(await publications.takeLease({ holder: 'next', until: TEN, reads: 1 }, until.subtract({ milliseconds: 1 }))).toBe('busy');
      expect(await publications.takeLease({ holder: 'next', until: TEN, reads: 1 }, until)).toBe('taken');
      await publications.endLease(killed);
      expect(await publications.takeLease({ holder: 'third', until: TEN, reads: 1 }, until)).toBe('busy');
    });

    test('once a tick of a newer form has had the lease, a release that cannot read that form never gets it again', async () => {
      const publications = await open();
      const lease = (reads: number) => ({ holder: `reads ${reads}`, until: NINE.add({ minutes: 4 }), reads });
      for (const reads of [1, 2]) {
        expect(await publications.takeLease(lease(reads), NINE)).toBe('taken');
        expect(await publications.takeLease(lease(1), NINE)).toBe(reads === 1 ? 'taken' : 'newer');
        await publications.endLease(lease(reads));
      }
      expect(await publications.takeLease(lease(1), TEN)).toBe('newer');
      expect(await publications.takeLease({ ...lease(2), holder: 'another' }, NINE)).toBe('taken');
      expect(await publications.takeLease(lease(1), NINE)).toBe('newer');
      expect(await publications.takeLease(lease(2), NINE)).toBe('busy');
    });

    test('the publication store keeps how far the newest retention run has come', async () => {
      const publications = await open();
      expect(await publications.retentionRun()).toBeUndefined();
      const day = Temporal.PlainDate.from('2019-09-19');
      await publications.recordRetentionRun({ day, done: false, after: subscriberId(3) });
      expect(written(await publications.retentionRun())).toEqual(written({ day, done: false, after: subscriberId(3) }));
      await publications.recordRetentionRun({ day: day.add({ days: 1 }), done: true });
      expect(written(await publications.retentionRun())).toEqual(written({ day: day.add({ days: 1 }), done: true }));
    });

    test('the publication store keeps the people of each month as they were counted first', async () => {
      const publications = await open();
      expect(await publications.peopleMonths()).toEqual([]);
      const growth = (people: number) => ({ signedUp: 2, brought: 1, left: 0, atEnd: { people, unknown: 1 } });
      const departures = { 'one-click': 0, page: 1, mail: 0, desk: 0, bounced: 2, complained: 0, unknown: 0 };
      const month = (name: string, people: number) => ({
        ...{ month: name, all: growth(people), departures, topics: { '': growth(1), medication: growth(2) } },
        ...{ organisations: { '': growth(1), devon: growth(2) }, frequencies: { weekly: growth(3) } },
      });
      await publications.keepPeopleMonth(month('2020-01', 5));
      await publications.keepPeopleMonth(month('2019-12', 3));
      await publications.keepPeopleMonth(month('2020-01', 99));
      expect(await publications.peopleMonths()).toEqual([month('2019-12', 3), month('2020-01', 5)]);
      expect(await publications.all()).toEqual([]);
    });

    test('the publication store keeps a certificate as it was written first, and lists those that do not add up', async () => {
      const publications = await open();
      const good = { publication: alert.id, at: TEN, sentence: 'Sent to 3 people.', wrong: [] };
      const reports = { delivered: 2, cameBack: 1, unreported: 0 };
      const bad = { ...good, publication: full.id, wrong: ['1 person got it twice.', 'And that is not all.'], reports };
      expect(await publications.certificate(alert.id)).toBeUndefined();
      for (const one of [good, bad, { ...good, sentence: 'Sent to 4 people.' }]) await publications.keepCertificate(one);
      expect(await publications.certificate(alert.id)).toEqual(good);
      expect(await publications.certificate(full.id)).toEqual(bad);
      expect(await publications.discrepancies()).toEqual([bad]);
    });

    test('the publication store keeps to the nanosecond how far the ticks have come', async () => {
      const publications = await open();
      expect(await publications.progress()).toBeUndefined();
      await publications.recordProgress({ opened: NINE, until: NINE });
      await publications.recordProgress({ opened: NINE, until: TEN });
      expect(written(await publications.progress())).toEqual(written({ opened: NINE, until: TEN }));
    });

    test('the publication store keeps who transactional emails are from with the progress', async () => {
      const publications = await open();
      const sender = senderProfileOf(sampleRules());
      await publications.recordProgress({ opened: NINE, until: TEN, sender });
      expect(written((await publications.progress())?.sender)).toEqual(written(sender));
    });

    test('the publication store keeps where the last good rules are sealed with the progress', async () => {
      const publications = await open();
      const lastGood = { sealed: 'ab12', at: NINE };
      await publications.recordProgress({ opened: NINE, until: TEN, lastGood });
      expect(written((await publications.progress())?.lastGood)).toEqual(written(lastGood));
    });

    test('the publication store keeps the newest morning summary', async () => {
      const publications = await open();
      expect(await publications.morningSummary()).toBeUndefined();
      const summary = { day: Temporal.PlainDate.from('2019-09-19'), addresses: ['lead@example.org', 'ama@example.org'], sealed: 'ab12' };
      await publications.recordMorningSummary(summary);
      await publications.recordMorningSummary({ ...summary, sealed: 'cd34' });
      expect(written(await publications.morningSummary())).toEqual(written({ ...summary, sealed: 'cd34' }));
    });
  });
}
