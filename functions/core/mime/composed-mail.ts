import type { Temporal } from 'temporal-polyfill';

/** A mail before layout. HTML is pure ASCII. HTML and text have placeholders for each reader's own values. */
export type ComposedMail = {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  calendar?: { ics: string; method: 'PUBLISH' | 'CANCEL' };
  date: Temporal.ZonedDateTime;
  /** One sentence for the editor on what is left to the website, because a mail with all of it would be too long. */
  shortened?: string;
};
