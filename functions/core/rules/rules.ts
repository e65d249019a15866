import type { Temporal } from 'temporal-polyfill';

/** A digest series: its name is also the subscriber's `frequency`. */
export type DigestRule = {
  name: string;
  /** `first Tuesday` of a month is `{ every: 'month', weekday: 2, nth: 1 }`; `last Friday` has `nth: -1`. Weekdays are ISO: Monday 1 to Sunday 7. */
  when: { every: 'week'; weekday: number } | { every: 'month'; weekday: number; nth: 1 | 2 | 3 | 4 | -1 };
  at: Temporal.PlainTime;
};

/** What the house looks like in its emails. `logo`: below the content's `images` folder, with its size in pixels. */
export type Brand = { colour: string; typeface?: Typeface; logo?: { src: string; width: number; height: number } };

/** Those that nearly every device has: an email program loads no other. */
export const TYPEFACES = ['Arial', 'Verdana', 'Tahoma', 'Trebuchet MS', 'Georgia', 'Times New Roman'] as const;

export type Typeface = (typeof TYPEFACES)[number];

/** The rules of the house (`newsroom.yaml`): who we are, and when things go out. */
export type Rules = {
  name: string;
  shortName: string;
  /** An IANA zone. */
  timezone: string;
  /** The public site's origin, without a slash at its end. */
  site: string;
  sender: { name: string; address: string; replyTo: string; postalAddress: string };
  /** Who answers in law for the site and for readers' details: the trust that hosts us. */
  host?: { name: string; postalAddress?: string; dataProtection?: string };
  brand: Brand;
  x: { handle: string; hashtags: string[] };
  /** A second social channel, when there is one: the account's name there. */
  bluesky?: { handle: string };
  topics: ReadonlyMap<Topic, string>;
  organisations: ReadonlyMap<string, string>;
  digests: DigestRule[];
  upcomingEvents: Temporal.Duration;
  events: { reminders: Temporal.Duration[]; at: Temporal.PlainTime; followUp: Temporal.Duration };
  /** `cards`: an event without an image of its own is shown by a card, in posts and where its page is shared. */
  social: { slots: Temporal.PlainTime[]; monthlyBudgetUsd: number; cards?: boolean };
  /** Whether links to a story's page, in posts and emails, tell the site's statistics where a reader comes from. */
  utm?: boolean;
  /** Quiet hours run from `from` to `until` and may pass midnight; absent means none. */
  quiet: { hours?: { from: Temporal.PlainTime; until: Temporal.PlainTime }; weekends: boolean; bankHolidays: 'england-and-wales' | 'none' };
  approval: 'automatic' | 'required';
  /** Whom the morning note goes to; without it there is none. */
  morningSummaryTo?: string;
  /** What to do with a mail of which every witness says that it was never accepted. */
  unknown: UnknownPolicy;
  undo: Temporal.Duration;
  maxLateness: Temporal.Duration;
  backdatedAfter: Temporal.Duration;
};
/** What to do with something of which every witness says that it was never accepted. */
export type UnknownPolicy = 'resend' | 'hold';

/** A topic's key in the rules, for example `learning-from-deaths`. */
export type Topic = string & { readonly brand: 'Topic' };
