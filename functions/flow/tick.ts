import type { Temporal } from 'temporal-polyfill';
import { dispatch } from '#flow/dispatch';
import { plan } from '#flow/plan';
import { seal } from '#flow/seal';
import { sweep } from '#flow/sweep';
import { sweepPost } from '#flow/sweep-post';
import type { World } from '#ports';

type TickWorld = Pick<World, 'editorial' | 'register' | 'switches' | 'subscribers' | 'ledger' | 'canary' | 'sealed' | 'socialLedger' | 'bell' | 'machine'>;

/**
 * One minute of the newsroom, for the moment `now` that the schedule names: plan, begin what is due, and see to it that
 * what has begun goes on. Level-triggered: it reads the truth each time, so no tick depends on another.
 */
export async function tick(world: TickWorld, now: Temporal.Instant): Promise<void> {
  const planned = await plan(world, now);
  // With rules that have a problem nothing new begins; what has begun is sealed with its own rules and goes on.
  if (planned) await dispatch(world, planned, now);
  for (const record of await world.register.publications()) {
    if (record.state === 'sealing') {
      const chunks = await seal(world, record);
      const jobs = Array.from({ length: chunks ?? 0 }, (_, chunk) => ({ publication: record.id, chunk, at: now }));
      if (jobs.length > 0) await world.bell.ringSend(jobs);
    } else if (record.state === 'sending' && record.channel === 'email') await sweep(world, record, now);
    else if (record.state === 'sending') await sweepPost(world, record, now);
  }
}
