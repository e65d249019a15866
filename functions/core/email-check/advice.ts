import type { EmailFinding } from '#core/email-check/check';

/** What readers lose most by comes first. Of what the editor cannot put right nothing is more useful than this. */
const BY_USE = ['W20', 'W21', 'H12', 'W16', 'W18', 'W10', 'W19'];

/** Nobody reads a long list before each email. */
const MOST_SHOWN = 3;

/** Returns the findings that hold nothing back: the most useful ones to be shown, one of each rule before a second, and the `rest`. */
export function adviceOf(findings: readonly EmailFinding[]): { shown: EmailFinding[]; rest: EmailFinding[] } {
  const use = ({ rule }: EmailFinding) => (BY_USE.includes(rule) ? BY_USE.indexOf(rule) : BY_USE.length);
  const sorted = findings.filter(({ level }) => level === 'warns').toSorted((a, b) => use(a) - use(b));
  const isFirst = (finding: EmailFinding) => sorted.find(({ rule }) => rule === finding.rule) === finding;
  const inTurn = [...sorted.filter(isFirst), ...sorted.filter((finding) => !isFirst(finding))];
  return { shown: inTurn.slice(0, MOST_SHOWN), rest: inTurn.slice(MOST_SHOWN) };
}
