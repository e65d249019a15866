import type { Temporal } from 'temporal-polyfill';

/** A digest series. A subscriber's `frequency` is its name. */
export type DigestRule = {
  name: string;
  /** First Tuesday of a month: `{ every: 'month', weekday: 2, nth: 1 }`; last Friday: `nth: -1`. ISO weekdays: Monday 1 to Sunday 7. */
  when: { every: 'week'; weekday: number } | { every: 'month'; weekday: number; nth: 1 | 2 | 3 | 4 | -1 };
  at: Temporal.PlainTime;
};

/** The sender's look in emails. `logo`: its path below the content's `images` folder, and its size in pixels. */
export type Brand = { colour: string; typeface?: Typeface; logo?: { src: string; width: number; height: number } };

/** Typefaces that nearly every device has: email programs load no others. */
export const TYPEFACES = ['Arial', 'Verdana', 'Tahoma', 'Trebuchet MS', 'Georgia', 'Times New Roman'] as const;

export type Typeface = (typeof TYPEFACES)[number];

/** The rules in `newsroom.yaml`: who sends, and when publications go out. */
export type Rules = {
  name: string;
  shortName: string;
  /** An IANA zone. */
  timezone: string;
  /** The public site's origin, without a slash at its end. */
  site: string;
  sender: { name: string; address: string; replyTo: string; postalAddress: string };
  /** The trust that hosts the newsroom, legally responsible for the site and for readers' data. */
  host?: { name: string; postalAddress?: string; dataProtection?: string };
  brand: Brand;
  x: { handle: string; hashtags: string[] };
  /** The optional second social channel. */
  bluesky?: { handle: string };
  topics: ReadonlyMap<Topic, string>;
  organisations: ReadonlyMap<string, string>;
  /** Topics and trusts that were merged: the key of before, and the one that it counts as. */
  mergedTopics?: ReadonlyMap<Topic, Topic>;
  mergedOrganisations?: ReadonlyMap<string, string>;
  digests: DigestRule[];
  upcomingEvents: Temporal.Duration;
  events: { reminders: Temporal.Duration[]; at: Temporal.PlainTime; followUp: Temporal.Duration };
  /** `slots`: the posting times. `cards`: an event without an image gets a card, in posts and where its page is shared. */
  social: { slots: Temporal.PlainTime[]; monthlyBudgetUsd: number; cards?: boolean };
  /** For reports: the price of a thousand emails, and how many pounds a dollar is. What is absent is not known. */
  costs?: { thousandEmailsUsd?: number; dollarInPounds?: number };
  /** True adds UTM parameters to story links in posts and emails, so that the site's statistics show where readers come from. */
  utm?: boolean;
  /** Quiet hours run from `from` to `until` and may pass midnight; absent means none. */
  quiet: { hours?: { from: Temporal.PlainTime; until: Temporal.PlainTime }; weekends: boolean; bankHolidays: 'england-and-wales' | 'none' };
  /** Days on which many people are expected to fill in the sign-up form: the limits of the form are ten times higher. */
  launches?: Temporal.PlainDate[];
  approval: 'automatic' | 'required';
  /** True: everything waits for a yes, and not of the person who wrote it last. */
  fourEyes?: boolean;
  /** `ask`: what is first seen after its time waits for a yes. */
  savedLate: 'ask' | 'send';
  /** The addresses that get the morning summary, each once; without them there is none. */
  morningSummaryTo?: string[];
  /** The days of the week on which it comes, Monday 1 to Sunday 7; absent means every day. */
  morningSummaryDays?: number[];
  unknown: UnknownPolicy;
  undo: Temporal.Duration;
  maxLateness: Temporal.Duration;
  backdatedAfter: Temporal.Duration;
};
/** What to do with a mail or post of unknown outcome when all evidence says that it was never accepted. */
export type UnknownPolicy = 'resend' | 'hold';

/** A topic's key in the rules, for example `learning-from-deaths`. */
export type Topic = string & { readonly brand: 'Topic' };
