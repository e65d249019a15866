import { type Arbitrary, array, asyncProperty, assert as check, constantFrom, integer, record as recordOf } from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { dynamoPublications } from '#adapters/dynamo/publications';
import { type PlainPublications, rememberedPublications } from '#adapters/remembered-publications';
import type { PublicationRecord } from '#core/publication/publication';
import type { StorySeen } from '#core/story/story-seen';
import { memoryPublications } from '#local/memory/publications';
import type { PublicationStore } from '#ports';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { at, publicationId, slug } from '#tests/contracts/ids';

const MINUTE_MS = 60_000;
const NINE = at('2019-09-19T08:00:00Z');
const alert: PublicationRecord = {
  id: publicationId('alert-a'),
  kind: 'alert',
  channel: 'email',
  due: Temporal.ZonedDateTime.from('2019-09-19T09:00:00+01:00[Europe/London]'),
  stories: [slug('a')],
  decision: 'go',
  state: 'waiting',
  version: 0,
};
const seen: StorySeen = { slug: slug('a'), firstSeen: NINE, published: '', publishedSeen: NINE, facts: '', factsSeen: NINE };
const named = (name: string): PublicationRecord => ({ ...alert, id: publicationId(name) });

const dynamo = freshDynamo();

/** Several processes over one store, with one stopwatch, and the number of each call. */
function processes(plain: PlainPublications, many = 2) {
  const time = { ms: 0 };
  const calls: Record<string, number> = {};
  const counted = new Proxy(plain, {
    get: (target, name: keyof PlainPublications) => {
      const method = target[name] as (...given: unknown[]) => unknown;
      return (...given: unknown[]) => {
        calls[name] = (calls[name] ?? 0) + 1;
        return method.apply(target, given);
      };
    },
  });
  const view = () => rememberedPublications({ ...plain, ...namesOf(plain, counted) }, { elapsedMs: () => time.ms });
  return { time, calls, stores: Array.from({ length: many }, view), spent: () => ({ ...calls, ...clear(calls) }) };
}
const namesOf = (plain: PlainPublications, counted: PlainPublications) =>
  Object.fromEntries(Object.keys(plain).map((name) => [name, counted[name as keyof PlainPublications]]));
function clear(calls: Record<string, number>): object {
  for (const name of Object.keys(calls)) delete calls[name];
  return {};
}

test.each([
  ['memory', async () => memoryPublications()],
  ['DynamoDB', async () => dynamoPublications(dynamo.client(), await dynamo.table())],
])('over %s, a process reads all publications once, and then only what another process has announced', async (_, open) => {
  const { stores, spent, time } = processes(await open());
  const [ours, theirs] = stores as [PublicationStore, PublicationStore];
  for (let i = 0; i < 5; i += 1) await theirs.add(named(`alert-${i}`));
  await theirs.recordStorySeen(seen);
  await ours.all();
  time.ms += 16 * MINUTE_MS;
  const first = await ours.all();
  spent();
  expect(await ours.all()).toBe(first);
  expect(await ours.storiesSeen()).toEqual([seen]);
  expect(spent()).toEqual({ announced: 2 });

  await theirs.replace({ ...named('alert-3'), state: 'done' });
  await theirs.recordStorySeen({ ...seen, told: true });
  spent();
  const [records, [story]] = await Promise.all([ours.all(), ours.storiesSeen()]);
  expect(records.find(({ id }) => id === 'alert-3')).toEqual({ ...named('alert-3'), state: 'done', version: 1 });
  expect(records.filter((record) => first.includes(record))).toHaveLength(4);
  expect(story).toEqual({ ...seen, told: true });
  expect(spent(), 'one reading for both lists').toEqual({ announced: 1, some: 1 });
});

test('a write that lands four minutes after its announcement, when others have long been read, is read all the same', async () => {
  const plain = memoryPublications();
  const { stores, time } = processes(plain);
  const [ours] = stores as [PublicationStore];
  await plain.add(alert);
  await ours.all();
  await plain.announce(`publication ${alert.id}`);
  await ours.all();
  time.ms += 4 * MINUTE_MS;
  await ours.all();
  await plain.replace({ ...alert, state: 'done' });
  expect(await ours.all()).toEqual([{ ...alert, state: 'done', version: 1 }]);
});

