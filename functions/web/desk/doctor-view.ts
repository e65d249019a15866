// The page "Is everything in order?".
import type { Temporal } from 'temporal-polyfill';
import type { Examination, Examined } from '#core/doctor/examination';
import {
  asItCounts,
  inRows,
  isFresh,
  ONE_MACHINE,
  pretendedSentence,
  STATE_NAMES,
  sinceWords,
  sizeSentence,
} from '#core/doctor/examination-words';
import { PART_NAMES, PARTS, VERDICT_STATES, type VerdictState, WHOM_NAMES } from '#core/doctor/verdict';
import { curlyQuotes } from '#core/text/curly-quotes';
import { onRelativeDay } from '#core/time/relative-day';

export const DOCTOR_URL = '/desk/doctor';

const COLOURS: Record<VerdictState, string> = { 'in-order': 'green', better: 'yellow', wrong: 'red', unknown: 'grey', 'not-asked': 'grey' };

/** Of the box on a wide screen. */
const LINE_CHARACTERS = 90;

type Row = { id: string; name: string; tag: string; colour: string; looked: string; found: string; since: string | undefined };
/** `own`: what she does herself. `text`: what to write to others, absent when that of a row above asks for it too. */
type Open = Row & { otherwise: string; whom: string; own?: string; text?: string; rows: number };

export type DoctorView = {
  /** Absent before the first examination. */
  size?: string;
  looked?: string;
  stale?: boolean;
  oneMachine?: string;
  pretended?: string;
  open?: Open[];
  /** `size`: how many things of it are how, in words. */
  parts?: { name: string; size: string; rows: Row[] }[];
};

export function doctorView(found: Examination | undefined, now: Temporal.ZonedDateTime): DoctorView {
  if (!found) return {};
  const examination = asItCounts(found, now);
  const { verdicts } = examination;
  const pretended = pretendedSentence(examination);
  return {
    size: sizeSentence(examination),
    looked: onRelativeDay(examination.at.toZonedDateTimeISO(now.timeZoneId), now),
    stale: !isFresh(examination, now),
    ...(examination.on === 'one machine' && { oneMachine: ONE_MACHINE }),
    ...(pretended !== undefined && { pretended }),
    open: opened(
      (['wrong', 'better'] as const).flatMap((state) => verdicts.filter((one) => one.state === state)),
      now,
    ),
    parts: PARTS.map((part) => ({
      name: PART_NAMES[part],
      size: sizeOf(verdicts.filter((one) => one.part === part)),
      rows: inRows(verdicts.filter((one) => one.part === part)).map(([one, ...others]) =>
        one.state === 'not-asked'
          ? { ...rowOf(one, now), name: [one, ...others].map(({ name }) => name).join('; '), looked: '' }
          : rowOf(one, now),
      ),
    })).filter(({ rows }) => rows.length > 0),
  };
}

function rowOf(one: Examined, now: Temporal.ZonedDateTime): Row {
  const { id, name, state, looked, found } = one;
  return {
    id,
    name,
    tag: STATE_NAMES[state],
    colour: COLOURS[state],
    looked: curlyQuotes(looked),
    found: curlyQuotes(found),
    since: state === 'not-asked' ? undefined : sinceWords(one, now),
  };
}

function opened(open: readonly Examined[], now: Temporal.ZonedDateTime): Open[] {
  const said = new Set<string>();
  return open.flatMap((one): Open[] => {
    const { remedy } = one;
    if (!remedy) return [];
    const { text, otherwise, whom } = remedy;
    const shared = { ...rowOf(one, now), otherwise: curlyQuotes(otherwise), whom: WHOM_NAMES[whom] };
    if (whom === 'you') return [{ ...shared, own: curlyQuotes(text), rows: 0 }];
    const again = said.has(text);
    said.add(text);
    const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_CHARACTERS)), 1);
    return [{ ...shared, rows, ...(!again && { text }) }];
  });
}

/** `2 wrong, 8 in order`. */
function sizeOf(verdicts: readonly Examined[]): string {
  const all = VERDICT_STATES.map((state) => ({ state, many: verdicts.filter((one) => one.state === state).length }));
  return all.flatMap(({ state, many }) => (many === 0 ? [] : `${many} ${STATE_NAMES[state].toLowerCase()}`)).join(', ');
}
