import { Temporal } from 'temporal-polyfill';
import type { CanaryProof } from '#core/delivery/unknown-delivery';
import type { Canary } from '#ports';

export function memoryCanary(): Canary {
  const proof: CanaryProof = {};
  const note = (which: keyof CanaryProof, at: Temporal.Instant) => {
    const known = proof[which];
    if (known === undefined || Temporal.Instant.compare(known, at) < 0) proof[which] = at;
  };
  return {
    proof: async () => ({ ...proof }),
    noteSent: async (at) => note('sent', at),
    noteBack: async (at) => note('back', at),
  };
}
