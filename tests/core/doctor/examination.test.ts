import { describe, expect, test } from 'vitest';
import { type Examination, examinationOf, isWrong, readExamination, writeExamination } from '#core/doctor/examination';
import { asItCounts, examinationText, sizeSentence } from '#core/doctor/examination-words';
import { written } from '#tests/contracts/written';
import { NOW, verdicts } from './samples.ts';

const hour = (hours: number) => NOW.toInstant().add({ hours });

/** Examines once an hour, with these failures. */
async function hourly(...failures: string[][]): Promise<Examination> {
  let last: Examination | undefined;
  for (const [hours, names] of failures.entries())
    last = examinationOf(await verdicts('healthy', ...names), { at: hour(hours), on: 'aws' }, last);
  if (!last) throw new Error('Nothing was examined.');
  return last;
}
const of = (id: string, { verdicts: all }: Examination) => all.find((one) => one.id === id);

describe('an examination', () => {
  test('an examination says of each thing since when it is so', async () => {
    const last = await hourly([], ['dkim-2'], ['dkim-2', 'sandbox']);
    expect(of('dkim-2', last)?.since.equals(hour(1))).toBe(true);
    expect(of('ses-production', last)?.since.equals(hour(2))).toBe(true);
    expect(of('dkim-1', last)?.since.equals(hour(0))).toBe(true);
  });

  test('a lost answer does not begin a fault anew, and does not end it', async () => {
    const lost = await hourly(['dkim-2'], ['dns-silent'], ['dns-silent']);
    const silent = of('dkim-2', lost);
    expect([silent?.state, silent && isWrong(silent)]).toEqual(['unknown', true]);
    const again = of('dkim-2', await hourly(['dkim-2'], ['dns-silent'], ['dns-silent'], ['dkim-2']));
    expect([again?.state, again?.since.equals(hour(0))]).toEqual(['wrong', true]);
    const mended = of('dkim-2', await hourly(['dkim-2'], ['dns-silent'], []));
    expect([mended?.state, mended?.since.equals(hour(2))]).toEqual(['in-order', true]);
  });

  test('an examination reads back as it was written, and one of another release is taken for none', async () => {
    const last = await hourly(['dkim-2'], ['dns-silent'], ['sandbox']);
    expect(written(readExamination(writeExamination(last)))).toEqual(written(last));
    expect(readExamination('{"at":"2026-11-30T09:00Z","verdicts":[{"id":"dkim-1"}]}')).toBeUndefined();
  });

  test('what was in order half a day ago is not known to be so now, and what was wrong still is', async () => {
    const last = await hourly(['sandbox']);
    const states = (hours: number) => {
      const { verdicts: all } = asItCounts(last, NOW.add({ hours }));
      return [all.filter(({ state }) => state === 'in-order').length > 0, all.find(({ id }) => id === 'ses-production')?.state];
    };
    expect([states(13), states(15)]).toEqual([
      [true, 'wrong'],
      [false, 'wrong'],
    ]);
  });

  test('an examination is summed up in a sentence', async () => {
    expect(sizeSentence(await hourly(['dkim-2', 'one-person']))).toBe(
      '1 thing is wrong, 1 could be safer. 47 are in order. 1 is not known.',
    );
  });

  test('what is pretended says so first', async () => {
    const pretended = examinationOf(await verdicts('healthy', 'sandbox'), { at: hour(0), on: 'aws', pretended: ['sandbox'] }, undefined);
    expect(examinationText(pretended, NOW)).toMatch(/^Pretended: sandbox\. This is what would be said/);
  });
});
