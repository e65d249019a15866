import type { EmailFinding } from '#core/email-check/check';

/** The most useful rules first: their faults cost readers most, and the editor can fix them. All other rules come after these. */
const BY_USE = ['W20', 'W21', 'H12', 'W16', 'W18', 'W10', 'W19'];

/** A longer list would not be read before each email. */
const MOST_SHOWN = 3;

/** Returns the findings that hold nothing back: the most useful ones to be shown, one of each rule before a second, and the `rest`. */
export function adviceOf(findings: readonly EmailFinding[]): { shown: EmailFinding[]; rest: EmailFinding[] } {
  const use = ({ rule }: EmailFinding) => (BY_USE.includes(rule) ? BY_USE.indexOf(rule) : BY_USE.length);
  const sorted = findings.filter(({ level }) => level === 'warns').toSorted((a, b) => use(a) - use(b));
  const isFirst = (finding: EmailFinding) => sorted.find(({ rule }) => rule === finding.rule) === finding;
  const inTurn = [...sorted.filter(isFirst), ...sorted.filter((finding) => !isFirst(finding))];
  return { shown: inTurn.slice(0, MOST_SHOWN), rest: inTurn.slice(MOST_SHOWN) };
}
