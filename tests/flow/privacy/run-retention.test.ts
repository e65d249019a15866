import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { ReaderTransactionalKey } from '#core/delivery/transactional-key';
import type { Signup } from '#core/signup/signup';
import type { Subscriber } from '#core/subscriber/subscriber';
import { certified } from '#flow/certificate/certify';
import { beginDraft } from '#flow/draft/begin-draft';
import { setState } from '#flow/draft/change-draft';
import { addVersion, saveDraft } from '#flow/draft/save-draft';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { send } from '#flow/email/send-chunk';
import { runRetention } from '#flow/privacy/run-retention';
import { tick } from '#flow/tick';
import type { World } from '#ports';
import { eventArchiveOf } from '#tests/flow/archived-mails';
import { at, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';
import { planView } from '#web/desk/plan-view';
import { publicationPage } from '#web/desk/publication-page';
import { findPublication } from '#web/desk/publication-view';
import { sentRecords } from '#web/site/sent-emails';

const ALERT = publicationId('alert-safer-medicines');
const always = () => true;
const signup = (subscriber: Subscriber, asked: string): Signup => ({ ...subscriber, asked: at(asked), page: '/subscribe', wording: 'w' });

test('a retention run deletes a sign-up that was not confirmed for seven days, and keeps a newer one', async () => {
  const newsroom = new TestNewsroom({});
  const [ada, ben] = [await newsroom.subscribe('ada'), await newsroom.subscribe('ben')];
  await newsroom.world.signups.put(signup(ada, '2019-09-02T03:59'));
  await newsroom.world.signups.put(signup(ben, '2019-09-02T04:01'));
  await runRetention(newsroom.world, at('2019-09-09T04:00'), always);
  expect(await newsroom.world.signups.find(ada.id)).toBeUndefined();
  expect(await newsroom.world.signups.find(ben.id)).toBeDefined();
});

test('a retention run erases a draft thirty days after it was deleted, and neither one that came back nor one that was published', async () => {
  const { world } = new TestNewsroom({});
  const writer = { by: 'Sam', at: at('2019-09-01T09:00') };
  const [gone, back, published, late, open] = await Promise.all(
    ['Gone', 'Back', 'Published', 'Late', 'Open'].map((title) => beginDraft(world, 'post', { title }, writer)),
  );
  if (!gone || !back || !published || !late || !open) throw new Error('A draft did not begin.');
  await addVersion(world, { ...published, version: 2, file: 'posts/p.md', base: '"0"', state: 'published' });
  for (const { draft } of [gone, back, published]) await setState(world, draft, 'deleted', { by: 'Sam', at: at('2019-09-02T09:00') });
  await setState(world, late.draft, 'deleted', { by: 'Sam', at: at('2019-09-02T11:00') });
  await setState(world, back.draft, 'open', { by: 'Sam', at: at('2019-09-03T09:00') });
  const titles = async () => (await world.drafts.all()).map(({ title }) => title).toSorted();
  await runRetention(world, at('2019-10-01T11:00'), always);
  expect(await titles()).toEqual(['Back', 'Gone', 'Late', 'Open', 'Published']);
  await runRetention(world, at('2019-10-02T10:30'), always);
  expect(await titles()).toEqual(['Back', 'Late', 'Open', 'Published']);
  expect(await world.drafts.versions(gone.draft)).toEqual([]);
  // From thirty days on nobody can bring one back, also before it is erased.
  expect(await setState(world, late.draft, 'open', { by: 'Sam', at: at('2019-10-02T11:00') })).toEqual({ kind: 'unknown' });
  await runRetention(world, at('2019-10-03T04:00'), always);
  expect(await titles()).toEqual(['Back', 'Open', 'Published']);
  expect(await setState(world, published.draft, 'open', { by: 'Sam', at: at('2020-10-02T11:00') })).toMatchObject({ kind: 'saved' });
});

test('a form that was opened and left empty is erased after thirty days, and one with a word in it is not', async () => {
  const { world } = new TestNewsroom({});
  const writer = { by: 'Sam', at: at('2019-09-02T09:00') };
  const [empty, written] = [await beginDraft(world, 'post', {}, writer), await beginDraft(world, 'event', {}, writer)];
  await saveDraft(world, written.draft, { seen: 1, text: `${written.text}A word.`, title: '' }, writer);
  await runRetention(world, at('2019-10-01T11:00'), always);
  expect(await world.drafts.newest(empty.draft)).toBeDefined();
  await runRetention(world, at('2019-10-03T04:00'), always);
  expect((await world.drafts.all()).map(({ draft }) => draft)).toEqual([written.draft]);
});

test('a retention run deletes transactional emails after thirty days, also requests to confirm that were never confirmed', async () => {
  const newsroom = new TestNewsroom({});
  const to = newsroom.world.subscribers.idOf('stranger@example.org');
  const email = (kind: ReaderTransactionalKey['kind'], day: string): ReaderTransactionalKey => ({
    to,
    kind,
    day: Temporal.PlainDate.from(day),
  });
  for (const one of [
    email('known', '2019-08-09'),
    email('link', '2019-08-10'),
    email('confirm', '2018-01-01'),
    email('move', '2018-01-02'),
  ])
    await newsroom.world.transactional.add(one);
  await runRetention(newsroom.world, at('2019-09-09T04:00'), always);
  const kept: string[] = [];
  for await (const { kind, day } of newsroom.world.transactional.all()) kept.push(`${kind} ${day}`);
  expect(kept.sort()).toEqual(['link 2019-08-10']);
});

test('a retention run is made once a day, from three in the morning, and later on the day if it was missed', async () => {
  const newsroom = new TestNewsroom({});
  let reads = 0;
  const world: World = {
    ...newsroom.world,
    subscribers: {
      ...newsroom.world.subscribers,
      page: (...given) => {
        reads += 1;
        return newsroom.world.subscribers.page(...given);
      },
    },
  };
  for (const time of [
    '2019-09-09T02:59',
    '2019-09-09T03:00',
    '2019-09-09T03:01',
    '2019-09-09T23:59',
    '2019-09-10T00:00',
    '2019-09-10T02:59',
  ])
    await runRetention(world, at(time), always);
  expect(reads).toBe(1);
  await runRetention(world, at('2019-09-10T17:00'), always);
  expect(reads).toBe(2);
});

/** Returns a newsroom that has sent a publication to forty readers, of whom SES refused one. */
async function sentLongAgo() {
  const newsroom = new TestNewsroom(undefined, {
    mailOutcome: ({ to }, count) =>
      to.startsWith('p7@') ? { kind: 'refused', why: 'bad address' } : { kind: 'accepted', receipt: `m-${count}` },
  });
  const people = await Promise.all(Array.from({ length: 40 }, (_, i) => newsroom.subscribe(`p${i}`)));
  await newsroom.minute('2019-09-09T09:00');
  await newsroom.minute('2019-09-09T09:01');
  const eventArchive = eventArchiveOf(newsroom.memory.mails, () => at('2019-09-09T09:00'));
  return { newsroom, people, world: { ...newsroom.world, eventArchive } };
}

async function remainingRows({ ledger }: World): Promise<number> {
  let remaining = 0;
  for (let chunk = 0; chunk < 3; chunk += 1)
    remaining += (await ledger.groups(ALERT, chunk)).size + ((await ledger.chunk(ALERT, chunk)) ? 1 : 0);
  return remaining;
}

const OVER = '2020-10-10T03:00';

test('a retention run deletes who got a publication after thirteen months, and keeps its totals', async () => {
  const { newsroom, world } = await sentLongAgo();
  const before = await certified(world, ALERT);
  expect(before).toMatchObject({ addsUp: true, counts: { planned: 40, accepted: 39, refused: 1 } });
  await runRetention(newsroom.world, at('2020-10-09T03:00'), always);
  expect(await remainingRows(newsroom.world)).toBeGreaterThan(0);
  await runRetention(newsroom.world, at(OVER), always);
  expect(await remainingRows(newsroom.world)).toBe(0);
  const after = await certified(world, ALERT);
  expect(after).toMatchObject({ addsUp: true, state: 'done', counts: before?.counts });
  expect(after?.text).toBe(
    '40 planned: 39 accepted (39 by answer, 0 by event), 0 suppressed, 1 refused, 0 held, 0 twice.\nThe rows per reader were deleted on Saturday 10 October 2020; these figures were counted from them before.',
  );
});

test('a publication whose rows were deleted is still shown on the desk and in the sent emails', async () => {
  const { newsroom } = await sentLongAgo();
  const now = at(OVER);
  await runRetention(newsroom.world, now, always);
  const shown = await findPublication(newsroom.world, ALERT, now);
  if (!shown) throw new Error('expected the alert');
  const { view } = await publicationPage(newsroom.world, shown, { version: 1, named: true });
  expect(view.totals?.figures).toMatch(/^40 planned: 39 accepted.*The rows per reader were deleted on Saturday 10 October 2020/);
  expect((await sentRecords(newsroom.world, now)).map(({ id }) => id)).toEqual([ALERT]);
  const { past } = await planView(newsroom.world, now, { days: 7, page: 1 });
  expect(past.map(({ totals }) => totals)).toContain(
    'Sent to 39 of 40 people. For 1 person the mail provider did not take it, or it was too late.',
  );
});

test('a retention run deletes the mails of a publication with its rows, and keeps the snapshot for the sent emails', async () => {
  const { newsroom } = await sentLongAgo();
  const audienceChunk = await newsroom.world.ledger.chunk(ALERT, 0);
  const mail = audienceChunk?.members[0]?.mail ?? '';
  const snapshot = (await newsroom.world.publications.find(ALERT))?.snapshot ?? '';
  await runRetention(newsroom.world, at(OVER), always);
  await expect(newsroom.world.texts.get(mail)).rejects.toThrow('Nothing is sealed');
  expect(await newsroom.world.texts.get(snapshot)).toContain('Safer medicines');
});

test('a publication whose rows were deleted is never sealed or sent again by a job, a tick or an SES event', async () => {
  const { newsroom, people } = await sentLongAgo();
  await runRetention(newsroom.world, at(OVER), always);
  const mails = newsroom.memory.mails.length;
  const now = at('2020-10-10T09:00');
  for (const fresh of [true, false])
    for (const chunk of [0, 1, 2]) await send(newsroom.world, { publication: ALERT, chunk, at: now, ...(fresh ? { fresh } : {}) });
  for (let minute = 0; minute < 5; minute += 1) {
    await tick(newsroom.world, now.add({ minutes: minute }));
    await newsroom.answer();
  }
  const [ada] = people;
  if (!ada) throw new Error('expected somebody');
  const tag = { kind: 'delivery', at: { publication: ALERT, chunk: 0, group: 0 }, subscriber: ada.id, attempt: 1, nonce: 'n' } as const;
  await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'm-1', at: now, tag });
  await tick(newsroom.world, now.add({ minutes: 6 }));
  await newsroom.answer();
  expect(newsroom.memory.mails).toHaveLength(mails);
  expect(await newsroom.state(ALERT)).toBe('done');
});

