import type { Temporal } from 'temporal-polyfill';
import type { Findings } from '#core/doctor/findings';
import { judgeAccounts } from '#core/doctor/judge-accounts';
import { judgeContent } from '#core/doctor/judge-content';
import { judgeDns, judgeSite } from '#core/doctor/judge-dns';
import { judgeProof } from '#core/doctor/judge-proof';
import { judgeRunning } from '#core/doctor/judge-running';
import { judgeSes } from '#core/doctor/judge-ses';
import type { Verdict } from '#core/doctor/verdict';

/** Judges each thing by itself, in the order of the page. The command, the page and the morning summary all take this list. */
export function judge(findings: Findings, now: Temporal.ZonedDateTime): Verdict[] {
  const organisation = findings.rules.is === 'found' ? findings.rules.found.name : 'Our newsletter';
  return [
    ...judgeDns(findings, organisation),
    judgeSite(findings),
    ...judgeSes(findings, findings.readers),
    ...judgeProof(findings, now),
    ...judgeRunning(findings, now),
    ...judgeAccounts(findings),
    ...judgeContent(findings),
  ];
}
