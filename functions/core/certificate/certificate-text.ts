import type { Finding } from '#core/certificate/discrepancies';
import { type MailReports, reportsSentence } from '#core/certificate/mail-reports';
import type { Certificate } from '#core/publication/delivery-counts';
import type { PublicationId, PublicationRecord, PublicationTotals } from '#core/publication/publication';
import { nhsDate } from '#core/time/nhs-dates';

/**
 * The certificate of one publication, compared with SES's events. `ses`: the number of its mails that SES accepted. `reports`: what SES
 * says of them since. `erased`: a sentence, when the rows per reader are deleted; then the counts are the stored totals, and they are not
 * compared.
 */
export type Audit = {
  publication: PublicationId;
  state: PublicationRecord['state'] | 'unknown';
  counts: Certificate;
  ses?: number;
  reports?: MailReports;
  erased?: string;
  findings: Finding[];
};

/** True when the counts cover all that was planned, SES's events agree, and a publication that is done has no one left to mail. */
export function addsUp({ state, counts, findings }: Audit): boolean {
  const { planned, accepted, suppressed, refused, held, open, twice } = counts;
  const finished = state !== 'done' || held + open === 0;
  return findings.length === 0 && twice === 0 && finished && planned === accepted + suppressed + refused + held + open;
}

/** Returns the counts of one publication as one sentence. */
export function certificateSentence(state: Audit['state'], counts: Certificate): string {
  const { planned, accepted, byEvent, byPerson, suppressed, refused, held, open, twice } = counts;
  const ways = [
    `${figure(accepted - byEvent - byPerson)} by answer`,
    `${figure(byEvent)} by event`,
    ...(byPerson === 0 ? [] : [`${figure(byPerson)} by a person’s word`]),
  ];
  const parts = [
    `${figure(accepted)} accepted (${ways.join(', ')})`,
    `${figure(suppressed)} suppressed`,
    `${figure(refused)} refused`,
    `${figure(held)} held`,
    ...(open === 0
      ? []
      : [state === 'cancelled' ? `${figure(open)} not sent because it was cancelled` : `${figure(open)} still to be sent`]),
    `${figure(twice)} twice`,
  ];
  return `${figure(planned)} planned: ${parts.join(', ')}.`;
}

/** Returns a sentence on the deletion of the rows per reader, from which the totals were counted. */
export function erasedSentence({ erased }: PublicationTotals, zone: string): string {
  if (!erased) return 'The rows per reader are being deleted; these figures were counted from them before.';
  return `The rows per reader were deleted on ${nhsDate(erased.toZonedDateTimeISO(zone))}; these figures were counted from them before.`;
}

/** Returns the certificate as text: the counts, SES's count, and then each thing that does not add up. */
export function certificateText(audit: Audit): string {
  const { state, counts, ses, reports, erased } = audit;
  if (erased !== undefined) return `${certificateSentence(state, counts)}\n${erased}`;
  const wrong = problems(audit, true);
  const verdict = wrong.length === 0 ? ['All of it adds up.'] : ['It does not add up:', ...wrong.map((problem) => `- ${problem}`)];
  const reported = reports ? [reportsSentence(reports)] : [];
  return [`${certificateSentence(state, counts)} SES counts ${figure(ses ?? 0)}.`, ...reported, ...verdict].join('\n');
}

/** Returns what does not add up, naming no reader. */
export function wrongIn(audit: Audit): string[] {
  return audit.erased === undefined ? problems(audit, false) : [];
}

function problems({ state, counts, findings }: Audit, named: boolean): string[] {
  const { planned, accepted, suppressed, refused, held, open } = counts;
  const sum = accepted + suppressed + refused + held + open;
  const left = counts.held + counts.open;
  return [
    ...(state === 'done' && left > 0 ? [`It is marked as done, but ${people(left)} did not get it and no row says why.`] : []),
    ...(counts.twice > 0 && findings.every(({ kind }) => kind !== 'mailed-twice')
      ? [`The ledger holds ${figure(counts.twice)} second receipts.`]
      : []),
    ...(planned === sum ? [] : [`${people(planned)} were planned, and the ledger accounts for ${figure(sum)}.`]),
    ...findings.map(
      ({ kind, subscribers }) => `${SENTENCES[kind](people(subscribers.length))}${named ? ` (${examples(subscribers)})` : ''}`,
    ),
  ];
}

const SENTENCES: Record<Finding['kind'], (people: string) => string> = {
  'planned-twice': (people) => `${people} stood in the audience more than once.`,
  'shared-receipt': (people) => `The receipts of ${people} are those of somebody else’s mail.`,
  'mailed-twice': (people) => `SES accepted more than one mail for ${people}.`,
  unrecorded: (people) => `SES accepted a mail for ${people} of whom the ledger does not say so.`,
  unproved: (people) =>
    `The ledger says that ${people} got it, and the archive of SES events does not hold it. Events can be some minutes late.`,
  unplanned: (people) => `SES accepted a mail for ${people} who are not in the audience.`,
  'after-unsubscribe': (people) => `${people} had left before SES accepted a mail for them.`,
};

function examples(subscribers: readonly string[]): string {
  const [some, more] = [subscribers.slice(0, 3).join(', '), subscribers.length - 3];
  return more > 0 ? `${some} and ${figure(more)} more` : some;
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${figure(count)} people`;
}

function figure(count: number): string {
  return count.toLocaleString('en-GB');
}
