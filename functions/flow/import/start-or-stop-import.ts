import type { Temporal } from 'temporal-polyfill';
import { type Import, type ImportId, NO_ROWS } from '#core/import/import';
import type { World } from '#ports';

type DecidingWorld = Pick<World, 'imports' | 'audit'>;

/** Starts an import whose rows are checked. Undefined when it is not in that state, or when another change came first. */
export async function beginImport(world: DecidingWorld, id: ImportId, by: string, now: Temporal.Instant): Promise<Import | undefined> {
  const one = await world.imports.find(id);
  if (one?.state !== 'checked') return undefined;
  // An act on many people is recorded before it is done.
  await world.audit.record({ at: now, by, did: 'import-began', to: id, people: one.counts.new });
  const begun: Import = { ...one, state: 'importing', next: 0, counts: NO_ROWS };
  return (await world.imports.replace(begun)) === 'replaced' ? { ...begun, version: begun.version + 1 } : undefined;
}

/** Stops an import for good, in any state. People who are subscribers by then stay. Safe to repeat. */
export async function stopImport(world: DecidingWorld, id: ImportId, by: string, now: Temporal.Instant): Promise<void> {
  for (;;) {
    const one = await world.imports.find(id);
    if (!one || one.state === 'done' || one.state === 'stopped') return;
    if ((await world.imports.replace({ ...one, state: 'stopped' })) === 'stale') continue;
    return world.audit.record({ at: now, by, did: 'import-stopped', to: id, people: one.state === 'importing' ? one.counts.new : 0 });
  }
}
