import type { Temporal } from 'temporal-polyfill';
import type { CanaryProof } from '#core/delivery/unknown-delivery';
import { isBefore } from '#core/time/compare';
import type { Canary } from '#ports';

export function memoryCanary(): Canary {
  const proof: CanaryProof = {};
  const record = (which: keyof CanaryProof, at: Temporal.Instant) => {
    const known = proof[which];
    if (known === undefined || isBefore(known, at)) proof[which] = at;
  };
  return {
    proof: async () => ({ ...proof }),
    recordSent: async (at) => record('sent', at),
    recordBack: async (at) => record('back', at),
  };
}
