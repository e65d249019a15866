import { describe, expect, test } from 'vitest';
import {
  type AudienceChunk,
  type Delivery,
  type DeliveryChange,
  type Expectation,
  GROUP_SIZE,
  type GroupAddress,
  holds,
} from '#core/delivery/ledger';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { Ledger } from '#ports';
import { at, publicationId, subscriberId } from '#tests/contracts/ids';
import { inTurns } from '#tests/contracts/in-turns';
import { written } from '#tests/contracts/written';

const DIGEST = publicationId('digest-weekly-2019-09-19');
const GROUP: GroupAddress = { publication: DIGEST, chunk: 0, group: 0 };
const ANNA = subscriberId(1);
const NINE = at('2019-09-19T08:00:00Z');
const TEN = at('2019-09-19T09:00:00Z');
const MEMBERS = Array.from({ length: GROUP_SIZE }, (_, i) => subscriberId(i));

const states: (Delivery | undefined)[] = [
  undefined,
  { state: 'ready', attempt: 0 },
  { state: 'ready', attempt: 1, notBefore: TEN },
  { state: 'attempting', attempt: 1, nonce: 'n1', since: NINE },
  { state: 'attempting', attempt: 2, nonce: 'n2', since: NINE },
  { state: 'unresolved', attempt: 1, nonce: 'n1', since: NINE, seen: TEN },
  { state: 'unresolved', attempt: 1, nonce: 'n2', since: NINE, seen: TEN, clear: TEN },
  { state: 'accepted', attempt: 1, receipt: 'r1', by: 'answer' },
  { state: 'accepted', attempt: 2, receipt: 'r2', by: 'event' },
  { state: 'suppressed', attempt: 1, why: 'unsubscribed' },
  { state: 'refused', attempt: 1, why: 'Address is “wrong”' },
  { state: 'held', attempt: 3, nonce: 'n1', why: 'no answer, no event' },
  { state: 'held', attempt: 3, nonce: 'n2', why: 'no answer, no event', since: NINE },
  { state: 'confirmed-sent', attempt: 3, by: 'ama@example.org' },
];

const claimStates: ('attempting' | 'unresolved' | 'held')[][] = [
  ['attempting'],
  ['unresolved'],
  ['held'],
  ['attempting', 'unresolved'],
  ['unresolved', 'held'],
  ['attempting', 'unresolved', 'held'],
];
const expectations: Expectation[] = [
  ...[0, 1, 2].map((attempt): Expectation => ({ kind: 'free', attempt })),
  ...['n1', 'n2'].flatMap((nonce) => claimStates.map((among): Expectation => ({ kind: 'claim', nonce, states: among }))),
  ...['r1', 'r2'].map((receipt): Expectation => ({ kind: 'not-accepted-otherwise', receipt })),
];

const FREE: Expectation = { kind: 'free', attempt: 0 };
const claim = (nonce: string): Delivery => ({ state: 'attempting', attempt: 1, nonce, since: NINE });
const claimOf = (members: SubscriberId[], nonce: string): DeliveryChange[] =>
  members.map((subscriber) => ({ subscriber, expect: FREE, to: claim(nonce) }));
// This expectation always holds for a delivery that does not exist yet.
const NEW: Expectation = { kind: 'not-accepted-otherwise', receipt: '-' };

const audienceChunk = (chunk: number, members: AudienceChunk['members'] = []): AudienceChunk => ({
  publication: DIGEST,
  chunk,
  group: GROUP_SIZE,
  members,
  last: members.at(-1)?.subscriber,
  end: members.length === 0,
  closed: false,
});

