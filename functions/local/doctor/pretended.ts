// Failures that can be shown on one machine: what the doctor would find, and so what it would say.
import type { Temporal } from 'temporal-polyfill';
import { type DnsRecord, dnsRecords } from '#core/dns/dns-records';
import { DEAD_LETTERS, type DnsFound, type Findings, TABLE_NAMES, type TableFound } from '#core/doctor/findings';
import type { Pretence } from '#flow/doctor/examine';
import { BadOptions } from '#local/cli/options';
import { eachOf } from '#local/doctor/local-probes';

type Change = (all: Findings, now: Temporal.Instant) => Partial<Findings>;

const found = <T>(value: T): { is: 'found'; found: T } => ({ is: 'found', found: value });
const unknown = (why: string): { is: 'unknown'; why: string } => ({ is: 'unknown', why });

const WHERE = { domain: 'news.example.org', siteHost: 'www.news.example.org', region: 'eu-west-2' };
const RECORDS = dnsRecords({
  ...WHERE,
  dmarcReports: 'dmarc@example.org',
  certificate: { name: `_a1.${WHERE.siteHost}`, value: '_b2.acm-validations.aws' },
  dkim: ['aaaa', 'bbbb', 'cccc'].map((name) => ({ name: `${name}._domainkey.${WHERE.domain}`, value: `${name}.dkim.amazonses.com` })),
  siteTarget: 'd111111abcdef8.cloudfront.net',
});
const TABLE: TableFound = { recovery: true };
const ACCOUNT = { production: true, sending: true, health: 'HEALTHY', perDay: 50_000, lastDay: 1_204 };
const DOMAIN = { verified: true, dkim: 'SUCCESS', bounce: 'SUCCESS', bounceDomain: `bounce.${WHERE.domain}` };
const EVENTS = ['SEND', 'REJECT', 'BOUNCE', 'COMPLAINT', 'DELIVERY', 'DELIVERY_DELAY', 'RENDERING_FAILURE'];

/** A newsroom on AWS in which everything is in order. */
const healthy: Change = (_, now) => {
  const earlier = now.subtract({ hours: 3 });
  return {
    place: { on: 'aws', ...WHERE },
    content: found({ stories: 14, problems: 0, rules: 'in force' }),
    rules: found({ name: 'Sample Collaborative', sender: `news@${WHERE.domain}`, site: `https://${WHERE.siteHost}` }),
    tick: found(now),
    readers: found(2_340),
    canary: found({ sent: earlier, back: earlier }),
    canaryReturn: found({
      sent: earlier,
      back: { sent: earlier, at: earlier.add({ seconds: 40 }), dkim: 'PASS', spf: 'PASS', dmarc: 'PASS' },
    }),
    dns: RECORDS.map((record) => ({ record, answer: found<DnsFound>({ values: [record.value.replace('p=none', 'p=reject')] }) })),
    siteOpens: found(200),
    sesAccount: found(ACCOUNT),
    sesDomain: found(DOMAIN),
    sesConfiguration: found({ sending: true, events: EVENTS }),
    sesRules: found({ wanted: 'newsroom-rules', active: 'newsroom-rules' }),
    lambda: found(1_000),
    certificate: found({ status: 'ISSUED', until: now.add({ hours: 24 * 200 }), hosts: [WHERE.siteHost] }),
    alarms: found({ confirmed: 1, pending: 0 }),
    deadLetters: eachOf(DEAD_LETTERS, found(0)),
    tables: { ...eachOf(TABLE_NAMES, found(TABLE)), subscribers: found<TableFound>({ recovery: true, expiry: 'expires' }) },
    tokens: found({ filled: true }),
    socialKeys: found({ filled: true }),
    x: found({ is: 'open', handle: 'example', access: 'read-write' }),
    bluesky: found({ is: 'open', handle: 'example.bsky.social' }),
    signIn: found({ open: 2, invited: 0, secondFactor: 'ON' }),
    clockAheadMs: found(120),
  };
};

const record =
  (id: DnsRecord['id'], values: readonly string[]): Change =>
  ({ dns }) => ({ dns: dns.map((one) => (one.record.id === id ? { ...one, answer: found({ values }) } : one)) });
const account =
  (change: Partial<typeof ACCOUNT>): Change =>
  () => ({ sesAccount: found({ ...ACCOUNT, ...change }) });
const atSes =
  (change: Partial<typeof DOMAIN>): Change =>
  () => ({ sesDomain: found({ ...DOMAIN, ...change }) });
const came =
  (change: { dkim?: string; spf?: string; dmarc?: string }): Change =>
  (_, now) => {
    const sent = now.subtract({ hours: 3 });
    return { canaryReturn: found({ sent, back: { sent, at: sent, dkim: 'PASS', spf: 'PASS', dmarc: 'PASS', ...change } }) };
  };
const letters =
  (queue: (typeof DEAD_LETTERS)[number], many: number): Change =>
  ({ deadLetters }) => ({ deadLetters: { ...deadLetters, [queue]: found(many) } });
const table =
  (name: (typeof TABLE_NAMES)[number], value: TableFound): Change =>
  ({ tables }) => ({ tables: { ...tables, [name]: found(value) } });
const x =
  (is: 'keys-refused' | 'no-credit' | 'suspended' | 'no-access', said: string): Change =>
  () => ({ x: found({ is, said }) });

