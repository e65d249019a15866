import type { Temporal } from 'temporal-polyfill';

/** HTML is pure ASCII. HTML and text hold slot marks at the personal places. */
export type ComposedMail = {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  calendar?: { ics: string; method: 'PUBLISH' | 'CANCEL' };
  date: Temporal.ZonedDateTime;
};
