// What the doctor has found out, before it is judged. Probes ask for it, on AWS or on one machine; the core alone says what it means.
import type { Temporal } from 'temporal-polyfill';
import type { CanaryProof } from '#core/delivery/unknown-delivery';
import type { DnsRecord } from '#core/dns/dns-records';
import type { CanaryReturn } from '#core/doctor/canary-return';

/** `not-asked`: nobody looked, and `why`. `unknown`: it was asked for, and `why` there is no answer that proves anything. */
export type Answer<T> = { is: 'found'; found: T } | { is: 'not-asked' | 'unknown'; why: string };

/**
 * `values`: the records of that name and type. `sameHost`: of a name without a CNAME that leads somewhere: whether to the same computers as
 * the wanted value.
 */
export type DnsFound = { values: readonly string[]; sameHost?: boolean };

/** `health`: what SES says of the account: HEALTHY, PROBATION or SHUTDOWN. */
export type SesAccount = { production: boolean; sending: boolean; health: string; perDay: number; lastDay: number };

/** The sending domain at SES. `dkim` and `bounce`: SUCCESS, PENDING, FAILED and so on; `bounce` is of the domain for undeliverable mail. */
export type SesDomain = { verified: boolean; dkim: string; bounce: string; bounceDomain: string };

/** `events`: the kinds of events that a destination which is switched on gets. */
export type SesConfiguration = { sending: boolean; events: readonly string[] };

export type SesRules = { wanted: string; active: string | undefined };

/** `status`: as Certificate Manager says it. */
export type SiteCertificate = { status: string; until?: Temporal.Instant; hosts: readonly string[] };

/** `recovery`: every second of the last days can be brought back. `expiry`: the attribute by which old items are deleted. */
export type TableFound = { recovery: boolean; expiry?: string };

export const TABLE_NAMES = ['publications', 'ledger', 'subscribers', 'suppressions', 'switches', 'desk'] as const;
export type TableName = (typeof TABLE_NAMES)[number];

export const DEAD_LETTERS = ['send', 'post', 'events', 'unsubscribe'] as const;
export type DeadLetters = (typeof DEAD_LETTERS)[number];

/** `wrong`: why a value that was filled in cannot be used. */
export type SecretFound = { filled: boolean; wrong?: string };

/** What a social account answered. `access`: what the keys may do, where the service says so. */
export type AccountFound =
  | { is: 'open'; handle: string; access?: string }
  | { is: 'keys-refused' | 'no-credit' | 'suspended' | 'no-access'; said: string };

/** `open`: accounts with which somebody can sign in. `secondFactor`: as the pool asks for it: ON, OPTIONAL or OFF. */
export type SignInFound = { open: number; invited: number; secondFactor: string };

/** `problems`: of stories; `problem`: the first of them, and `ofRules` the first of the rules, as lines. */
export type ContentFound = {
  stories: number;
  problems: number;
  problem?: string;
  rules: 'in force' | 'earlier ones' | 'none';
  ofRules?: string;
};

/** What the rules say of who we are. */
export type RulesFound = { name: string; sender: string; site: string };

/** What is examined. `example`: `cdk.json` still has the domain of the sample, so nothing can be compared with it. */
export type Place = { on: 'aws' | 'one machine'; domain: string; siteHost: string; region: string; example?: true };

/** What the newsroom's own stores and files say. */
export type InsideFindings = {
  content: Answer<ContentFound>;
  rules: Answer<RulesFound>;
  /** The newest tick whose work is all recorded; undefined before the first. */
  tick: Answer<Temporal.Instant | undefined>;
  /** How many people the largest of the newest emails went to. */
  readers: Answer<number | undefined>;
  canary: Answer<CanaryProof>;
  canaryReturn: Answer<CanaryReturn | undefined>;
};

/** What others say: name servers, AWS, and the services of social accounts. */
export type OutsideFindings = {
  place: Place;
  dns: { record: DnsRecord; answer: Answer<DnsFound> }[];
  /** The status of the answer to a request for the front page, or why there was no connection. */
  siteOpens: Answer<number | string>;
  sesAccount: Answer<SesAccount>;
  sesDomain: Answer<SesDomain>;
  sesConfiguration: Answer<SesConfiguration>;
  sesRules: Answer<SesRules>;
  /** How many functions may run at once in the account. */
  lambda: Answer<number>;
  certificate: Answer<SiteCertificate>;
  /** Mailboxes that get the alarms. */
  alarms: Answer<{ confirmed: number; pending: number }>;
  deadLetters: Record<DeadLetters, Answer<number>>;
  tables: Record<TableName, Answer<TableFound>>;
  tokens: Answer<SecretFound>;
  socialKeys: Answer<SecretFound>;
  x: Answer<AccountFound>;
  bluesky: Answer<AccountFound>;
  signIn: Answer<SignInFound>;
  /** By how much the clock of this process is ahead of AWS's. */
  clockAheadMs: Answer<number>;
};

export type Findings = InsideFindings & OutsideFindings;
