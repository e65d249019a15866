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

/** The time that imports may take in each minute. */
const TICK_MS = 20_000;
/** How many subscribers are read, or stored, at once. */
const MAX_ROWS_AT_ONCE = 50;

/** A row and its outcome. */
export type RowWithOutcome = { row: ImportRow; outcome: RowOutcome };

/** Continues the running imports for a part of a minute, and deletes the files of those that are a week old. May throw; safe to repeat. */
export async function workOnImports(world: WorkWorld, now: Temporal.Instant): Promise<void> {
  const untilMs = world.machine.elapsedMs() + TICK_MS;
  for (const one of await world.imports.latest()) {
    if (isOver(one, now)) await deleteFiles(world, one);
    else await workOn(world, one, untilMs);
  }
}

/**
 * Works on one part after the other until the machine's clock shows `untilMs`. Safe to repeat: existing people are never overwritten, and
 * only one of two concurrent progress records is kept. May throw.
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

/** Returns the outcome of each row as the stores are now. Changes nothing. */
export async function rowOutcomesOf(
  world: Pick<World, 'subscribers'>,
  { id }: Import,
  rows: readonly ImportRow[],
): Promise<RowWithOutcome[]> {
  const known = await lookUp(world, rows);
  return rows.map((row) => ({ row, outcome: row.is === 'person' ? rowOutcomeOf(known(row.person.id), id) : row.is }));
}

/** Stores the new people, and reads them again: another writer may have come first, or a reader may have unsubscribed just now. */
async function carryOut(world: Pick<World, 'subscribers'>, current: Import, rows: readonly ImportRow[]): Promise<RowWithOutcome[]> {
  const before = await rowOutcomesOf(world, current, rows);
  const people = before.flatMap(({ row, outcome }) => (outcome === 'new' && row.is === 'person' ? [row.person] : []));
  await inBatches(people, MAX_ROWS_AT_ONCE, (some) =>
    Promise.all(some.map((person) => world.subscribers.save(importedSubscriber(person, current)))),
  );
  const known = await lookUp(world, rows);
  // An unsubscribe writes the suppression first. Either it is seen here, or it finds the subscriber that was stored above.
  const gone = people.filter(({ id }) => known(id).suppressed && known(id).subscriber?.version === 1);
  await inBatches(gone, MAX_ROWS_AT_ONCE, (some) => Promise.all(some.map(({ id }) => world.subscribers.remove(id, 1))));
  const taken = new Set(gone.map(({ id }) => id));
  const outcome = (row: ImportRow): RowOutcome =>
    row.is !== 'person' ? row.is : taken.has(row.person.id) ? 'suppressed' : rowOutcomeOf(known(row.person.id), current.id);
  return rows.map((row) => ({ row, outcome: outcome(row) }));
}

type Known = Awaited<ReturnType<World['subscribers']['readForSending']>>['people'];

/** Looks up the people of these rows. */
async function lookUp(world: Pick<World, 'subscribers'>, rows: readonly ImportRow[]) {
  const known: Known = new Map();
  const ids = rows.flatMap((row) => (row.is === 'person' ? [row.person.id] : []));
  await inBatches(ids, MAX_ROWS_AT_ONCE, async (some) => {
    const { people, unread } = await world.subscribers.readForSending(some);
    if (unread.size > 0) throw new Error('Not all people of an import could be read. The next minute tries again.');
    for (const [one, found] of people) known.set(one, found);
  });
  return (id: SubscriberId) => known.get(id) ?? { suppressed: true };
}

/** Reads the rows of one part; undefined when its file is deleted. */
export async function readRows(world: Pick<World, 'importFiles'>, { id }: Import, part: number): Promise<ImportRow[] | undefined> {
  const text = await world.importFiles.read(id, rowsFile(part));
  return text === undefined ? undefined : JSON.parse(text);
}

/** Reads the rows of one part that were not imported, with their outcomes. The stored key `fate` is older than the word outcome. */
export async function readRefused(world: Pick<World, 'importFiles'>, { id }: Import, part: number): Promise<RowWithOutcome[]> {
  const stored: { row: ImportRow; fate: RowOutcome }[] = JSON.parse((await world.importFiles.read(id, refusedFile(part))) ?? '[]');
  return stored.map(({ row, fate: outcome }) => ({ row, outcome }));
}

function isOver({ at, filesDeleted }: Import, now: Temporal.Instant): boolean {
  return !filesDeleted && !isAfter(at.add({ hours: RETENTION.imports.total('hours') }), now);
}

/** Files first: if this breaks off in between, the next minute repeats it. */
async function deleteFiles(world: WorkWorld, one: Import): Promise<void> {
  await world.importFiles.remove(one.id);
  await world.imports.replace({ ...one, state: isAtWork(one) || one.state === 'checked' ? 'stopped' : one.state, filesDeleted: true });
}
