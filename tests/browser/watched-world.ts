import type { World } from '#ports';
import type { sampleNewsroom } from '#tests/web/sample-newsroom';

/** What only reads, by port. Whatever is not here counts as a change. */
const READS: { [P in keyof World]?: readonly string[] } = {
  editorial: ['read', 'image'],
  cards: ['event'],
  register: ['sightings', 'settled', 'publications', 'publication', 'round'],
  switches: ['read'],
  subscribers: ['page', 'find', 'readForSending', 'idOf'],
  suppressions: ['has', 'log'],
  departures: ['open'],
  signups: ['find', 'olderThan'],
  letters: ['to', 'all'],
  bounces: ['all'],
  ledger: ['head', 'group', 'groups', 'duplicates'],
  briefing: ['read'],
  canary: ['proof'],
  sealed: ['read'],
  socialLedger: ['parts'],
  audit: ['page'],
  tokens: ['sign', 'verify'],
  machine: ['elapsed', 'nonce', 'wait'],
};

/** From now on each call of the newsroom's world that may change anything is noted, by its name. */
export function watchedWorld({ world }: Awaited<ReturnType<typeof sampleNewsroom>>): string[] {
  const changes: string[] = [];
  for (const [name, port] of Object.entries(world)) {
    const reads: readonly string[] = READS[name as keyof World] ?? [];
    for (const [method, call] of Object.entries(port)) {
      if (reads.includes(method) || typeof call !== 'function') continue;
      Object.assign(port, {
        [method]: (...given: unknown[]) => {
          changes.push(`${name}.${method}`);
          return call(...given);
        },
      });
    }
  }
  return changes;
}
