import type { World } from '#ports';
import type { sampleNewsroom } from '#tests/web/sample-newsroom';

/** Methods that only read, by port. Any other call counts as a change. */
const READS: { [P in keyof World]?: readonly (keyof World[P])[] } = {
  content: ['read', 'image'],
  cards: ['event'],
  publications: ['storiesSeen', 'progress', 'all', 'find', 'retentionRun', 'peopleMonths'],
  switches: ['read'],
  subscribers: ['page', 'find', 'readForSending', 'idOf'],
  suppressions: ['has', 'log'],
  pendingUnsubscribes: ['open'],
  signups: ['find', 'to', 'olderThan'],
  transactional: ['to', 'all'],
  bounces: ['all'],
  ledger: ['chunk', 'group', 'groups', 'duplicates'],
  sendContext: ['read'],
  canary: ['proof'],
  texts: ['get'],
  socialLedger: ['parts'],
  audit: ['page'],
  examinations: ['read'],
  canaryReturns: ['read'],
  tokens: ['sign', 'verify'],
  machine: ['elapsedMs', 'nonce', 'wait'],
};

/** Records, from now on, the name of each call of the newsroom's world that may change anything. */
export function watchedWorld({ world }: Awaited<ReturnType<typeof sampleNewsroom>>): string[] {
  const changes: string[] = [];
  for (const [name, port] of [...Object.entries(world), ...Object.entries(world.social)]) {
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
