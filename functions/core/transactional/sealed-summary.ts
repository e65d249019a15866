// The sealed morning summary: the tick composes it, and the worker sends it as it is.
import { Temporal } from 'temporal-polyfill';
import type { ComposedMail } from '#core/mime/composed-mail';

/** Returns the email as JSON for the sealed texts. */
export function sealedMorningSummary({ subject, preheader, html, text, date }: ComposedMail): string {
  return JSON.stringify({ subject, preheader, html, text, date: date.toString() });
}

/** Reads what `sealedMorningSummary` wrote. */
export function readMorningSummary(sealed: string): ComposedMail {
  const { date, ...mail }: Omit<ComposedMail, 'date'> & { date: string } = JSON.parse(sealed);
  return { ...mail, date: Temporal.ZonedDateTime.from(date) };
}
