import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { Signup } from '#core/signup/signup';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { LetterKey } from '#core/transactional/transactional-email';
import { certified } from '#flow/certificate/certify';
import { heed } from '#flow/email/handle-ses-events';
import { send } from '#flow/email/send-chunk';
import { retain } from '#flow/privacy/run-retention';
import { tick } from '#flow/tick';
import type { World } from '#ports';
import { archivedMails } from '#tests/flow/archived-mails';
import { at, DeskTop, publicationId } from '#tests/flow/test-newsroom';
import { planView } from '#web/desk/plan-view';
import { publicationPage } from '#web/desk/publication-page';
import { findPublication } from '#web/desk/publication-view';
import { sentRecords } from '#web/site/sent-emails';

const ALERT = publicationId('alert-safer-medicines');
const always = () => true;
const signup = (subscriber: Subscriber, asked: string): Signup => ({ ...subscriber, asked: at(asked), page: '/subscribe', wording: 'w' });

test('a sign-up that nobody has confirmed for seven days is forgotten, and a newer one is not', async () => {
  const desk = new DeskTop({});
  const [ada, ben] = [await desk.subscribe('ada'), await desk.subscribe('ben')];
  await desk.world.signups.put(signup(ada, '2019-09-02T03:59'));
  await desk.world.signups.put(signup(ben, '2019-09-02T04:01'));
  await retain(desk.world, at('2019-09-09T04:00'), always);
  expect(await desk.world.signups.find(ada.id)).toBeUndefined();
  expect(await desk.world.signups.find(ben.id)).toBeDefined();
});

test('letters are forgotten after thirty days, but not that somebody was asked to confirm and never did', async () => {
  const desk = new DeskTop({});
  const to = desk.world.subscribers.idOf('stranger@example.org');
  const letter = (kind: LetterKey['kind'], day: string): LetterKey => ({ to, kind, day: Temporal.PlainDate.from(day) });
  for (const one of [
    letter('known', '2019-08-09'),
    letter('link', '2019-08-10'),
    letter('confirm', '2018-01-01'),
    letter('move', '2018-01-02'),
  ])
    await desk.world.letters.add(one);
  await retain(desk.world, at('2019-09-09T04:00'), always);
  const kept: string[] = [];
  for await (const { kind, day } of desk.world.letters.all()) kept.push(`${kind} ${day}`);
  expect(kept.sort()).toEqual(['confirm 2018-01-01', 'link 2019-08-10', 'move 2018-01-02']);
});