test('a publication that is not finished keeps its rows at any age', async () => {
  const newsroom = new TestNewsroom(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T09:00');
  expect(await newsroom.state(ALERT)).toBe('sending');
  await runRetention(newsroom.world, at('2022-01-01T03:00'), always);
  expect(await remainingRows(newsroom.world)).toBeGreaterThan(0);
});

test('a retention run deletes the rows of a cancelled publication too, and keeps its totals', async () => {
  const newsroom = new TestNewsroom();
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T09:00');
  const record = await newsroom.world.publications.find(ALERT);
  if (!record) throw new Error('expected a record');
  await newsroom.world.publications.replace({ ...record, state: 'cancelled' });
  await runRetention(newsroom.world, at(OVER), always);
  expect(await remainingRows(newsroom.world)).toBe(0);
  expect((await newsroom.world.publications.find(ALERT))?.totals?.counts).toMatchObject({ planned: 1, accepted: 1 });
});

/** Returns the world with calls that fail from the `most`th on. With `carriedOut` a failing call still has its effect. */
function breaking(world: World, most: number, carriedOut: boolean): World {
  let calls = 0;
  const around = <P extends object>(port: P): P =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const own: unknown = Reflect.get(target, name, receiver);
        if (typeof own !== 'function' || name === 'olderThan' || name === 'all') return own;
        return async (...given: unknown[]) => {
          calls += 1;
          if (calls < most) return own.apply(target, given);
          if (carriedOut) await own.apply(target, given);
          throw new Error('the store is down');
        };
      },
    });
  const { publications, ledger, texts, subscribers, suppressions, signups, transactional } = world;
  return {
    ...world,
    publications: around(publications),
    ledger: around(ledger),
    texts: around(texts),
    subscribers: around(subscribers),
    suppressions: around(suppressions),
    signups: around(signups),
    transactional: around(transactional),
  };
}

