import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Import, importPage, PART_ROWS } from '#core/import/import';
import type { Subscriber } from '#core/subscriber/subscriber';
import { readRefused, workOn, workOnImports } from '#flow/import/run-import';
import { beginImport, stopImport } from '#flow/import/start-or-stop-import';
import { bringImport, type OpenList, openList } from '#flow/import/upload-list';
import { openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';
import { at } from '#tests/contracts/ids';
import { sampleRules } from '#tests/core/samples';

const NOON = at('2019-09-12T11:00:00Z');
const rules = sampleRules();
const STATEMENT = 'They ticked the box at the spring session.';

function listOf(text: string): OpenList {
  const list = openList(new TextEncoder().encode(text));
  if ('problem' in list) throw new Error(list.problem);
  return list;
}

function opened() {
  const { world } = openMemoryWorld();
  const person = (address: string, different: Partial<Subscriber> = {}): Subscriber => ({
    ...{ id: world.subscribers.idOf(address), address, name: 'As before', frequency: 'each', topics: [], status: 'confirmed' },
    ...different,
  });
  const bring = (text: string): Promise<Import> =>
    bringImport(world, { list: listOf(text), name: 'A list', statement: STATEMENT, by: 'Sam' }, rules, NOON);
  const find = async ({ id }: Import) => (await world.imports.find(id)) ?? expect.unreachable();
  /** Runs an import from the upload to its end. */
  const whole = async (text: string): Promise<Import> => {
    const one = await bring(text);
    await workOnImports(world, NOON);
    await beginImport(world, one.id, 'Sam', NOON);
    await workOnImports(world, NOON);
    return find(one);
  };
  const status = async (address: string) => (await world.subscribers.find(world.subscribers.idOf(address)))?.status;
  return { world, person, bring, find, whole, status };
}

const many = (count: number) => `email\n${Array.from({ length: count }, (_, i) => `person${i}@example.org\n`).join('')}`;

/** Returns the world of a machine that dies right after this call of this method. */
function dyingAt<P extends 'subscribers' | 'imports' | 'importFiles'>(world: World, port: P, method: keyof World[P], call: number): World {
  let calls = 0;
  const dying = new Proxy(world[port], {
    get: (target, name) => {
      const known = Reflect.get(target, name);
      if (name !== method || typeof known !== 'function') return known;
      return async (...args: unknown[]) => {
        calls += 1;
        const answer = await Reflect.apply(known, target, args);
        if (calls === call) throw new Error('The machine died.');
        return answer;
      };
    },
  });
  return { ...world, [port]: dying };
}

describe('an imported list', () => {
  test('an imported list adds no subscriber before the programme lead says so', async () => {
    const { world, bring, find } = opened();
    const one = await bring(many(3));
    await workOnImports(world, NOON);
    expect(await find(one)).toMatchObject({ state: 'checked', rows: 3, counts: { new: 3 } });
    expect((await world.subscribers.page(undefined, 10)).subscribers).toEqual([]);
  });

  test('an imported list adds confirmed subscribers with the consent statement of the programme lead', async () => {
    const { world, whole } = opened();
    const done = await whole('name,email\nAnna,a@example.org\n');
    expect(done).toMatchObject({ state: 'done', counts: { new: 1 } });
    const anna = await world.subscribers.find(world.subscribers.idOf('a@example.org'));
    expect(anna).toMatchObject({
      name: 'Anna',
      status: 'confirmed',
      confirmedAt: NOON,
      consent: { by: 'import', page: importPage(done.id), asked: NOON, confirmed: NOON },
    });
    expect(await world.texts.get(anna?.consent?.wording ?? '')).toBe(STATEMENT);
  });

  test('an imported list leaves known subscribers unchanged, and brings back no one who is suppressed for any reason', async () => {
    const { world, person, whole } = opened();
    for (const status of ['confirmed', 'pending', 'unsubscribed', 'bounced', 'complained'] as const)
      await world.subscribers.save(person(`${status}@example.org`, { status }));
    for (const why of ['unsubscribed', 'bounced', 'complained', 'erased', 'pending-unsubscribe'] as const)
      await world.suppressions.add(world.subscribers.idOf(`${why}@gone.example.org`), why, NOON);
    await world.suppressions.add(world.subscribers.idOf('confirmed2@example.org'), 'unsubscribed', NOON);
    await world.subscribers.save(person('confirmed2@example.org'));
    const before = await world.subscribers.page(undefined, 100);
    const list = ['confirmed', 'pending', 'unsubscribed', 'bounced', 'complained', 'confirmed2'].map(
      (name) => `${name}@example.org,New name`,
    );
    const gone = ['unsubscribed', 'bounced', 'complained', 'erased', 'pending-unsubscribe'].map(
      (why) => `${why}@gone.example.org,New name`,
    );
    const { counts } = await whole(`email,name\n${[...list, ...gone].join('\n')}\nUNSUBSCRIBED@example.org,again\nnobody,x\n`);
    expect(await world.subscribers.page(undefined, 100)).toEqual(before);
    expect(counts).toEqual({ new: 0, here: 2, unsubscribed: 1, bounced: 1, complained: 1, suppressed: 6, twice: 1, wrong: 1 });
  });

  test('an imported list keeps the rows that were not imported, with their reasons', async () => {
    const { world, person, whole } = opened();
    await world.subscribers.save(person('left@example.org', { status: 'unsubscribed' }));
    const done = await whole('email,name\nnew@example.org,N\nleft@example.org,L\nnobody,X\nnew@example.org,N\n');
    expect((await readRefused(world, done, 0)).map(({ row, outcome }) => [row.line, row.cells[0], outcome])).toEqual([
      [3, 'left@example.org', 'unsubscribed'],
      [4, 'nobody', 'wrong'],
      [5, 'new@example.org', 'twice'],
    ]);
  });

  test.each([
    ['name\nAnna\n', /^No column is called “email”\./],
    ['email\n\n,\n', /^There is nobody in the file/],
    [`email\n${'x\n'.repeat(100_001)}`, /^The file has more than 100,000 lines\./],
  ])('a file that is no list is refused in one plain sentence (%#)', (text, said) => {
    expect(openList(new TextEncoder().encode(text))).toEqual({ problem: expect.stringMatching(said) });
  });

  test('the rows of a list are counted as they are brought in, whatever is in them', async () => {
    const text = 'sep=;\nemail;name\na@example.org;"Ann\nBee"\n\n;;\nnobody;\nb@example.org;"never closed\nc@example.org;C\n';
    const { bring } = opened();
    expect([listOf(text).rows, (await bring(text)).rows]).toEqual([3, 3]);
  });
});

describe('an import', () => {
  test('an import that is stopped goes no further, and the subscribers added by then stay', async () => {
    const { world, bring, find } = opened();
    const one = await bring(many(3 * PART_ROWS));
    await workOnImports(world, NOON);
    await beginImport(world, one.id, 'Sam', NOON);
    const dying = dyingAt(world, 'imports', 'replace', 1);
    await expect(workOnImports(dying, NOON)).rejects.toThrow('died');
    await stopImport(world, one.id, 'Sam', NOON);
    await workOnImports(world, NOON);
    expect(await find(one)).toMatchObject({ state: 'stopped', counts: { new: PART_ROWS } });
    expect((await world.subscribers.outline(1000)).counts.confirmed).toBe(PART_ROWS);
    expect(await beginImport(world, one.id, 'Sam', NOON)).toBeUndefined();
  });

  test('an import works for part of a minute, and goes on in the next', async () => {
    const { world } = opened();
    const { time, ...memory } = openMemoryWorld();
    const slow = {
      ...memory.world,
      importFiles: {
        ...memory.world.importFiles,
        read: async (...args: Parameters<World['importFiles']['read']>) => {
          time.elapsedMs += 15_000;
          return memory.world.importFiles.read(...args);
        },
      },
    };
    const list = listOf(many(5 * PART_ROWS));
    const brought = await bringImport(slow, { list, name: 'x', statement: STATEMENT, by: 'Sam' }, rules, NOON);
    const states: [string, number][] = [];
    for (let minute = 0; minute < 3; minute += 1) {
      await workOnImports(slow, NOON);
      const one = await slow.imports.find(brought.id);
      states.push([one?.state ?? '', one?.next ?? 0]);
    }
    expect(states).toEqual([
      ['checking', 2],
      ['checking', 4],
      ['checked', 5],
    ]);
    expect(await world.imports.latest()).toEqual([]);
  });

  test('an import that dies anywhere, any number of times, comes to the same end and the same counts', async () => {
    const places = fc.constantFrom(
      ...([
        ['subscribers', 'save'],
        ['subscribers', 'readForSending'],
        ['imports', 'replace'],
        ['importFiles', 'put'],
      ] as const),
    );
    const text = `${many(PART_ROWS + 20)}left@example.org\nnobody\n`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(places, fc.integer({ min: 1, max: 540 })), { maxLength: 4 }), async (deaths) => {
        const { world, person, bring, find } = opened();
        await world.subscribers.save(person('left@example.org', { status: 'unsubscribed' }));
        const one = await bring(text);
        await workOnImports(world, NOON);
        await beginImport(world, one.id, 'Sam', NOON);
        for (const [[port, method], call] of deaths)
          await workOnImports(dyingAt(world, port, method as never, call), NOON).catch((error: Error) =>
            expect(error.message).toMatch('died'),
          );
        await workOnImports(world, NOON);
        expect(await find(one)).toMatchObject({ state: 'done', counts: { new: PART_ROWS + 20, here: 0, unsubscribed: 1, wrong: 1 } });
        expect((await world.subscribers.outline(1000)).counts).toMatchObject({ confirmed: PART_ROWS + 20, unsubscribed: 1 });
      }),
      { numRuns: 25 },
    );
  });

  test('an import that two ticks work on at once comes out right', async () => {
    const { world, bring, find } = opened();
    const one = await bring(many(3 * PART_ROWS));
    await Promise.all([workOnImports(world, NOON), workOnImports(world, NOON)]);
    await workOnImports(world, NOON);
    await Promise.all([beginImport(world, one.id, 'Sam', NOON), beginImport(world, one.id, 'Kim', NOON)]);
    await Promise.all([workOnImports(world, NOON), workOnImports(world, NOON), workOnImports(world, NOON)]);
    await workOnImports(world, NOON);
    expect(await find(one)).toMatchObject({ state: 'done', counts: { new: 3 * PART_ROWS, here: 0 } });
  });

  test('an import does not keep a person who is suppressed while they are being stored', async () => {
    const { world, bring, find, status } = opened();
    const one = await bring('email\na@example.org\nb@example.org\n');
    await workOnImports(world, NOON);
    const begun = await beginImport(world, one.id, 'Sam', NOON);
    const unsubscribing: World = {
      ...world,
      subscribers: {
        ...world.subscribers,
        save: async (subscriber) => {
          if (subscriber.address === 'a@example.org') await world.suppressions.add(subscriber.id, 'erased', NOON);
          return world.subscribers.save(subscriber);
        },
      },
    };
    if (begun) await workOn(unsubscribing, begun, 1);
    expect(await find(one)).toMatchObject({ state: 'done', counts: { new: 1, suppressed: 1 } });
    expect([await status('a@example.org'), await status('b@example.org')]).toEqual([undefined, 'confirmed']);
  });

  test('an import has its rows deleted after seven days in any state, and keeps its counts', async () => {
    const { world, bring, find } = opened();
    const one = await bring('email\na@example.org\nnobody\n');
    await workOnImports(world, NOON);
    await workOnImports(world, NOON.add({ hours: 7 * 24 - 1 }));
    expect(await readRefused(world, one, 0)).toHaveLength(1);
    await workOnImports(world, NOON.add({ hours: 7 * 24 }));
    expect(await readRefused(world, one, 0)).toEqual([]);
    expect(await world.importFiles.read(one.id, 'rows-0000.json')).toBeUndefined();
    expect(await find(one)).toMatchObject({ state: 'stopped', filesDeleted: true, counts: { new: 1, wrong: 1 } });
    expect(await beginImport(world, one.id, 'Sam', NOON)).toBeUndefined();
  });
});