test('the round is made once a day, not before three in the morning, and is made up for when it was missed', async () => {
  const desk = new DeskTop({});
  let reads = 0;
  const world: World = {
    ...desk.world,
    subscribers: {
      ...desk.world.subscribers,
      page: (...given) => {
        reads += 1;
        return desk.world.subscribers.page(...given);
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
    await retain(world, at(time), always);
  expect(reads).toBe(1);
  await retain(world, at('2019-09-10T17:00'), always);
  expect(reads).toBe(2);
});

/** A newsroom in which a publication has gone out to forty people, of whom one complained and one was refused. */
async function sentLongAgo() {
  const desk = new DeskTop(undefined, {
    mailOutcome: ({ to }, count) =>
      to.startsWith('p7@') ? { kind: 'refused', why: 'bad address' } : { kind: 'accepted', receipt: `m-${count}` },
  });
  const people = await Promise.all(Array.from({ length: 40 }, (_, i) => desk.subscribe(`p${i}`)));
  await desk.minute('2019-09-09T09:00');
  await desk.minute('2019-09-09T09:01');
  const archive = archivedMails(desk.memory.mails, () => at('2019-09-09T09:00'));
  return { desk, people, world: { ...desk.world, archive } };
}

async function rowsLeft({ ledger }: World): Promise<number> {
  let left = 0;
  for (let chunk = 0; chunk < 3; chunk += 1) left += (await ledger.groups(ALERT, chunk)).size + ((await ledger.head(ALERT, chunk)) ? 1 : 0);
  return left;
}

const OVER = '2020-10-10T03:00';

test('who got a publication is forgotten after thirteen months, and what it added up to is not', async () => {
  const { desk, world } = await sentLongAgo();
  const before = await certified(world, ALERT);
  expect(before).toMatchObject({ addsUp: true, counts: { planned: 40, accepted: 39, refused: 1 } });
  await retain(desk.world, at('2020-10-09T03:00'), always);
  expect(await rowsLeft(desk.world)).toBeGreaterThan(0);
  await retain(desk.world, at(OVER), always);
  expect(await rowsLeft(desk.world)).toBe(0);
  const after = await certified(world, ALERT);
  expect(after).toMatchObject({ addsUp: true, state: 'done', counts: before?.counts });
  expect(after?.text).toBe(
    '40 planned: 39 accepted (39 by answer, 0 by event), 0 suppressed, 1 refused, 0 held, 0 twice.\nThe rows per reader were deleted on Saturday 10 October 2020; these figures were counted from them before.',
  );
});

test('the desk goes on telling what was, and the archive of what was sent goes on showing it', async () => {
  const { desk } = await sentLongAgo();
  const now = at(OVER);
  await retain(desk.world, now, always);
  const shown = await findPublication(desk.world, ALERT, now);
  if (!shown) throw new Error('expected the alert');
  const { view } = await publicationPage(desk.world, shown, { now, version: 1 });
  expect(view.account?.sentence).toMatch(/^40 planned: 39 accepted.*The rows per reader were deleted on Saturday 10 October 2020/);
  expect((await sentRecords(desk.world, now)).map(({ id }) => id)).toEqual([ALERT]);
  const { past } = await planView(desk.world, now, { days: 7, page: 1 });
  expect(past.map(({ account }) => account)).toContain('40 planned = 39 accepted + 0 suppressed + 1 refused + 0 held');
});

test('its mails are erased with the rows, and what it was made from is kept for the archive of what was sent', async () => {
  const { desk } = await sentLongAgo();
  const head = await desk.world.ledger.head(ALERT, 0);
  const mail = head?.members[0]?.mail ?? '';
  const edition = (await desk.world.register.publication(ALERT))?.edition ?? '';
  await retain(desk.world, at(OVER), always);
  await expect(desk.world.sealed.read(mail)).rejects.toThrow('Nothing is sealed');
  expect(await desk.world.sealed.read(edition)).toContain('Safer medicines');
});

test('what has come to its end is never sealed or sent again, whatever rings, ticks or is reported of it', async () => {
  const { desk, people } = await sentLongAgo();
  await retain(desk.world, at(OVER), always);
  const mails = desk.memory.mails.length;
  const now = at('2020-10-10T09:00');
  for (const fresh of [true, false])
    for (const chunk of [0, 1, 2]) await send(desk.world, { publication: ALERT, chunk, at: now, ...(fresh ? { fresh } : {}) });
  for (let minute = 0; minute < 5; minute += 1) {
    await tick(desk.world, now.add({ minutes: minute }));
    await desk.answer();
  }
  const [ada] = people;
  if (!ada) throw new Error('expected somebody');
  const tag = { at: { publication: ALERT, chunk: 0, group: 0 }, subscriber: ada.id, attempt: 1, nonce: 'n' };
  await heed(desk.world, { kind: 'accepted', receipt: 'm-1', at: now, tag });
  await tick(desk.world, now.add({ minutes: 6 }));
  await desk.answer();
  expect(desk.memory.mails).toHaveLength(mails);
  expect(await desk.state(ALERT)).toBe('done');
});

test('what is not at its end keeps its rows, however old', async () => {
  const desk = new DeskTop(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  await desk.subscribe('ada');
  await desk.minute('2019-09-09T09:00');
  expect(await desk.state(ALERT)).toBe('sending');
  await retain(desk.world, at('2022-01-01T03:00'), always);
  expect(await rowsLeft(desk.world)).toBeGreaterThan(0);
});

test('what was cancelled in the middle is forgotten too, with its figures', async () => {
  const desk = new DeskTop();
  await desk.subscribe('ada');
  await desk.minute('2019-09-09T09:00');
  const record = await desk.world.register.publication(ALERT);
  if (!record) throw new Error('expected a record');
  await desk.world.register.replace({ ...record, state: 'cancelled' });
  await retain(desk.world, at(OVER), always);
  expect(await rowsLeft(desk.world)).toBe(0);
  expect((await desk.world.register.publication(ALERT))?.account?.counts).toMatchObject({ planned: 1, accepted: 1 });
});

/** The world, whose calls go wrong from the `most`th on; a call that fails may have been carried out or not. */
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
  const { register, ledger, sealed, subscribers, suppressions, signups, letters } = world;
  return {
    ...world,
    register: around(register),
    ledger: around(ledger),
    sealed: around(sealed),
    subscribers: around(subscribers),
    suppressions: around(suppressions),
    signups: around(signups),
    letters: around(letters),
  };
}

test('a round that breaks off anywhere, or runs out of time anywhere, is finished by the next ones, with the same figures', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ most: fc.integer({ min: 1, max: 60 }), carriedOut: fc.boolean(), time: fc.integer({ min: 0, max: 8 }) }), {
        maxLength: 6,
      }),
      async (breaks) => {
        const { desk, people } = await sentLongAgo();
        const [ada] = people;
        if (!ada) throw new Error('expected somebody');
        await desk.world.suppressions.add(ada.id, 'left', at('2019-09-10T09:00'));
        await desk.world.subscribers.leave(ada.id, at('2019-09-10T09:00'), 'page');
        let minute = at('2020-10-10T03:00');
        for (const { most, carriedOut, time } of breaks) {
          let left = time;
          const inTime = () => {
            left -= 1;
            return left >= 0;
          };
          await retain(breaking(desk.world, most, carriedOut), minute, inTime).catch(() => undefined);
          minute = minute.add({ minutes: 1 });
        }
        await retain(desk.world, minute.add({ hours: 24 }), always);
        expect(await rowsLeft(desk.world)).toBe(0);
        expect((await desk.world.register.publication(ALERT))?.account).toMatchObject({
          counts: { planned: 40, accepted: 39, refused: 1 },
          heads: 0,
        });
        expect(await desk.world.subscribers.find(ada.id)).toBeUndefined();
        expect(await desk.world.suppressions.has(ada.id)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test('what somebody told us is forgotten thirteen months after she left, bounced or complained; that she must not be mailed is not', async () => {
  const desk = new DeskTop({});
  const [left, bounced, complained, brought, late, stays] = await Promise.all(
    ['left', 'bounced', 'complained', 'brought', 'late', 'stays'].map((name) => desk.subscribe(name)),
  );
  if (!left || !bounced || !complained || !brought || !late || !stays) throw new Error('expected six');
  const { subscribers, suppressions } = desk.world;
  const then = at('2019-09-09T09:00');
  await suppressions.add(left.id, 'left', then);
  await subscribers.leave(left.id, then, 'page');
  for (const [{ id }, why] of [
    [bounced, 'bounced'],
    [complained, 'complained'],
  ] as const) {
    await suppressions.add(id, why, then);
    await subscribers.lose(id, why);
  }
  await desk.setStatus(brought, 'left');
  await suppressions.add(late.id, 'left', then.add({ hours: 48 }));
  await subscribers.leave(late.id, then.add({ hours: 48 }), 'one-click');
  await retain(desk.world, at('2020-10-10T03:00'), always);
  const known = (await subscribers.page(undefined, 10)).subscribers.map(({ name }) => name).sort();
  expect(known).toEqual(['late', 'stays']);
  for (const { id } of [left, bounced, complained, brought]) expect(await suppressions.has(id)).toBe(true);
  expect(await suppressions.has(stays.id)).toBe(false);
});

test('somebody who comes back at the very moment at which she would be forgotten stays', async () => {
  const desk = new DeskTop({});
  const ada = await desk.subscribe('ada');
  const then = at('2019-09-09T09:00');
  await desk.world.suppressions.add(ada.id, 'left', then);
  await desk.world.subscribers.leave(ada.id, then, 'page');
  const { page } = desk.world.subscribers;
  const world: World = {
    ...desk.world,
    subscribers: {
      ...desk.world.subscribers,
      page: async (...given) => {
        const answer = await page(...given);
        await desk.setStatus(ada, 'confirmed');
        return answer;
      },
    },
  };
  await retain(world, at('2020-10-10T03:00'), always);
  expect((await desk.world.subscribers.find(ada.id))?.status).toBe('confirmed');
});
