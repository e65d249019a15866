import { describe, expect, test } from 'vitest';
import type { Session } from '#core/desk/session';
import type { Sessions } from '#ports';
import { at } from '#tests/contracts/ids';

const NINE = at('2019-09-19T08:00:00Z');
const TEN = at('2019-09-19T09:00:00Z');
const JO: Session = { person: 'person-1', email: 'jo@example.org', signedIn: NINE, seen: NINE };
const SAM: Session = { person: 'person-2', email: 'sam@example.org', signedIn: NINE, seen: TEN };

/** The contract of every store of `Sessions`. `open` returns an empty one. */
export function sessionsContract(name: string, open: () => Promise<Sessions>): void {
  describe(`the sessions ${name}`, () => {
    test('a session is found only by its secret', async () => {
      const sessions = await open();
      const [jo, sam] = [await sessions.begin(JO), await sessions.begin(SAM)];
      expect([await sessions.find(jo), await sessions.find(sam)]).toEqual([JO, SAM]);
      for (const other of ['', 'person-1', jo.slice(1), `${jo} `, jo.toUpperCase()]) expect(await sessions.find(other)).toBeUndefined();
    });

    test('sessions have long random secrets, each a different one', async () => {
      const sessions = await open();
      const secrets = await Promise.all(Array.from({ length: 20 }, () => sessions.begin(JO)));
      expect(new Set(secrets).size).toBe(20);
      for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
    });

    test('a session ends alone, also when it is ended twice', async () => {
      const sessions = await open();
      const [here, there] = [await sessions.begin(JO), await sessions.begin(JO)];
      await sessions.end(here);
      await sessions.end(here);
      expect(await sessions.find(here)).toBeUndefined();
      expect(await sessions.find(there)).toEqual(JO);
    });

    test('the sessions of one person end together, and those of others stay', async () => {
      const sessions = await open();
      const [here, there, sam] = [await sessions.begin(JO), await sessions.begin(JO), await sessions.begin(SAM)];
      await sessions.endAll('person-1');
      expect([await sessions.find(here), await sessions.find(there), await sessions.find(sam)]).toEqual([undefined, undefined, SAM]);
    });

    test('a session records its use, but one that has ended stays ended', async () => {
      const sessions = await open();
      const secret = await sessions.begin(JO);
      await sessions.record(secret, { ...JO, seen: TEN });
      expect(await sessions.find(secret)).toEqual({ ...JO, seen: TEN });
      await sessions.end(secret);
      await sessions.record(secret, { ...JO, seen: TEN });
      expect(await sessions.find(secret)).toBeUndefined();
    });

    test('sessions that were last used before a moment can be ended together', async () => {
      const sessions = await open();
      const [jo, sam] = [await sessions.begin(JO), await sessions.begin(SAM)];
      await sessions.endUnused(TEN);
      expect([await sessions.find(jo), await sessions.find(sam)]).toEqual([undefined, SAM]);
    });
  });
}