test('what a version wrote that announces nothing is read after an hour, or as soon as a write is refused because of it', async () => {
  const plain = memoryPublications();
  const { stores, time } = processes(plain, 3);
  const [ours, others] = stores as [PublicationStore, PublicationStore];
  await Promise.all([ours.all(), others.all()]);
  await plain.add(alert);
  expect(await ours.add({ ...alert, state: 'missed' })).toBe('exists');
  expect(await ours.all()).toEqual([alert]);
  await plain.replace({ ...alert, state: 'done' });
  time.ms += 60 * MINUTE_MS;
  expect(await others.all()).toEqual([{ ...alert, state: 'done', version: 1 }]);
});

test('after a restore of the tables to an earlier time, a process that went on reads what is there', async () => {
  const [before, after] = [memoryPublications(), memoryPublications()];
  let plain = before;
  const ours = rememberedPublications(
    forwarding(() => plain),
    { elapsedMs: () => 0 },
  );
  for (const name of ['alert-a', 'alert-b', 'alert-c']) await ours.add(named(name));
  expect(await ours.all()).toHaveLength(3);
  const restored = rememberedPublications(after, { elapsedMs: () => 0 });
  await restored.add(alert);
  plain = after;
  expect(await ours.all()).toEqual([alert]);
});

const forwarding = (current: () => PlainPublications): PlainPublications =>
  Object.fromEntries(
    Object.keys(current()).map((name) => [
      name,
      (...given: unknown[]) => (current()[name as keyof PlainPublications] as (...given: unknown[]) => unknown)(...given),
    ]),
  ) as unknown as PlainPublications;

type Step = { who: number; what: 'add' | 'replace' | 'see' | 'read' | 'late' | 'land'; which: number; minutes: number };
const step: Arbitrary<Step> = recordOf({
  who: integer({ min: 0, max: 2 }),
  what: constantFrom('add', 'replace', 'see', 'read', 'late', 'land'),
  which: integer({ min: 0, max: 5 }),
  minutes: integer({ min: 0, max: 2 }),
});

test('whatever several processes write, also late, each reading has all that was written before it began', async () => {
  await check(
    asyncProperty(array(step, { maxLength: 60 }), async (steps) => {
      const plain = memoryPublications();
      const { stores, time } = processes(plain, 3);
      // Writes that are announced, and under way for at most five minutes.
      let late: { at: number; land: () => Promise<unknown> }[] = [];
      const landThose = async (due: (one: { at: number }) => boolean) => {
        const [now, later] = [late.filter(due), late.filter((one) => !due(one))];
        late = later;
        for (const { land } of now) await land();
      };
      for (const { who, what, which, minutes } of steps) {
        time.ms += minutes * MINUTE_MS;
        await landThose(({ at: issued }) => time.ms - issued >= 5 * MINUTE_MS);
        const store = stores[who] as PublicationStore;
        const stored = await plain.find(named(`alert-${which}`).id);
        const next: PublicationRecord = { ...(stored ?? named(`alert-${which}`)), reason: `At ${time.ms} by ${who}.` };
        if (what === 'add') await store.add(next);
        if (what === 'replace') await store.replace(next);
        if (what === 'see') await store.recordStorySeen({ ...seen, slug: slug(`s-${which}`), published: `${time.ms}-${who}` });
        if (what === 'late') {
          await plain.announce(`publication ${next.id}`);
          late.push({ at: time.ms, land: () => (stored ? plain.replace(next) : plain.add(next)) });
        }
        if (what === 'land') await landThose(() => true);
        const [[records, stories], plainly] = await Promise.all([
          Promise.all([store.all(), store.storiesSeen()]),
          Promise.all([plain.all(), plain.storiesSeen()]),
        ]);
        expect([records, stories]).toEqual(plainly);
      }
    }),
    { numRuns: 150 },
  );
});