test('no list brings back an unsubscribed or erased person, in any spelling and any number of rows', async () => {
  const spellings = ['gone@example.org', 'GONE@Example.ORG', ' gone@example.org ', '"gone@example.org"', 'gone@example.org;Gone'];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...spellings), { minLength: 1, maxLength: 6 }), fc.boolean(), async (rows, erased) => {
      const { world, person, whole } = opened();
      const gone = person('gone@example.org');
      await world.subscribers.save(gone);
      await world.suppressions.add(gone.id, erased ? 'erased' : 'unsubscribed', NOON);
      if (erased) await world.subscribers.remove(gone.id);
      else await world.subscribers.unsubscribe(gone.id, NOON, 'page');
      await whole(`email;name\n${rows.join('\n')}\n`);
      await whole(`email;name;status\n${rows.join('\n')}\n`);
      const { people } = await world.subscribers.readForSending([gone.id]);
      expect(people.get(gone.id)?.suppressed).toBe(true);
      expect(people.get(gone.id)?.subscriber?.status).toBe(erased ? undefined : 'unsubscribed');
    }),
    { numRuns: 40 },
  );
});

test('an import of a hundred thousand rows stores each part before it reads the next', async () => {
  const { world } = opened();
  let read = 0;
  const largest: number[] = [];
  const watched: Pick<World, 'imports' | 'importFiles' | 'texts' | 'subscribers' | 'machine'> = {
    ...world,
    subscribers: {
      ...world.subscribers,
      idOf: (address) => {
        read += 1;
        return world.subscribers.idOf(address);
      },
    },
    importFiles: {
      ...world.importFiles,
      put: async (_, __, text) => {
        largest.push(read);
        read = 0;
        expect(text.length).toBeLessThan(200_000);
      },
    },
  };
  const list = listOf(many(100_000));
  expect(await bringImport(watched, { list, name: 'x', statement: STATEMENT, by: 'Sam' }, rules, NOON)).toMatchObject({
    rows: 100_000,
    parts: 200,
  });
  expect([largest.length, Math.max(...largest)]).toEqual([200, PART_ROWS]);
});
