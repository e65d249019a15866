// The sealed morning summary: the tick composes it, and the worker sends it as it is.
import { Temporal } from 'temporal-polyfill';
import { PROGRAMME_LEAD, type SummaryRecipient, summaryRecipient } from '#core/delivery/transactional-key';
import type { ComposedMail } from '#core/mime/composed-mail';

/**
 * A morning summary that the tick has composed. `sealed`: the content address of the mail; `addresses`: where it goes. `to`: the address
 * that a version with one address recorded on that day. Its email is then stored under `PROGRAMME_LEAD`. `told`: what of the doctor's
 * findings whoever reads it knows to be wrong, by its ids; `toldBefore`: the same of who reads none of it.
 */
export type RequestedSummary = {
  day: Temporal.PlainDate;
  sealed: string;
  addresses?: string[];
  to?: string;
  told?: string[];
  toldBefore?: string[];
};

/** Returns the address of each recipient: an address has the same one all day, in whatever order the addresses are. */
export function summaryAddresses({ addresses, to }: Pick<RequestedSummary, 'addresses' | 'to'>): Map<SummaryRecipient, string> {
  const former = to?.toLowerCase();
  const all = addresses ?? (to === undefined ? [] : [to]);
  return new Map(all.map((address) => [address.toLowerCase() === former ? PROGRAMME_LEAD : summaryRecipient(address), address]));
}

/** Returns the email as JSON for the sealed texts. */
export function sealedMorningSummary({ subject, preheader, html, text, date }: ComposedMail): string {
  return JSON.stringify({ subject, preheader, html, text, date: date.toString() });
}

/** Reads what `sealedMorningSummary` wrote. */
export function readMorningSummary(sealed: string): ComposedMail {
  const { date, ...mail }: Omit<ComposedMail, 'date'> & { date: string } = JSON.parse(sealed);
  return { ...mail, date: Temporal.ZonedDateTime.from(date) };
}
