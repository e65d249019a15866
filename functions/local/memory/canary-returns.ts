import type { CanaryReturn } from '#core/doctor/canary-return';
import type { CanaryReturns } from '#ports';

export function memoryCanaryReturns(): CanaryReturns {
  let kept: (CanaryReturn & { word: string }) | undefined;
  return {
    async read() {
      if (!kept) return undefined;
      const { word: _, ...found } = kept;
      return found;
    },
    recordSent: async (word, sent) => {
      kept = { ...kept, word, sent };
    },
    recordBack: async (word, back) => {
      if (kept?.word !== word) return 'unknown';
      kept = { ...kept, back: { sent: kept.sent, ...back } };
      return 'recorded';
    },
  };
}
