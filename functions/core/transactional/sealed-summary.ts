// A note between the tick that composed it and the worker that sends it, which composes nothing.
import { Temporal } from 'temporal-polyfill';
import type { ComposedMail } from '#core/mime/composed-mail';

export function sealedMorningSummary({ subject, preheader, html, text, date }: ComposedMail): string {
  return JSON.stringify({ subject, preheader, html, text, date: date.toString() });
}

export function readMorningSummary(sealed: string): ComposedMail {
  const { date, ...mail }: Omit<ComposedMail, 'date'> & { date: string } = JSON.parse(sealed);
  return { ...mail, date: Temporal.ZonedDateTime.from(date) };
}
