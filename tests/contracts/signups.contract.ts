import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { ReaderTransactionalKey } from '#core/delivery/transactional-key';
import type { Topic } from '#core/rules/rules';
import type { Signup } from '#core/signup/signup';
import type { RateCounters, Signups, TransactionalEmails } from '#ports';
import { at, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

type Forms = { signups: Signups; transactional: TransactionalEmails; rateCounters: RateCounters };

const NINE = at('2019-09-19T08:00:00Z');
const [ANNA, BEN] = [subscriberId(1), subscriberId(2)];

const signup = (more: Partial<Signup> = {}): Signup => ({
  id: ANNA,
  address: 'anna@example.org',
  name: 'Søren O’Neill',
  frequency: 'weekly',
  topics: [],
  asked: NINE,
  page: '/subscribe',
  wording: 'ab12',
  ...more,
});

const email = (day: string, more: Partial<ReaderTransactionalKey> = {}): ReaderTransactionalKey => ({
  to: ANNA,
  kind: 'confirm',
  day: Temporal.PlainDate.from(day),
  ...more,
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The contract of the stores behind the public forms. `open` returns them empty. */
export function formsContract(name: string, open: () => Promise<Forms>): void {
  describe(`sign-ups ${name}`, () => {
    test('a sign-up is read as it was put, with every field or with the fewest', async () => {
      const { signups } = await open();
      const full = signup({ organisation: 'devon', topics: ['medication' as Topic], changesAddressOf: BEN });
      await signups.put(full);
      expect(written(await signups.find(ANNA))).toEqual(written(full));
      await signups.put(signup());
      expect(written(await signups.find(ANNA))).toEqual(written(signup()));
      expect(await signups.find(BEN)).toBeUndefined();
    });

    test('sign-ups of one address are kept by themselves, also beside one that an older release stored', async () => {
      const { signups } = await open();
      const old = signup();
      const [first, second] = [signup({ form: 'aaaa', frequency: 'each' }), signup({ form: 'bbbb', name: 'Win' })];
      for (const one of [old, first, second, signup({ id: BEN, form: 'aaaa' })]) await signups.put(one);
      expect(written(await signups.find(ANNA, 'aaaa'))).toEqual(written(first));
      expect(written(await signups.find(ANNA, 'bbbb'))).toEqual(written(second));
      expect(written(await signups.find(ANNA))).toEqual(written(old));
      expect(await signups.find(ANNA, 'cccc')).toBeUndefined();
      expect((await signups.to(ANNA)).map(({ form }) => form ?? '').toSorted()).toEqual(['', 'aaaa', 'bbbb']);
      await signups.remove(ANNA, 'aaaa');
      expect((await signups.to(ANNA)).map(({ form }) => form ?? '').toSorted()).toEqual(['', 'bbbb']);
      expect(await signups.to(BEN)).toHaveLength(1);
    });

    test('a sign-up is removed alone, also when it is removed twice', async () => {
      const { signups } = await open();
      await signups.put(signup());
      await signups.put(signup({ id: BEN }));
      for (let again = 0; again < 2; again += 1) await signups.remove(ANNA);
      expect(await signups.find(ANNA)).toBeUndefined();
      expect((await signups.find(BEN))?.id).toBe(BEN);
    });

    test('sign-ups older than a moment are listed, without those of that moment', async () => {
      const { signups } = await open();
      await signups.put(signup());
      await signups.put(signup({ id: BEN, asked: NINE.add({ milliseconds: 1 }) }));
      expect((await all(signups.olderThan(NINE))).map(({ id }) => id)).toEqual([]);
      expect((await all(signups.olderThan(NINE.add({ milliseconds: 1 })))).map(({ id }) => id)).toEqual([ANNA]);
      expect(await all(signups.olderThan(NINE.add({ hours: 1 })))).toHaveLength(2);
    });
  });

  describe(`transactional emails ${name}`, () => {
    test('a transactional email of one kind to one person is added once a day, whatever its state', async () => {
      const { transactional } = await open();
      expect(await transactional.add(email('2019-09-19'))).toBe('added');
      await transactional.change(email('2019-09-19'), 'waiting', 'claimed');
      expect(await transactional.add(email('2019-09-19'))).toBe('exists');
      for (const other of [email('2019-09-20'), email('2019-09-19', { kind: 'known' }), email('2019-09-19', { to: BEN })])
        expect(await transactional.add(other)).toBe('added');
      expect((await transactional.to(ANNA)).map(({ kind, day, state }) => `${kind} ${day} ${state}`).toSorted()).toEqual([
        'confirm 2019-09-19 claimed',
        'confirm 2019-09-20 waiting',
        'known 2019-09-19 waiting',
      ]);
      expect(await all(transactional.all())).toHaveLength(4);
    });

    test('a transactional email is read with the mailbox and the form that it was added for', async () => {
      const { transactional } = await open();
      await transactional.add({ ...email('2019-09-19'), mailbox: BEN, form: 'aaaa' });
      await transactional.add({ ...email('2019-09-19'), mailbox: ANNA, form: 'bbbb' });
      await transactional.add(email('2019-09-20'));
      await transactional.change(email('2019-09-19'), 'waiting', 'claimed');
      const read = (await transactional.to(ANNA)).toSorted((a, b) => String(a.day).localeCompare(String(b.day)));
      expect(read.map(({ mailbox, form, state }) => [mailbox, form, state])).toEqual([
        [BEN, 'aaaa', 'claimed'],
        [undefined, undefined, 'waiting'],
      ]);
    });

    test('a transactional email is claimed by one of many senders', async () => {
      const { transactional } = await open();
      await transactional.add(email('2019-09-19'));
      const claims = await Promise.all(Array.from({ length: 20 }, () => transactional.change(email('2019-09-19'), 'waiting', 'claimed')));
      expect(claims.filter((claim) => claim === 'written')).toHaveLength(1);
      expect(await transactional.change(email('2019-09-19'), 'waiting', 'accepted')).toBe('refused');
      expect(await transactional.change(email('2019-09-19'), 'claimed', 'accepted')).toBe('written');
    });

    test('a transactional email that was never added cannot be claimed', async () => {
      const { transactional } = await open();
      expect(await transactional.change(email('2019-09-19'), 'waiting', 'claimed')).toBe('refused');
      expect(await transactional.to(ANNA)).toEqual([]);
    });

    test('transactional emails can be removed: those of a person before a day, a single one, or all of a person’s', async () => {
      const { transactional } = await open();
      for (const day of ['2019-09-17', '2019-09-18', '2019-09-19']) await transactional.add(email(day));
      await transactional.add(email('2019-09-17', { to: BEN }));
      await transactional.removeAllTo(ANNA, Temporal.PlainDate.from('2019-09-18'));
      expect((await transactional.to(ANNA)).map(({ day }) => String(day)).toSorted()).toEqual(['2019-09-18', '2019-09-19']);
      await transactional.remove(email('2019-09-18'));
      expect((await transactional.to(ANNA)).map(String)).toHaveLength(1);
      await transactional.removeAllTo(ANNA);
      expect(await transactional.to(ANNA)).toEqual([]);
      expect(await transactional.to(BEN)).toHaveLength(1);
    });
  });

  describe(`rate counters ${name}`, () => {
    test('rate counters count each key by itself, and start again in each period', async () => {
      const { rateCounters } = await open();
      const count = (what: string, now = NINE) => rateCounters.count(what, 3600, now);
      expect([await count('forms'), await count('forms'), await count('others')]).toEqual([1, 2, 1]);
      expect(await count('forms', NINE.add({ minutes: 59, seconds: 59 }))).toBe(3);
      expect(await count('forms', NINE.add({ hours: 1 }))).toBe(1);
      expect(await rateCounters.count('forms', 60, NINE)).toBe(1);
    });

    test('rate counters are read without counting', async () => {
      const { rateCounters } = await open();
      expect(await rateCounters.counted('forms', 3600, NINE)).toBe(0);
      for (let time = 0; time < 3; time += 1) await rateCounters.count('forms', 3600, NINE);
      for (let time = 0; time < 2; time += 1) expect(await rateCounters.counted('forms', 3600, NINE)).toBe(3);
    });

    test('a rate counter that is forgotten begins again, alone and in its period', async () => {
      const { rateCounters } = await open();
      for (const what of ['forms', 'others']) await rateCounters.count(what, 3600, NINE);
      const later = NINE.add({ hours: 1 });
      await rateCounters.count('forms', 3600, later);
      for (let again = 0; again < 2; again += 1) await rateCounters.forget('forms', 3600, NINE);
      expect(await rateCounters.count('forms', 3600, NINE)).toBe(1);
      expect([await rateCounters.counted('others', 3600, NINE), await rateCounters.counted('forms', 3600, later)]).toEqual([1, 1]);
    });

    test('rate counters lose none of many counts at once', async () => {
      const { rateCounters } = await open();
      const counts = await Promise.all(Array.from({ length: 50 }, () => rateCounters.count('forms', 3600, NINE)));
      expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    });
  });
}