/** The contract of every `Ledger`. `open` returns an empty one. */
export function ledgerContract(name: string, open: () => Promise<Ledger>): void {
  describe(`the ledger ${name}`, () => {
    test('the ledger returns each delivery as it was written', async () => {
      const ledger = await open();
      const deliveries = states.flatMap((state, i): [SubscriberId, Delivery][] => (state ? [[subscriberId(i), state]] : []));
      await ledger.change(
        GROUP,
        deliveries.map(([subscriber, to]) => ({ subscriber, expect: NEW, to })),
      );
      expect(written(await ledger.group(GROUP))).toEqual(written(deliveries));
    });

    test('the ledger has no rows for deliveries that were never claimed', async () => {
      const ledger = await open();
      expect(await ledger.group(GROUP)).toEqual(new Map());
      expect(await ledger.groups(DIGEST, 0)).toEqual(new Map());
    });

    test('the ledger judges every expectation in every state as the core does', async () => {
      const ledger = await open();
      const cases = expectations.flatMap((expectation) => states.map((stored) => ({ expectation, stored })));
      const results = await inTurns(cases, async ({ expectation, stored }, group) => {
        const address = { ...GROUP, group };
        if (stored) await ledger.change(address, [{ subscriber: ANNA, expect: NEW, to: stored }]);
        const answer = await ledger.change(address, [{ subscriber: ANNA, expect: expectation, to: claim('new') }]);
        return { expectation, stored, answer, remaining: (await ledger.group(address)).get(ANNA) };
      });
      expect(results).toEqual(
        cases.map(({ expectation, stored }) => {
          const matches = holds(expectation, stored);
          return { expectation, stored, answer: matches ? 'written' : 'refused', remaining: matches ? claim('new') : stored };
        }),
      );
    });

    test('the ledger writes exactly one of two claims of one delivery', async () => {
      const ledger = await open();
      const answers = await Promise.all(['a', 'b'].map((nonce) => ledger.change(GROUP, claimOf([ANNA], nonce))));
      expect(answers.toSorted()).toEqual(['refused', 'written']);
      expect((await ledger.group(GROUP)).get(ANNA)).toEqual(claim(answers[0] === 'written' ? 'a' : 'b'));
    });

    test('the ledger writes exactly one of fifty claims of one group, and writes it whole', async () => {
      const ledger = await open();
      const nonces = Array.from({ length: 50 }, (_, i) => `nonce-${i}`);
      const answers = await Promise.all(nonces.map((nonce) => ledger.change(GROUP, claimOf(MEMBERS, nonce))));
      const winners = nonces.filter((_, i) => answers[i] === 'written');
      expect(winners).toHaveLength(1);
      expect(await ledger.group(GROUP)).toEqual(new Map(MEMBERS.map((member) => [member, claim(winners[0] ?? '')])));
    });

    test('the ledger never gives one member to two of fifty overlapping claims', async () => {
      const ledger = await open();
      const claims = Array.from({ length: 50 }, (_, i) => ({
        nonce: `nonce-${i}`,
        members: MEMBERS.filter((_member, m) => (i * 7 + m * 3) % 5 === i % 3),
      }));
      const answers = await Promise.all(claims.map(({ nonce, members }) => ledger.change(GROUP, claimOf(members, nonce))));
      const won = claims
        .filter((_, i) => answers[i] === 'written')
        .flatMap(({ nonce, members }) => members.map((member): [SubscriberId, Delivery] => [member, claim(nonce)]));
      expect(won.length).toBeGreaterThan(0);
      expect(new Set(won.map(([member]) => member)).size).toBe(won.length);
      expect(await ledger.group(GROUP)).toEqual(new Map(won));
    });

    test('the ledger writes a change of twenty members whole or not at all', async () => {
      const ledger = await open();
      await ledger.change(GROUP, claimOf(MEMBERS.slice(0, 19), 'mine'));
      const settle = (nonceOfLast: string): DeliveryChange[] =>
        MEMBERS.map((subscriber, i) => ({
          subscriber,
          expect: i === 19 ? FREE : { kind: 'claim', nonce: i === 18 ? nonceOfLast : 'mine', states: ['attempting', 'unresolved', 'held'] },
          to: { state: 'accepted', attempt: 1, receipt: `0102018d7e1f2a3b-${i}-6f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f-000000`, by: 'answer' },
        }));
      expect(await ledger.change(GROUP, settle('somebody else'))).toBe('refused');
      expect([...(await ledger.group(GROUP)).values()]).toEqual(MEMBERS.slice(0, 19).map(() => claim('mine')));
      expect(await ledger.change(GROUP, settle('mine'))).toBe('written');
      expect([...(await ledger.group(GROUP)).values()].map(({ state }) => state)).toEqual(MEMBERS.map(() => 'accepted'));
    });

    test.each(
      expectations.slice(0, 3).concat(expectations.slice(-1), { kind: 'claim', nonce: 'n1', states: ['attempting', 'unresolved', 'held'] }),
    )('the ledger has room for a change of twenty members with the expectation %j', async (expectation) => {
      const ledger = await open();
      const stored = states.find((state) => state && holds(expectation, state)) ?? claim('n1');
      await ledger.change(
        GROUP,
        MEMBERS.map((subscriber) => ({ subscriber, expect: NEW, to: stored })),
      );
      expect(
        await ledger.change(
          GROUP,
          MEMBERS.map((subscriber) => ({ subscriber, expect: expectation, to: claim('2') })),
        ),
      ).toBe(holds(expectation, stored) ? 'written' : 'refused');
    });

    test('the ledger leaves no row behind when a race is lost', async () => {
      const ledger = await open();
      expect(await ledger.change(GROUP, [{ subscriber: ANNA, expect: { kind: 'free', attempt: 1 }, to: claim('late') }])).toBe('refused');
      expect(await ledger.groups(DIGEST, 0)).toEqual(new Map());
    });

    test('the ledger lets twenty writers settle twenty members of one group at once', async () => {
      const ledger = await open();
      await ledger.change(GROUP, claimOf(MEMBERS, 'mine'));
      const answers = await Promise.all(
        MEMBERS.map((subscriber, i) =>
          ledger.change(GROUP, [
            {
              subscriber,
              expect: { kind: 'claim', nonce: 'mine', states: ['attempting'] },
              to: { state: 'accepted', attempt: 1, receipt: `r${i}`, by: 'event' },
            },
          ]),
        ),
      );
      expect(new Set(answers)).toEqual(new Set(['written']));
      expect([...(await ledger.group(GROUP)).values()].every(({ state }) => state === 'accepted')).toBe(true);
    });

    test('the ledger returns all groups of a chunk by number, and none of its neighbours', async () => {
      const ledger = await open();
      const addresses = [0, 2, 11].map((group) => ({ ...GROUP, chunk: 1, group }));
      const neighbours = [
        { ...GROUP, chunk: 11, group: 5 },
        { ...GROUP, chunk: 0, group: 5 },
        { ...GROUP, publication: publicationId(`${DIGEST}-1`), chunk: 1, group: 5 },
      ];
      for (const address of [...addresses, ...neighbours]) {
        expect(await ledger.change(address, claimOf([ANNA], `g${address.group}`))).toBe('written');
      }
      expect([...(await ledger.groups(DIGEST, 1))]).toEqual([0, 2, 11].map((group) => [group, new Map([[ANNA, claim(`g${group}`)]])]));
    });

    test('the ledger returns a full audience chunk as it was written', async () => {
      const ledger = await open();
      const members = Array.from({ length: 100 }, (_, i) => ({ subscriber: subscriberId(i), mail: `mail-${i % 3}` }));
      expect(await ledger.addChunk(audienceChunk(7, members))).toBe('added');
      expect(await ledger.chunk(DIGEST, 7)).toEqual(audienceChunk(7, members));
      expect(await ledger.addChunk(audienceChunk(8))).toBe('added');
      expect(await ledger.chunk(DIGEST, 8)).toEqual(audienceChunk(8));
      expect(await ledger.chunk(DIGEST, 9)).toBeUndefined();
    });

    test('the ledger finds the newest audience chunk of a publication, with how many members come before it', async () => {
      const ledger = await open();
      expect(await ledger.newestChunk(DIGEST)).toBeUndefined();
      const members = [{ subscriber: ANNA, mail: 'm' }];
      for (let chunk = 0; chunk < 12; chunk += 1) await ledger.addChunk({ ...audienceChunk(chunk, members), before: chunk });
      await ledger.addChunk({ ...audienceChunk(0, members), publication: publicationId(`${DIGEST}-1`) });
      expect(await ledger.newestChunk(DIGEST)).toEqual({ ...audienceChunk(11, members), before: 11 });
      await ledger.addChunk(audienceChunk(12));
      expect(await ledger.newestChunk(DIGEST)).toEqual(audienceChunk(12));
    });

    test('the ledger returns the audience chunks that are open, in their order, from any of them on', async () => {
      const ledger = await open();
      const members = [{ subscriber: ANNA, mail: 'm' }];
      for (let chunk = 0; chunk < 12; chunk += 1) await ledger.addChunk(audienceChunk(chunk, members));
      await ledger.addChunk(audienceChunk(12));
      await ledger.addChunk({ ...audienceChunk(0, members), publication: publicationId(`${DIGEST}-1`) });
      for (const closed of [0, 1, 5, 11]) await ledger.closeChunk(DIGEST, closed);
      const numbers = async (from: number, most: number) => (await ledger.openChunks(DIGEST, from, most)).map(({ chunk }) => chunk);
      expect(await numbers(0, 3)).toEqual([2, 3, 4]);
      expect(await numbers(5, 100)).toEqual([6, 7, 8, 9, 10]);
      expect(await numbers(11, 100)).toEqual([]);
      expect(await ledger.openChunks(DIGEST, 10, 1)).toEqual([audienceChunk(10, members)]);
    });

    test('the ledger keeps the audience chunk that came first when many are written at once', async () => {
      const ledger = await open();
      const writers = Array.from({ length: 20 }, (_, i) => audienceChunk(0, [{ subscriber: subscriberId(i), mail: 'm' }]));
      const answers = await Promise.all(writers.map((one) => ledger.addChunk(one)));
      expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
      expect(await ledger.chunk(DIGEST, 0)).toEqual(writers[answers.indexOf('added')]);
    });

    test('the ledger closes an audience chunk, also twice, and only one that exists', async () => {
      const ledger = await open();
      const members = [{ subscriber: ANNA, mail: 'm' }];
      await ledger.addChunk(audienceChunk(0, members));
      await ledger.closeChunk(DIGEST, 0);
      await ledger.closeChunk(DIGEST, 0);
      expect(await ledger.chunk(DIGEST, 0)).toEqual({ ...audienceChunk(0, members), closed: true });
      await expect(ledger.closeChunk(DIGEST, 1)).rejects.toThrow('no chunk 1');
      expect(await ledger.chunk(DIGEST, 1)).toBeUndefined();
    });

    test('the ledger records each second receipt once, for its own publication', async () => {
      const ledger = await open();
      await ledger.recordDuplicate(GROUP, ANNA, 'r2');
      await ledger.recordDuplicate(GROUP, ANNA, 'r2');
      await ledger.recordDuplicate(GROUP, ANNA, 'r3');
      await ledger.recordDuplicate({ ...GROUP, publication: publicationId('alert-a') }, ANNA, 'r4');
      expect(await ledger.duplicates(DIGEST)).toEqual([
        { subscriber: ANNA, receipt: 'r2' },
        { subscriber: ANNA, receipt: 'r3' },
      ]);
      expect(await ledger.duplicates(publicationId('alert-b'))).toEqual([]);
    });

    test('the ledger removes a chunk with its deliveries, and leaves every other chunk as it is', async () => {
      const ledger = await open();
      const others = { ...GROUP, publication: publicationId('alert-a') };
      for (const chunk of [0, 1]) await ledger.addChunk(audienceChunk(chunk, [{ subscriber: ANNA, mail: 'm' }]));
      for (const at of [GROUP, { ...GROUP, group: 1 }, { ...GROUP, chunk: 1 }, others]) await ledger.change(at, claimOf([ANNA], 'n'));
      await ledger.removeChunk(DIGEST, 1);
      await ledger.removeChunk(DIGEST, 1);
      expect(await ledger.chunk(DIGEST, 1)).toBeUndefined();
      expect(await ledger.groups(DIGEST, 1)).toEqual(new Map());
      expect((await ledger.groups(DIGEST, 0)).size).toBe(2);
      await ledger.removeChunk(DIGEST, 0);
      expect(await ledger.chunk(DIGEST, 0)).toBeUndefined();
      expect(await ledger.groups(DIGEST, 0)).toEqual(new Map());
      expect((await ledger.group(others)).size).toBe(1);
    });

    test('the ledger removes the second receipts of one publication only', async () => {
      const ledger = await open();
      const other = publicationId('alert-a');
      for (const publication of [DIGEST, other]) await ledger.recordDuplicate({ ...GROUP, publication }, ANNA, 'r2');
      await ledger.removeDuplicates(DIGEST);
      await ledger.removeDuplicates(DIGEST);
      expect(await ledger.duplicates(DIGEST)).toEqual([]);
      expect(await ledger.duplicates(other)).toHaveLength(1);
    });

    test('the ledger accepts an empty change and writes nothing', async () => {
      const ledger = await open();
      expect(await ledger.change(GROUP, [])).toBe('written');
      expect(await ledger.groups(DIGEST, 0)).toEqual(new Map());
    });

    test('the ledger rejects a change that names one member twice', async () => {
      const ledger = await open();
      await expect(ledger.change(GROUP, claimOf([ANNA, ANNA], 'twice'))).rejects.toThrow();
      expect(await ledger.group(GROUP)).toEqual(new Map());
    });
  });
}