/** What can be pretended, each by its name. */
export const PRETENCES: Readonly<Record<string, Change>> = {
  healthy,
  'certificate-name': record('certificate', []),
  'dkim-1': record('dkim-1', []),
  'dkim-2': record('dkim-2', []),
  'dkim-3': record('dkim-3', ['other.dkim.example.net']),
  'bounce-mx': record('bounce-mx', []),
  'bounce-spf': record('bounce-spf', ['v=spf1 -all']),
  'dmarc-missing': record('dmarc', []),
  'dmarc-none': record('dmarc', ['v=DMARC1; p=none; rua=mailto:dmarc@example.org']),
  'site-name': record('site', ['old-website.example.org']),
  'site-down': () => ({ siteOpens: found(502) }),
  'receiving-mx': record('receiving-mx', ['10 mail.example.org']),
  'dns-silent': ({ dns }) => ({ dns: dns.map((one) => ({ ...one, answer: unknown('The name server did not answer (timeout).') })) }),
  sandbox: account({ production: false, perDay: 200 }),
  'ses-stopped': account({ sending: false, health: 'SHUTDOWN' }),
  'ses-review': account({ health: 'PROBATION' }),
  quota: account({ perDay: 2_000 }),
  'ses-unverified': atSes({ verified: false, dkim: 'PENDING' }),
  'ses-bounce': atSes({ bounce: 'FAILED' }),
  'sending-off': () => ({ sesConfiguration: found({ sending: false, events: EVENTS }) }),
  'no-events': () => ({ sesConfiguration: found({ sending: true, events: [] }) }),
  'other-rules': () => ({ sesRules: found({ wanted: 'newsroom-rules', active: 'another-system' }) }),
  'events-lost': (_, now) => ({ canary: found({ sent: now.subtract({ hours: 5 }), back: now.subtract({ hours: 29 }) }) }),
  'canary-lost': (_, now) => ({ canaryReturn: found({ sent: now.subtract({ hours: 5 }) }) }),
  'canary-dkim': came({ dkim: 'FAIL' }),
  'canary-spf': came({ spf: 'FAIL' }),
  'canary-dmarc': came({ dmarc: 'FAIL' }),
  'no-tick': (_, now) => ({ tick: found(now.subtract({ hours: 2 })) }),
  concurrency: () => ({ lambda: found(10) }),
  clock: () => ({ clockAheadMs: found(-340_000) }),
  'certificate-pending': () => ({ certificate: found({ status: 'PENDING_VALIDATION', hosts: [WHERE.siteHost] }) }),
  'certificate-ends': (_, now) => ({
    certificate: found({ status: 'ISSUED', until: now.add({ hours: 24 * 12 }), hosts: [WHERE.siteHost] }),
  }),
  'alarms-unconfirmed': () => ({ alarms: found({ confirmed: 0, pending: 1 }) }),
  'letters-send': letters('send', 3),
  'letters-post': letters('post', 1),
  'letters-events': letters('events', 12),
  'letters-unsubscribe': letters('unsubscribe', 1),
  ...Object.fromEntries(TABLE_NAMES.map((name) => [`no-recovery-${name}`, table(name, { recovery: false })])),
  'no-expiry': table('subscribers', { recovery: true }),
  'no-tokens': () => ({ tokens: found({ filled: false }) }),
  'no-social-keys': () => ({ socialKeys: found({ filled: false }) }),
  'x-keys': x('keys-refused', 'X no longer knows our keys. Make new ones in the X developer console and store them.'),
  'x-credit': x('no-credit', 'Our X account has no credit left. Buy some in the X developer console.'),
  'x-suspended': x('suspended', 'X has suspended the account. Sign in to X to see why.'),
  'x-read-only': () => ({ x: found({ is: 'open', handle: 'example', access: 'read' }) }),
  bluesky: () => ({ bluesky: found({ is: 'keys-refused', said: 'Bluesky does not know our app password.' }) }),
  'nobody-signs-in': () => ({ signIn: found({ open: 0, invited: 1, secondFactor: 'ON' }) }),
  'one-person': () => ({ signIn: found({ open: 1, invited: 0, secondFactor: 'ON' }) }),
  'no-second-factor': () => ({ signIn: found({ open: 2, invited: 0, secondFactor: 'OFF' }) }),
  rules: () => ({
    content: found({ stories: 14, problems: 0, rules: 'earlier ones', ofRules: 'newsroom.yaml line 9: There is no day "Thrusday".' }),
  }),
  stories: () => ({
    content: found({ stories: 13, problems: 1, rules: 'in force', problem: 'posts/falls.md line 3: There is no topic "fals".' }),
  }),
  sender: () => ({ rules: found({ name: 'Sample Collaborative', sender: 'news@example.org', site: `https://${WHERE.siteHost}` }) }),
  site: () => ({ rules: found({ name: 'Sample Collaborative', sender: `news@${WHERE.domain}`, site: 'https://example.org' }) }),
};

/** Returns how to pretend what these names say. @throws BadOptions when a name is none. */
export function pretend(names: readonly string[], now: () => Temporal.Instant): Pretence {
  const changes = names.map((name) => PRETENCES[name] ?? unknownName(name));
  return {
    names,
    change(all) {
      let changed = all;
      for (const change of changes) changed = { ...changed, ...change(changed, now()) };
      return changed;
    },
  };
}

function unknownName(name: string): never {
  throw new BadOptions([`Nothing called "${name}" can be pretended.`, `There are: ${Object.keys(PRETENCES).join(', ')}.`]);
}
