import { describe, expect, test } from 'vitest';
import { type Colleague, RIGHTS } from '#core/desk/colleagues';
import type { Accounts, Colleagues } from '#ports';

const ADA: Colleague = { address: 'ada@example.org', name: 'Ada', rights: RIGHTS };
const BEN: Colleague = { address: 'ben@example.org', name: 'Ben', rights: [] };

/** The contract of every store of `Colleagues`. `open` returns an empty one. */
export function colleaguesContract(name: string, open: () => Promise<Colleagues>): void {
  describe(`the colleagues ${name}`, () => {
    test('the colleagues are read as they were stored, with a version that rises by one', async () => {
      const colleagues = await open();
      expect(await colleagues.read()).toBeUndefined();
      expect(await colleagues.replace({ version: 0, people: [ADA] })).toBe('replaced');
      expect(await colleagues.read()).toEqual({ version: 1, people: [ADA] });
      expect(await colleagues.replace({ version: 1, people: [ADA, BEN] })).toBe('replaced');
      expect(await colleagues.read()).toEqual({ version: 2, people: [ADA, BEN] });
    });

    test('of two changes of the colleagues from one version, one is stale and changes nothing', async () => {
      const colleagues = await open();
      for (const version of [0, 1]) {
        const answers = await Promise.all([ADA, BEN].map((one) => colleagues.replace({ version, people: [one] })));
        expect(answers.toSorted()).toEqual(['replaced', 'stale']);
      }
      for (const version of [0, 1, 3]) expect(await colleagues.replace({ version, people: [] })).toBe('stale');
      expect((await colleagues.read())?.version).toBe(2);
    });
  });
}

type OpenAccounts = { accounts: Accounts; invited(): string[]; signIn(address: string): unknown };

/** The contract of every issuer's accounts. `open` returns accounts of nobody. */
export function accountsContract(name: string, open: () => Promise<OpenAccounts>): void {
  describe(`the accounts ${name}`, () => {
    test('an account is opened with an invitation, under its address in small letters', async () => {
      const { accounts, invited } = await open();
      await accounts.open(' Ada@Example.org');
      expect(await accounts.all()).toEqual([{ address: 'ada@example.org', state: 'invited' }]);
      expect(invited()).toEqual(['ada@example.org']);
    });

    test('an invitation that was not used is sent again, and nobody who has signed in gets one', async () => {
      const { accounts, invited, signIn } = await open();
      await accounts.open('ada@example.org');
      await accounts.open('ada@example.org');
      expect(invited()).toEqual(['ada@example.org', 'ada@example.org']);
      signIn('ada@example.org');
      await accounts.open('ada@example.org');
      expect(invited()).toHaveLength(2);
      expect(await accounts.all()).toEqual([{ address: 'ada@example.org', state: 'open' }]);
    });

    test('an account that is closed is known as closed, and can be opened again', async () => {
      const { accounts, signIn } = await open();
      for (const address of ['ada@example.org', 'ben@example.org']) await accounts.open(address);
      signIn('ada@example.org');
      for (const address of ['ada@example.org', 'ada@example.org', 'nobody@example.org']) await accounts.close(address);
      expect(await accounts.all()).toEqual([
        { address: 'ada@example.org', state: 'closed' },
        { address: 'ben@example.org', state: 'invited' },
      ]);
      await accounts.open('ada@example.org');
      expect(await accounts.all()).toContainEqual({ address: 'ada@example.org', state: 'open' });
    });

    test('accounts are all found, however many there are', async () => {
      const { accounts } = await open();
      for (let i = 0; i < 61; i += 1) await accounts.open(`person${i}@example.org`);
      expect(await accounts.all()).toHaveLength(61);
    });
  });
}
