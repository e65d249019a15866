// An examination in words: the same on the page, on the command line and in the morning summary.
import type { Temporal } from 'temporal-polyfill';
import { type Examination, type Examined, isWrong } from '#core/doctor/examination';
import { PART_NAMES, PARTS, VERDICT_STATES, type VerdictState, WHOM_NAMES } from '#core/doctor/verdict';
import { count, wrapText } from '#core/text/wrap';
import { isBefore } from '#core/time/compare';
import { onRelativeDay } from '#core/time/relative-day';

export const STATE_NAMES: Record<VerdictState, string> = {
  'in-order': 'In order',
  better: 'Could be safer',
  wrong: 'Wrong',
  unknown: 'Not known',
  'not-asked': 'Not asked',
};

/** Once nobody has looked for so long, what was in order is not known to be so. It is looked every six hours. */
const FRESH_HOURS = 14;

/** Returns the examination as it counts now: what was in order a day ago proves nothing. */
export function asItCounts(examination: Examination, now: Temporal.ZonedDateTime): Examination {
  if (isFresh(examination, now)) return examination;
  const looked = onRelativeDay(examination.at.toZonedDateTimeISO(now.timeZoneId), now);
  const verdicts = examination.verdicts.map((one) =>
    one.state === 'in-order' ? { ...one, state: 'unknown' as const, found: `It was in order ${looked}. Nobody has looked since.` } : one,
  );
  return { ...examination, verdicts };
}

/** Returns what needs a person. What is wrong with stories and rules Home names by itself. */
export function wrongNow(examination: Examination | undefined): Examined[] {
  return (examination?.verdicts ?? []).filter((one) => isWrong(one) && one.part !== 'content');
}

export function isFresh({ at }: Pick<Examination, 'at'>, now: Temporal.ZonedDateTime): boolean {
  return !isBefore(at, now.toInstant().subtract({ hours: FRESH_HOURS }));
}

/** Returns `2 things are wrong, 1 could be safer. 40 are in order. 3 are not known.` */
export function sizeSentence({ verdicts }: Pick<Examination, 'verdicts'>): string {
  const many = (state: VerdictState) => verdicts.filter((one) => one.state === state).length;
  const are = (number: number) => (number === 1 ? 'is' : 'are');
  const [wrong, safer, fine, unknown, unasked] = [many('wrong'), many('better'), many('in-order'), many('unknown'), many('not-asked')];
  const first = wrong === 0 ? 'Nothing is wrong' : `${count(wrong, 'thing')} ${are(wrong)} wrong`;
  return [
    `${first}${safer === 0 ? '' : `, ${safer.toLocaleString('en-GB')} could be safer`}.`,
    `${fine} ${are(fine)} in order.`,
    ...(unknown === 0 ? [] : [`${unknown} ${are(unknown)} not known.`]),
    ...(unasked === 0 ? [] : [`${unasked} ${unasked === 1 ? 'was' : 'were'} not asked.`]),
  ].join(' ');
}

export const ONE_MACHINE =
  'This is one machine. What sends, posts, keeps and signs in here are stand-ins: nothing here is proved about AWS, and what could only be proved there was not asked.';

/** Returns `Pretended: sandbox, dkim-2. …`; undefined when nothing was. */
export function pretendedSentence({ pretended }: Pick<Examination, 'pretended'>): string | undefined {
  return pretended.length === 0
    ? undefined
    : `Pretended: ${pretended.join(', ')}. This is what would be said if it were so; none of it was found.`;
}

/** Returns `since Monday 30 November 2026 at 9am`. */
export function sinceWords({ since }: Pick<Examined, 'since'>, now: Temporal.ZonedDateTime): string {
  return `since ${onRelativeDay(since.toZonedDateTimeISO(now.timeZoneId), now).replace(/^on /, '')}`;
}

/** Returns what a command prints. `all`: also what is in order and what was not asked. */
export function examinationText(examination: Examination, now: Temporal.ZonedDateTime): string {
  const { verdicts, on } = examination;
  const pretended = pretendedSentence(examination);
  const lines = [
    ...(pretended === undefined ? [] : [wrapText(pretended, LINE_CHARACTERS), '']),
    ...(on === 'one machine' ? [wrapText(ONE_MACHINE, LINE_CHARACTERS), ''] : []),
    ...PARTS.flatMap((part) => {
      const its = verdicts.filter((one) => one.part === part);
      return its.length === 0 ? [] : [PART_NAMES[part].toUpperCase(), ...inRows(its).flatMap((row) => rowLines(row, now)), ''];
    }),
    ...remedyLines(verdicts),
    sizeSentence(examination),
  ];
  return lines.join('\n');
}

const LINE_CHARACTERS = 110;
const STATE_CHARACTERS = Math.max(...VERDICT_STATES.map((state) => STATE_NAMES[state].length));

/** Things that were not asked for the same reason, as one row. */
export function inRows(verdicts: readonly Examined[]): [Examined, ...Examined[]][] {
  const rows: [Examined, ...Examined[]][] = [];
  for (const one of verdicts) {
    const [first] = rows.at(-1) ?? [];
    if (one.state === 'not-asked' && first?.state === 'not-asked' && first.found === one.found) rows.at(-1)?.push(one);
    else rows.push([one]);
  }
  return rows;
}

function rowLines([one, ...others]: [Examined, ...Examined[]], now: Temporal.ZonedDateTime): string[] {
  const changed = one.state === 'not-asked' || one.since.equals(now.toInstant()) ? '' : `, ${sinceWords(one, now)}`;
  const names = [one, ...others].map(({ name }) => name).join('; ');
  const margin = STATE_CHARACTERS + 4;
  return [
    `  ${STATE_NAMES[one.state].padEnd(STATE_CHARACTERS)}  ${below(`${names}${changed}`, margin).trimStart()}`,
    below(one.state === 'not-asked' ? one.found : `${one.looked} ${one.found}`, margin),
  ];
}

/** Wraps a text with this margin on its left. */
function below(text: string, margin: number): string {
  return wrapText(text, LINE_CHARACTERS - margin)
    .split('\n')
    .map((line) => `${' '.repeat(margin)}${line}`)
    .join('\n');
}

/** What to do, the worst first, with the text to copy. A text that asks for several things stands once. */
function remedyLines(verdicts: readonly Examined[]): string[] {
  const open = VERDICT_STATES.flatMap((state) => verdicts.filter((one) => one.state === state && one.remedy));
  const said = new Set<string>();
  return open.flatMap(({ name, found, remedy }, i) => {
    if (!remedy) return [];
    const again = said.has(remedy.text);
    said.add(remedy.text);
    return [
      ...(i === 0 ? ['WHAT TO DO', ''] : []),
      below(`${name}: ${found}`, 2),
      below(`If you do nothing, ${remedy.otherwise}`, 2),
      ...(again
        ? ['  The text above asks for it.']
        : [`  ${WHOM_NAMES[remedy.whom]}:`, ...remedy.text.split('\n').map((line) => `    ${line}`)]),
      '',
    ];
  });
}
