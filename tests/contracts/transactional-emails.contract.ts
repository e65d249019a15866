import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type Letter, type LetterKey, PROGRAMME_LEAD } from '#core/transactional/transactional-email';
import type { Letters } from '#ports';
import { subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const letter = (to: number, day: string, kind: LetterKey['kind'] = 'confirm'): LetterKey => ({
  to: subscriberId(to),
  kind,
  day: Temporal.PlainDate.from(day),
});

/** What the daily round asks of letters. `open` gives an empty store. */
export function oldLettersContract(name: string, open: () => Promise<Letters>): void {
  describe(`old letters ${name}`, () => {
    const [first, second, other] = [letter(1, '2019-09-19'), letter(1, '2019-09-20', 'link'), letter(2, '2019-09-19')];

    it('are found, whoever they were to, and each person’s by themselves', async () => {
      const letters = await open();
      for (const one of [first, second, other]) await letters.add(one);
      await letters.change(second, 'waiting', 'claimed');
      expect(written(await all(letters))).toEqual(
        written([
          { ...first, state: 'waiting' },
          { ...second, state: 'claimed' },
          { ...other, state: 'waiting' },
        ]),
      );
      expect(written(await letters.to(other.to))).toEqual(written([{ ...other, state: 'waiting' }]));
    });

    it('are also the notes to the programme lead, who is no subscriber', async () => {
      const letters = await open();
      const notes = [letter(1, '2019-09-19', 'note'), letter(1, '2019-09-20', 'note')].map((one) => ({ ...one, to: PROGRAMME_LEAD }));
      for (const one of [first, ...notes]) await letters.add(one);
      expect(written(await letters.to(PROGRAMME_LEAD))).toEqual(written(notes.map((one) => ({ ...one, state: 'waiting' }))));
    });

    it('are forgotten one by one, or all that one person had before a day', async () => {
      const letters = await open();
      for (const one of [first, second, other]) await letters.add(one);
      await letters.remove(other);
      await letters.remove(other);
      expect((await all(letters)).map(({ day }) => day.toString())).toEqual(['2019-09-19', '2019-09-20']);
      await letters.forget(first.to, second.day);
      expect((await all(letters)).map(({ day }) => day.toString())).toEqual(['2019-09-20']);
      await letters.forget(first.to);
      expect(await all(letters)).toEqual([]);
    });
  });
}

async function all(letters: Letters): Promise<Letter[]> {
  const found: Letter[] = [];
  for await (const one of letters.all()) found.push(one);
  return found.sort((a, b) => (`${a.to} ${a.day}` < `${b.to} ${b.day}` ? -1 : 1));
}
