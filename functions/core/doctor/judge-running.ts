// What the newsroom runs on at AWS.
import type { Temporal } from 'temporal-polyfill';
import {
  DEAD_LETTERS,
  type DeadLetters,
  type Findings,
  type SiteCertificate,
  TABLE_NAMES,
  type TableFound,
  type TableName,
} from '#core/doctor/findings';
import {
  better,
  type Check,
  type Doubt,
  doubt,
  inOrder,
  type Judged,
  type Remedy,
  type Verdict,
  verdictOn,
  wrong,
} from '#core/doctor/verdict';
import { count } from '#core/text/wrap';
import { isBefore } from '#core/time/compare';
import { nhsDate } from '#core/time/nhs-dates';
import { onRelativeDay } from '#core/time/relative-day';

const check = (id: string, name: string, looked: string): Check => ({ id, part: 'running', name, looked });
const toSetup = (otherwise: string, please: string): Remedy => ({ otherwise, whom: 'setup', text: `Hello,\n\n${please}\n\nThank you` });

/** The alarm of a missing tick rings after three minutes. */
const TICK_MINUTES = 5;
/** Twelve functions, of which six can be busy at once. */
const FEWEST_AT_ONCE = 10;
/** AWS renews a certificate 60 days before its end: at 30 it has not managed to. */
const CERTIFICATE_DAYS = 30;
/** A signature for AWS is void when it is five minutes off; a tick decides by the time that it is given. */
const CLOCK_WRONG_MS = 60_000;

export function judgeRunning(findings: Findings, now: Temporal.ZonedDateTime): Verdict[] {
  const { tick, lambda, clockAheadMs, certificate, alarms, deadLetters, tables, place } = findings;
  return [
    verdictOn(check('tick', 'The newsroom works each minute', 'When it last did all of a minute’s work.'), tick, (until) =>
      judgeTick(until, now, place.on),
    ),
    verdictOn(
      check('lambda', 'Enough can run at once', 'How many functions AWS lets the account run at the same time.'),
      lambda,
      judgeLambda,
    ),
    verdictOn(check('clock', 'The clock is right', 'How far the clock is from that of AWS.'), clockAheadMs, judgeClock),
    verdictOn(
      check('site-certificate', 'The website is safe to open', `The certificate of ${place.siteHost}, and how long it is valid.`),
      certificate,
      (found) => judgeCertificate(found, place.siteHost, now),
    ),
    verdictOn(check('alarms', 'Alarms reach a mailbox', 'Whether somebody has confirmed that they want the alarms.'), alarms, judgeAlarms),
    ...DEAD_LETTERS.map((queue) =>
      verdictOn(check(`letters-${queue}`, DEAD[queue].name, 'How many messages nobody could work on.'), deadLetters[queue], (many) =>
        judgeLetters(queue, many),
      ),
    ),
    ...TABLE_NAMES.map((table) =>
      verdictOn(check(`table-${table}`, `${TABLES[table]} can be brought back`, looksFor(table)), tables[table], (found) =>
        judgeTable(table, found),
      ),
    ),
  ];
}

function judgeTick(until: Temporal.Instant | undefined, now: Temporal.ZonedDateTime, on: 'aws' | 'one machine'): Judged | Doubt {
  if (until === undefined) return on === 'one machine' ? doubt('It has not begun yet.') : wrong('It has not begun yet.', NO_TICK);
  const when = onRelativeDay(until.toZonedDateTimeISO(now.timeZoneId), now);
  if (!isBefore(until, now.toInstant().subtract({ minutes: TICK_MINUTES }))) return inOrder(`It did ${when}.`);
  return on === 'one machine' ? doubt(`It last did ${when}: it works only while it is open.`) : wrong(`It last did ${when}.`, NO_TICK);
}

const NO_TICK: Remedy = toSetup(
  'nothing goes out, to anybody. What is due waits, and is missed after some hours.',
  'The newsroom’s tick does not get through. Please look at the schedule and at the log of the function Tick. What is due goes out once it runs again.',
);

function judgeLambda(many: number): Judged {
  const found = `AWS lets ${count(many, 'function')} run at once.`;
  return many > FEWEST_AT_ONCE
    ? inOrder(found)
    : better(
        found,
        toSetup(
          'on a busy morning pages may answer with an error, and emails go out later.',
          'Our AWS account may run only 10 Lambda functions at once. Please ask for 1,000 in Service Quotas (AWS Lambda, "Concurrent executions"): it is free, and takes about a day.',
        ),
      );
}

function judgeClock(aheadMs: number): Judged {
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const found = seconds === 0 ? 'It is right to the second.' : `It is ${count(seconds, 'second')} ${aheadMs > 0 ? 'ahead' : 'behind'}.`;
  if (Math.abs(aheadMs) < CLOCK_WRONG_MS) return inOrder(found);
  return wrong(
    found,
    toSetup(
      'AWS refuses what this computer asks, and times on its pages are wrong.',
      `The clock of the computer is ${count(seconds, 'second')} off. Please let it be set by a time server.`,
    ),
  );
}

