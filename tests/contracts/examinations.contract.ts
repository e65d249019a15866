import { describe, expect, test } from 'vitest';
import { examinationOf } from '#core/doctor/examination';
import type { Examinations } from '#ports';
import { at } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';
import { verdicts } from '#tests/core/doctor/samples';

/** The contract of every store of `Examinations`. `open` returns an empty one. */
export function examinationsContract(name: string, open: () => Promise<Examinations>): void {
  describe(`examinations ${name}`, () => {
    test('the newest examination is read as it was recorded, with all its verdicts', async () => {
      const examinations = await open();
      expect(await examinations.read()).toBeUndefined();
      const first = examinationOf(await verdicts('healthy'), { at: at('2026-11-30T06:00:00Z'), on: 'aws' }, undefined);
      const second = examinationOf(await verdicts('healthy', 'dkim-2', 'quota'), { at: at('2026-11-30T09:00:00Z'), on: 'aws' }, first);
      for (const one of [first, second, second]) await examinations.record(one);
      expect(written(await examinations.read())).toEqual(written(second));
    });
  });
}
