import type { Temporal } from 'temporal-polyfill';
import { type Import, type ImportId, NO_ROWS } from '#core/import/import';
import type { World } from '#ports';

type DecidingWorld = Pick<World, 'imports' | 'audit'>;

/** Lets an import whose rows have been checked begin. Undefined when it is not, or not any more, for anybody to begin. */
export async function beginImport(world: DecidingWorld, id: ImportId, by: string, now: Temporal.Instant): Promise<Import | undefined> {
  const one = await world.imports.find(id);
  if (one?.state !== 'checked') return undefined;
  // What is done for many people is noted before it is done.
  await world.audit.record({ at: now, by, did: 'import-began', to: id, people: one.counts.new });
  const begun: Import = { ...one, state: 'importing', next: 0, counts: NO_ROWS };
  return (await world.imports.replace(begun)) === 'replaced' ? { ...begun, version: begun.version + 1 } : undefined;
}

/** Stops an import for good, wherever it is: who is a subscriber by then stays one. */
export async function stopImport(world: DecidingWorld, id: ImportId, by: string, now: Temporal.Instant): Promise<void> {
  for (;;) {
    const one = await world.imports.find(id);
    if (!one || one.state === 'done' || one.state === 'stopped') return;
    if ((await world.imports.replace({ ...one, state: 'stopped' })) === 'stale') continue;
    return world.audit.record({ at: now, by, did: 'import-stopped', to: id, people: one.state === 'importing' ? one.counts.new : 0 });
  }
}