function judgeCertificate({ status, until, hosts }: SiteCertificate, siteHost: string, now: Temporal.ZonedDateTime): Judged | Doubt {
  const ask = `Please look at the certificate of ${siteHost} in Certificate Manager (region us-east-1). The DNS record by which AWS checks that the name is ours must stay for ever; AWS renews the certificate by it.`;
  const otherwise = 'browsers warn of our website, and no link in our emails opens without that warning.';
  if (status !== 'ISSUED') return wrong(`It is not issued (${status.toLowerCase().replaceAll('_', ' ')}).`, toSetup(otherwise, ask));
  if (!hosts.some((host) => covers(host, siteHost)))
    return wrong(`It is for ${hosts.join(', ') || 'no name'}, and not for ${siteHost}.`, toSetup(otherwise, ask));
  if (until === undefined) return doubt('It is issued. AWS does not say until when.');
  const local = until.toZonedDateTimeISO(now.timeZoneId);
  const days = Math.floor((until.epochMilliseconds - now.epochMilliseconds) / 86_400_000);
  if (days < 0) return wrong(`It ran out on ${nhsDate(local)}.`, toSetup(otherwise, ask));
  const found = `It is valid for ${count(days, 'more day')}, until ${nhsDate(local)}.`;
  return days < CERTIFICATE_DAYS
    ? wrong(`${found} AWS has not been able to renew it.`, toSetup(`from then on ${otherwise}`, ask))
    : inOrder(found);
}

function covers(host: string, siteHost: string): boolean {
  return host === siteHost || (host.startsWith('*.') && siteHost.slice(siteHost.indexOf('.') + 1) === host.slice(2));
}

function judgeAlarms({ confirmed, pending }: { confirmed: number; pending: number }): Judged {
  const remedy = (text: string): Remedy => ({
    otherwise: 'when something breaks, nobody is told, and emails are missed in silence.',
    whom: pending > 0 ? 'you' : 'setup',
    text,
  });
  const look =
    'Look in the mailbox for the email “AWS Notification - Subscription Confirmation”, and follow its link. It is valid for three days.';
  if (confirmed === 0)
    return pending > 0
      ? wrong(
          'The mailbox for alarms has not been confirmed.',
          remedy(`${look} If it is gone, ask whoever set up the newsroom to have it sent again.`),
        )
      : wrong(
          'No mailbox gets the alarms.',
          remedy(
            'Hello,\n\nThe topic "Newsroom alarms" has no subscription. Please deploy the stack again with alarmEmail in cdk.json.\n\nThank you',
          ),
        );
  const found = `${count(confirmed, 'mailbox', 'mailboxes')} ${confirmed === 1 ? 'gets' : 'get'} them.`;
  return pending === 0
    ? inOrder(found)
    : better(`${found} ${pending} more ${pending === 1 ? 'has' : 'have'} not been confirmed.`, remedy(look));
}

const DEAD: Record<DeadLetters, { name: string; otherwise: string; please: string }> = {
  send: {
    name: 'No email is stuck',
    otherwise: 'a part of an email may be late, and a confirmation or a morning note may not go out at all.',
    please:
      'Please look at the log of Send. The next minute tries a publication again; these messages may be deleted once the cause is known.',
  },
  post: {
    name: 'No post is stuck',
    otherwise: 'a post may be missing on X or Bluesky.',
    please: 'Please look at the log of Post. These messages may be deleted once the cause is known.',
  },
  events: {
    name: 'No report of Amazon SES is stuck',
    otherwise: 'somebody who complained might be mailed again.',
    please:
      'Please mend HandleSesEvents, and then return these messages to their queue ("Start DLQ redrive"). They are evidence: never delete them.',
  },
  unsubscribe: {
    name: 'No email of somebody who wants to leave is stuck',
    otherwise: 'somebody who wrote to unsubscribe is mailed again.',
    please:
      'Please mend UnsubscribeByMail, and then give it these messages again ("Unsubscribes by email" in docs/running-on-aws.md). Never delete them.',
  },
};

function judgeLetters(queue: DeadLetters, many: number): Judged {
  if (many === 0) return inOrder('None.');
  const { name: _, otherwise, please } = DEAD[queue];
  return wrong(
    `${count(many, 'message')}.`,
    toSetup(otherwise, `${count(many, 'message is', 'messages are')} in the dead letters of the newsroom. ${please}`),
  );
}

const TABLES: Record<TableName, string> = {
  publications: 'What has gone out',
  ledger: 'Who got what',
  subscribers: 'The list of people',
  suppressions: 'Who has left',
  switches: 'Pauses and yeses',
  desk: 'Drafts and colleagues',
};

/** The table whose counters must run out by themselves. */
const EXPIRY: Partial<Record<TableName, string>> = { subscribers: 'expires' };

function looksFor(table: TableName): string {
  const recovery = 'Whether every second of the last days can be brought back';
  return EXPIRY[table] === undefined ? `${recovery}.` : `${recovery}, and whether what is kept for hours only is deleted by itself.`;
}

function judgeTable(table: TableName, { recovery, expiry }: TableFound): Judged {
  if (!recovery)
    return wrong(
      'It cannot be brought back: recovery is switched off.',
      toSetup(
        'after a mistake or a fault, what is lost stays lost.',
        `Point-in-time recovery of the table for "${table}" is switched off. Please switch it on (35 days), or deploy the stack again; a restored table has none at first.`,
      ),
    );
  const wanted = EXPIRY[table];
  if (wanted !== undefined && expiry !== wanted)
    return wrong(
      'It can be brought back, but what is kept for hours only is not deleted.',
      toSetup(
        'counters of forms are kept for longer than our privacy page says.',
        `Time to live of the table for "${table}" is not switched on for the attribute "${wanted}". Please switch it on, or deploy the stack again; a restored table has none at first.`,
      ),
    );
  return inOrder(wanted === undefined ? 'It can.' : 'It can, and what is kept for hours only is deleted by itself.');
}
