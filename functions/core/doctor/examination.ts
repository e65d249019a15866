// What the doctor found at one moment, and since when each thing is so.
import { Temporal } from 'temporal-polyfill';
import { array, object, enum as oneOf, optional, safeParse, string } from 'zod/mini';
import { PARTS, VERDICT_STATES, type Verdict, type VerdictState, WHOM } from '#core/doctor/verdict';

/**
 * A verdict with the first examination that found it so. While it is not known, `before` has what was known last, so that one lost answer
 * does not begin a fault anew.
 */
export type Examined = Verdict & { since: Temporal.Instant; before?: { state: VerdictState; since: Temporal.Instant } };

/** `pretended`: what was only pretended, by its names. */
export type Examination = { at: Temporal.Instant; on: 'aws' | 'one machine'; pretended: string[]; verdicts: Examined[] };

/** Returns the examination of `at`, after the one before it. */
export function examinationOf(
  verdicts: readonly Verdict[],
  { at, on, pretended = [] }: { at: Temporal.Instant; on: Examination['on']; pretended?: readonly string[] },
  former: Examination | undefined,
): Examination {
  const known = new Map(former?.verdicts.map((one) => [one.id, one]));
  return { at, on, pretended: [...pretended], verdicts: verdicts.map((one) => since(one, known.get(one.id), at)) };
}

function since(verdict: Verdict, former: Examined | undefined, at: Temporal.Instant): Examined {
  if (!former) return { ...verdict, since: at };
  if (former.state === verdict.state) return { ...verdict, since: former.since, ...(former.before && { before: former.before }) };
  if (verdict.state === 'unknown') return { ...verdict, since: at, before: { state: former.state, since: former.since } };
  const asBefore = former.before?.state === verdict.state ? former.before : undefined;
  return { ...verdict, since: asBefore?.since ?? at };
}

/** True when it is wrong, or was when it was last known. */
export function isWrong({ state, before }: Pick<Examined, 'state' | 'before'>): boolean {
  return state === 'wrong' || (state === 'unknown' && before?.state === 'wrong');
}

const states = oneOf(VERDICT_STATES);
const stored = object({
  at: string(),
  on: oneOf(['aws', 'one machine']),
  pretended: array(string()),
  verdicts: array(
    object({
      id: string(),
      part: oneOf(PARTS),
      name: string(),
      looked: string(),
      state: states,
      found: string(),
      remedy: optional(object({ otherwise: string(), whom: oneOf(WHOM), text: string() })),
      since: string(),
      before: optional(object({ state: states, since: string() })),
    }),
  ),
});

/** Returns the examination as JSON. */
export function writeExamination(examination: Examination): string {
  return JSON.stringify(examination);
}

/** Reads what `writeExamination` wrote; undefined when another release has written something else, which the next examination replaces. */
export function readExamination(text: string): Examination | undefined {
  const { data } = safeParse(stored, JSON.parse(text));
  if (!data) return undefined;
  return {
    ...data,
    at: Temporal.Instant.from(data.at),
    verdicts: data.verdicts.map(({ remedy, before, ...one }) => ({
      ...one,
      since: Temporal.Instant.from(one.since),
      ...(remedy && { remedy }),
      ...(before && { before: { ...before, since: Temporal.Instant.from(before.since) } }),
    })),
  };
}
