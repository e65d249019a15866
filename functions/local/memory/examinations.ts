import { readExamination, writeExamination } from '#core/doctor/examination';
import type { Examinations } from '#ports';

export function memoryExaminations(): Examinations {
  let kept: string | undefined;
  return {
    read: async () => (kept === undefined ? undefined : readExamination(kept)),
    record: async (examination) => {
      kept = writeExamination(examination);
    },
  };
}
