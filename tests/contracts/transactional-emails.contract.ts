import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  type MorningSummaryKey,
  PROGRAMME_LEAD,
  type ReaderTransactionalKey,
  type ReaderTransactionalKind,
  summaryRecipient,
} from '#core/delivery/transactional-key';
import type { TransactionalEmail } from '#core/transactional/transactional-email';
import type { TransactionalEmails } from '#ports';
import { subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const email = (to: number, day: string, kind: ReaderTransactionalKind = 'confirm'): ReaderTransactionalKey => ({
  to: subscriberId(to),
  kind,
  day: Temporal.PlainDate.from(day),
});

/** What the retention run needs of `TransactionalEmails`. `open` returns an empty store. */
export function oldTransactionalContract(name: string, open: () => Promise<TransactionalEmails>): void {
  describe(`old transactional emails ${name}`, () => {
    const [first, second, other] = [email(1, '2019-09-19'), email(1, '2019-09-20', 'link'), email(2, '2019-09-19')];

    test('old transactional emails are listed for all recipients, or for one', async () => {
      const transactional = await open();
      for (const one of [first, second, other]) await transactional.add(one);
      await transactional.change(second, 'waiting', 'claimed');
      expect(written(await all(transactional))).toEqual(
        written([
          { ...first, state: 'waiting' },
          { ...second, state: 'claimed' },
          { ...other, state: 'waiting' },
        ]),
      );
      expect(written(await transactional.to(other.to))).toEqual(written([{ ...other, state: 'waiting' }]));
    });

    test('old transactional emails include the morning summaries, each with its own recipient, who is no subscriber', async () => {
      const transactional = await open();
      const summaries = ['2019-09-19', '2019-09-20'].map(
        (day): MorningSummaryKey => ({ to: PROGRAMME_LEAD, kind: 'note', day: Temporal.PlainDate.from(day) }),
      );
      const another: MorningSummaryKey = { ...summaries[0]!, to: summaryRecipient('lead@example.org') };
      for (const one of [first, ...summaries, another]) await transactional.add(one);
      expect(written(await transactional.to(PROGRAMME_LEAD))).toEqual(written(summaries.map((one) => ({ ...one, state: 'waiting' }))));
      expect(written(await transactional.to(another.to))).toEqual(written([{ ...another, state: 'waiting' }]));
    });

    test('old transactional emails are removed one by one, or all of a person’s before a day', async () => {
      const transactional = await open();
      for (const one of [first, second, other]) await transactional.add(one);
      await transactional.remove(other);
      await transactional.remove(other);
      expect((await all(transactional)).map(({ day }) => day.toString())).toEqual(['2019-09-19', '2019-09-20']);
      await transactional.removeAllTo(first.to, second.day);
      expect((await all(transactional)).map(({ day }) => day.toString())).toEqual(['2019-09-20']);
      await transactional.removeAllTo(first.to);
      expect(await all(transactional)).toEqual([]);
    });
  });
}

async function all(transactional: TransactionalEmails): Promise<TransactionalEmail[]> {
  const found: TransactionalEmail[] = [];
  for await (const one of transactional.all()) found.push(one);
  return found.sort((a, b) => (`${a.to} ${a.day}` < `${b.to} ${b.day}` ? -1 : 1));
}
