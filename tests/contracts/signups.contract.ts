import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Topic } from '#core/rules/rules';
import type { Signup } from '#core/signup/signup';
import type { LetterKey } from '#core/transactional/transactional-email';
import type { Budgets, Letters, Signups } from '#ports';
import { at, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

type Forms = { signups: Signups; letters: Letters; budgets: Budgets };

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

const letter = (day: string, more: Partial<LetterKey> = {}): LetterKey => ({
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

/** What every store behind the public forms keeps to. `open` gives empty ones. */
export function formsContract(name: string, open: () => Promise<Forms>): void {
  describe(`sign-ups ${name}`, () => {
    it('give back a form as it came, with all it can have or the least, and the newest of an address', async () => {
      const { signups } = await open();
      const full = signup({ organisation: 'devon', topics: ['medication' as Topic], movesFrom: BEN });
      await signups.put(full);
      expect(written(await signups.find(ANNA))).toEqual(written(full));
      await signups.put(signup());
      expect(written(await signups.find(ANNA))).toEqual(written(signup()));
      expect(await signups.find(BEN)).toBeUndefined();
    });

    it('are forgotten one by one, as often as it is asked', async () => {
      const { signups } = await open();
      await signups.put(signup());
      await signups.put(signup({ id: BEN }));
      for (let again = 0; again < 2; again += 1) await signups.remove(ANNA);
      expect(await signups.find(ANNA)).toBeUndefined();
      expect((await signups.find(BEN))?.id).toBe(BEN);
    });

    it('tell which of them are older than a moment, and not those of the moment itself', async () => {
      const { signups } = await open();
      await signups.put(signup());
      await signups.put(signup({ id: BEN, asked: NINE.add({ milliseconds: 1 }) }));
      expect((await all(signups.olderThan(NINE))).map(({ id }) => id)).toEqual([]);
      expect((await all(signups.olderThan(NINE.add({ milliseconds: 1 })))).map(({ id }) => id)).toEqual([ANNA]);
      expect(await all(signups.olderThan(NINE.add({ hours: 1 })))).toHaveLength(2);
    });
  });

  describe(`letters ${name}`, () => {
    it('are one of a kind for a person on a day, whatever became of it', async () => {
      const { letters } = await open();
      expect(await letters.add(letter('2019-09-19'))).toBe('added');
      await letters.change(letter('2019-09-19'), 'waiting', 'claimed');
      expect(await letters.add(letter('2019-09-19'))).toBe('exists');
      for (const other of [letter('2019-09-20'), letter('2019-09-19', { kind: 'known' }), letter('2019-09-19', { to: BEN })])
        expect(await letters.add(other)).toBe('added');
      expect((await letters.to(ANNA)).map(({ kind, day, state }) => `${kind} ${day} ${state}`).toSorted()).toEqual([
        'confirm 2019-09-19 claimed',
        'confirm 2019-09-20 waiting',
        'known 2019-09-19 waiting',
      ]);
      expect(await all(letters.all())).toHaveLength(4);
    });

    it('let one of many who want to send it have it', async () => {
      const { letters } = await open();
      await letters.add(letter('2019-09-19'));
      const claims = await Promise.all(Array.from({ length: 20 }, () => letters.change(letter('2019-09-19'), 'waiting', 'claimed')));
      expect(claims.filter((claim) => claim === 'written')).toHaveLength(1);
      expect(await letters.change(letter('2019-09-19'), 'waiting', 'accepted')).toBe('refused');
      expect(await letters.change(letter('2019-09-19'), 'claimed', 'accepted')).toBe('written');
    });

    it('that nobody has written cannot be claimed', async () => {
      const { letters } = await open();
      expect(await letters.change(letter('2019-09-19'), 'waiting', 'claimed')).toBe('refused');
      expect(await letters.to(ANNA)).toEqual([]);
    });

    it('are forgotten: those of a person before a day, one, or all of hers', async () => {
      const { letters } = await open();
      for (const day of ['2019-09-17', '2019-09-18', '2019-09-19']) await letters.add(letter(day));
      await letters.add(letter('2019-09-17', { to: BEN }));
      await letters.forget(ANNA, Temporal.PlainDate.from('2019-09-18'));
      expect((await letters.to(ANNA)).map(({ day }) => String(day)).toSorted()).toEqual(['2019-09-18', '2019-09-19']);
      await letters.remove(letter('2019-09-18'));
      expect((await letters.to(ANNA)).map(String)).toHaveLength(1);
      await letters.forget(ANNA);
      expect(await letters.to(ANNA)).toEqual([]);
      expect(await letters.to(BEN)).toHaveLength(1);
    });
  });

  describe(`budgets ${name}`, () => {
    it('count each thing by itself, anew in each stretch of time', async () => {
      const { budgets } = await open();
      const count = (what: string, now = NINE) => budgets.count(what, 3600, now);
      expect([await count('forms'), await count('forms'), await count('others')]).toEqual([1, 2, 1]);
      expect(await count('forms', NINE.add({ minutes: 59, seconds: 59 }))).toBe(3);
      expect(await count('forms', NINE.add({ hours: 1 }))).toBe(1);
      expect(await budgets.count('forms', 60, NINE)).toBe(1);
    });

    it('tell what was counted without counting', async () => {
      const { budgets } = await open();
      expect(await budgets.counted('forms', 3600, NINE)).toBe(0);
      for (let time = 0; time < 3; time += 1) await budgets.count('forms', 3600, NINE);
      for (let time = 0; time < 2; time += 1) expect(await budgets.counted('forms', 3600, NINE)).toBe(3);
    });

    it('lose none of many that come at once', async () => {
      const { budgets } = await open();
      const counts = await Promise.all(Array.from({ length: 50 }, () => budgets.count('forms', 3600, NINE)));
      expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    });
  });
}