test('a retention run that fails or runs out of time anywhere is finished by the next ones, with the same totals', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ most: fc.integer({ min: 1, max: 60 }), carriedOut: fc.boolean(), time: fc.integer({ min: 0, max: 8 }) }), {
        maxLength: 6,
      }),
      async (breaks) => {
        const { newsroom, people } = await sentLongAgo();
        const [ada] = people;
        if (!ada) throw new Error('expected somebody');
        await newsroom.world.suppressions.add(ada.id, 'unsubscribed', at('2019-09-10T09:00'));
        await newsroom.world.subscribers.unsubscribe(ada.id, at('2019-09-10T09:00'), 'page');
        let minute = at('2020-10-10T03:00');
        for (const { most, carriedOut, time } of breaks) {
          let remaining = time;
          const inTime = () => {
            remaining -= 1;
            return remaining >= 0;
          };
          await runRetention(breaking(newsroom.world, most, carriedOut), minute, inTime).catch(() => undefined);
          minute = minute.add({ minutes: 1 });
        }
        await runRetention(newsroom.world, minute.add({ hours: 24 }), always);
        expect(await remainingRows(newsroom.world)).toBe(0);
        expect((await newsroom.world.publications.find(ALERT))?.totals).toMatchObject({
          counts: { planned: 40, accepted: 39, refused: 1 },
          chunksLeft: 0,
        });
        expect(await newsroom.world.subscribers.find(ada.id)).toBeUndefined();
        expect(await newsroom.world.suppressions.has(ada.id)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test('a retention run deletes a subscriber thirteen months after an unsubscribe, bounce or complaint, and keeps the suppression', async () => {
  const newsroom = new TestNewsroom({});
  const [unsubscribed, bounced, complained, brought, late, stays] = await Promise.all(
    ['left', 'bounced', 'complained', 'brought', 'late', 'stays'].map((name) => newsroom.subscribe(name)),
  );
  if (!unsubscribed || !bounced || !complained || !brought || !late || !stays) throw new Error('expected six');
  const { subscribers, suppressions } = newsroom.world;
  const then = at('2019-09-09T09:00');
  await suppressions.add(unsubscribed.id, 'unsubscribed', then);
  await subscribers.unsubscribe(unsubscribed.id, then, 'page');
  for (const [{ id }, why] of [
    [bounced, 'bounced'],
    [complained, 'complained'],
  ] as const) {
    await suppressions.add(id, why, then);
    await subscribers.markAs(id, why);
  }
  await newsroom.setStatus(brought, 'unsubscribed');
  await suppressions.add(late.id, 'unsubscribed', then.add({ hours: 48 }));
  await subscribers.unsubscribe(late.id, then.add({ hours: 48 }), 'one-click');
  await runRetention(newsroom.world, at('2020-10-10T03:00'), always);
  const known = (await subscribers.page(undefined, 10)).subscribers.map(({ name }) => name).sort();
  expect(known).toEqual(['late', 'stays']);
  for (const { id } of [unsubscribed, bounced, complained, brought]) expect(await suppressions.has(id)).toBe(true);
  expect(await suppressions.has(stays.id)).toBe(false);
});

test('a subscriber who comes back at the moment of their deletion stays', async () => {
  const newsroom = new TestNewsroom({});
  const ada = await newsroom.subscribe('ada');
  const then = at('2019-09-09T09:00');
  await newsroom.world.suppressions.add(ada.id, 'unsubscribed', then);
  await newsroom.world.subscribers.unsubscribe(ada.id, then, 'page');
  const { page } = newsroom.world.subscribers;
  const world: World = {
    ...newsroom.world,
    subscribers: {
      ...newsroom.world.subscribers,
      page: async (...given) => {
        const answer = await page(...given);
        await newsroom.setStatus(ada, 'confirmed');
        return answer;
      },
    },
  };
  await runRetention(world, at('2020-10-10T03:00'), always);
  expect((await newsroom.world.subscribers.find(ada.id))?.status).toBe('confirmed');
});
