import type { Temporal } from 'temporal-polyfill';
import {
  type Import,
  type ImportRow,
  importedSubscriber,
  isAtWork,
  type RowOutcome,
  refusedFile,
  rowOutcomeOf,
  rowsFile,
  withRowOutcomes,
} from '#core/import/import';
import { RETENTION } from '#core/rules/retention';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { isAfter } from '#core/time/compare';
import { inBatches } from '#flow/loops/in-batches';
import type { World } from '#ports';

type WorkWorld = Pick<World, 'imports' | 'importFiles' | 'subscribers' | 'machine'>;

/** Of each minute. */
const TICK_MS = 20_000;
/** So many people are asked for in one read, and so many stored at once. */
const MAX_ROWS_AT_ONCE = 50;

/** A row, and what becomes of it. */
export type RowWithOutcome = { row: ImportRow; outcome: RowOutcome };

/** Goes on with what is under way, for a part of a minute, and deletes the files of what came a week ago. */
export async function workOnImports(world: WorkWorld, now: Temporal.Instant): Promise<void> {
  const untilMs = world.machine.elapsedMs() + TICK_MS;
  for (const one of await world.imports.latest()) {
    if (isOver(one, now)) await deleteFiles(world, one);
    else await workOn(world, one, untilMs);
  }
}

/**
 * Does one part after the other until the machine shows `until`. Whoever does the same part at the same time, or again after a
 * crash, does no harm: people are stored only where there is nobody yet, and one of two accounts of it counts.
 */
export async function workOn(world: WorkWorld, from: Import, untilMs: number): Promise<void> {
  let current = from;
  while (isAtWork(current) && world.machine.elapsedMs() < untilMs) {
    const next = await workOnPart(world, current);
    if ((await world.imports.replace(next)) === 'stale') return;
    current = { ...next, version: next.version + 1 };
  }
}

async function workOnPart(world: WorkWorld, current: Import): Promise<Import> {
  const rows = await readRows(world, current, current.next);
  if (!rows) return { ...current, state: 'stopped' };
  const isDry = current.state === 'checking';
  const rowsWithOutcome = await (isDry ? rowOutcomesOf(world, current, rows) : carryOut(world, current, rows));
  const refused = rowsWithOutcome.filter(({ outcome }) => outcome !== 'new' && outcome !== 'here');
  await world.importFiles.put(
    current.id,
    refusedFile(current.next),
    JSON.stringify(refused.map(({ row, outcome: fate }) => ({ row, fate }))),
  );
  const next = current.next + 1;
  const counts = withRowOutcomes(
    current.counts,
    rowsWithOutcome.map(({ outcome }) => outcome),
  );
  const state = next < current.parts ? current.state : isDry ? 'checked' : 'done';
  return { ...current, next, counts, state };
}

/** What becomes of these rows by what is known now. Changes nothing. */
export async function rowOutcomesOf(
  world: Pick<World, 'subscribers'>,
  { id }: Import,
  rows: readonly ImportRow[],
): Promise<RowWithOutcome[]> {
  const known = await lookUp(world, rows);
  return rows.map((row) => ({ row, outcome: row.is === 'person' ? rowOutcomeOf(known(row.person.id), id) : row.is }));
}

/** Stores those who are new, and looks again: somebody else may have come first, or somebody may have said goodbye just now. */
async function carryOut(world: Pick<World, 'subscribers'>, current: Import, rows: readonly ImportRow[]): Promise<RowWithOutcome[]> {
  const before = await rowOutcomesOf(world, current, rows);
  const people = before.flatMap(({ row, outcome }) => (outcome === 'new' && row.is === 'person' ? [row.person] : []));
  await inBatches(people, MAX_ROWS_AT_ONCE, (some) =>
    Promise.all(some.map((person) => world.subscribers.save(importedSubscriber(person, current)))),
  );
  const known = await lookUp(world, rows);
  // A goodbye is written first and then carried out: either it is seen here, or it finds and takes what was stored above.
  const gone = people.filter(({ id }) => known(id).suppressed && known(id).subscriber?.version === 1);
  await inBatches(gone, MAX_ROWS_AT_ONCE, (some) => Promise.all(some.map(({ id }) => world.subscribers.remove(id, 1))));
  const taken = new Set(gone.map(({ id }) => id));
  const outcome = (row: ImportRow): RowOutcome =>
    row.is !== 'person' ? row.is : taken.has(row.person.id) ? 'suppressed' : rowOutcomeOf(known(row.person.id), current.id);
  return rows.map((row) => ({ row, outcome: outcome(row) }));
}

type Known = Awaited<ReturnType<World['subscribers']['readForSending']>>['people'];

/** What is known of the people of these rows. */
async function lookUp(world: Pick<World, 'subscribers'>, rows: readonly ImportRow[]) {
  const known: Known = new Map();
  const ids = rows.flatMap((row) => (row.is === 'person' ? [row.person.id] : []));
  await inBatches(ids, MAX_ROWS_AT_ONCE, async (some) => {
    const { people, unread } = await world.subscribers.readForSending(some);
    if (unread.size > 0) throw new Error('Not everybody of an import could be read. The next minute tries again.');
    for (const [one, found] of people) known.set(one, found);
  });
  return (id: SubscriberId) => known.get(id) ?? { suppressed: true };
}

/** The rows of one part; undefined when its files are deleted. */
export async function readRows(world: Pick<World, 'importFiles'>, { id }: Import, part: number): Promise<ImportRow[] | undefined> {
  const text = await world.importFiles.read(id, rowsFile(part));
  return text === undefined ? undefined : JSON.parse(text);
}

/** Those of one part that were not imported, with what became of them. */
export async function readRefused(world: Pick<World, 'importFiles'>, { id }: Import, part: number): Promise<RowWithOutcome[]> {
  const stored: { row: ImportRow; fate: RowOutcome }[] = JSON.parse((await world.importFiles.read(id, refusedFile(part))) ?? '[]');
  return stored.map(({ row, fate: outcome }) => ({ row, outcome }));
}

function isOver({ at, filesDeleted }: Import, now: Temporal.Instant): boolean {
  return !filesDeleted && !isAfter(at.add({ hours: RETENTION.imports.total('hours') }), now);
}

/** The files first: if this breaks off between the two, the next minute does it again. */
async function deleteFiles(world: WorkWorld, one: Import): Promise<void> {
  await world.importFiles.remove(one.id);
  await world.imports.replace({ ...one, state: isAtWork(one) || one.state === 'checked' ? 'stopped' : one.state, filesDeleted: true });
}
