// What an email to ourselves proves. Nothing else shows what a mailbox sees.
import type { Temporal } from 'temporal-polyfill';
import type { CanaryProof } from '#core/delivery/unknown-delivery';
import type { CanaryReturn, MailVerdicts } from '#core/doctor/canary-return';
import type { InsideFindings } from '#core/doctor/findings';
import { type Check, type Doubt, doubt, inOrder, type Judged, type Verdict, verdictOn, wrong } from '#core/doctor/verdict';
import { isBefore } from '#core/time/compare';
import { onRelativeDay } from '#core/time/relative-day';

const check = (id: string, name: string, looked: string): Check => ({ id, part: 'proof', name, looked });

/** Events come within seconds, as a rule. */
const EVENT_MINUTES = 30;
/** An email to ourselves takes a minute, as a rule, and some minutes when SES is busy. */
const RETURN_MINUTES = 60;

export function judgeProof({ canary, canaryReturn }: InsideFindings, now: Temporal.ZonedDateTime): Verdict[] {
  const came = (id: string, name: string, looked: string, judge: (back: Back) => Judged | Doubt) =>
    verdictOn(check(id, name, looked), canaryReturn, (found) => ofReturn(found, now, judge));
  return [
    verdictOn(
      check('events-back', 'What Amazon SES reports reaches us', 'Whether the report on an email to SES’s own test mailbox came back.'),
      canary,
      (found) => judgeEvents(found, now),
    ),
    came('canary-back', 'An email to ourselves comes back', 'Whether the newest email to our own mailbox arrived there.', ({ at }) =>
      inOrder(`It arrived ${onRelativeDay(at.toZonedDateTimeISO(now.timeZoneId), now)}.`),
    ),
    came('canary-dkim', 'Its signature is good (DKIM)', 'What the receiving side said of the signature.', (back) =>
      judgeVerdict('dkim', back),
    ),
    came('canary-spf', 'Its sender may send for us (SPF)', 'What the receiving side said of the sending computer.', (back) =>
      judgeVerdict('spf', back),
    ),
    came('canary-dmarc', 'It is known to be from us (DMARC)', 'What the receiving side said of the address that readers see.', (back) =>
      judgeVerdict('dmarc', back),
    ),
  ];
}

type Back = NonNullable<CanaryReturn['back']>;

function judgeEvents({ sent, back }: CanaryProof, now: Temporal.ZonedDateTime): Judged | Doubt {
  if (sent === undefined) return doubt('None has been sent yet: one goes out each day, and when it is open whether an email was accepted.');
  const when = onRelativeDay(sent.toZonedDateTimeISO(now.timeZoneId), now);
  if (back !== undefined && !isBefore(back, sent)) return inOrder(`The newest was sent ${when}, and its report came back.`);
  if (isBefore(now.toInstant(), sent.add({ minutes: EVENT_MINUTES }))) return doubt(`The newest was sent ${when}. Its report is awaited.`);
  return wrong(`The newest was sent ${when}, and its report never came.`, {
    otherwise: 'nobody learns of bounces and complaints, so SES may stop our account, and emails of unknown outcome wait for ever.',
    whom: 'setup',
    text: 'Hello,\n\nThe newsroom’s test email to the SES simulator was sent, and its event did not come back. Please look at the event destination of the configuration set, at the topic and the queue behind it, and at the log of HandleSesEvents.\n\nThank you',
  });
}

function ofReturn(found: CanaryReturn | undefined, now: Temporal.ZonedDateTime, judge: (back: Back) => Judged | Doubt): Judged | Doubt {
  if (!found) return doubt('None has been sent yet: one goes out each day.');
  const { sent, back } = found;
  const when = onRelativeDay(sent.toZonedDateTimeISO(now.timeZoneId), now);
  if (back && !isBefore(back.sent, sent)) return judge(back);
  if (isBefore(now.toInstant(), sent.add({ minutes: RETURN_MINUTES })))
    return doubt(`The newest was sent ${when}, and is still under way.`);
  return wrong(`The newest was sent ${when}, and never arrived.`, {
    otherwise: 'either our emails do not go out, or emails of people who want to unsubscribe do not arrive.',
    whom: 'setup',
    text: 'Hello,\n\nThe newsroom’s daily email to its own mailbox did not arrive. Please look first at what the doctor says of the MX record and of the active receipt rules, then at the logs of Send and UnsubscribeByMail.\n\nThank you',
  });
}

const OF: Record<keyof MailVerdicts, { what: string; otherwise: string; please: string }> = {
  dkim: {
    what: 'the signature',
    otherwise: 'mailboxes put our emails into junk or refuse them.',
    please: 'Please look at the three DKIM records of the domain and at "DKIM" of the identity in the SES console.',
  },
  spf: {
    what: 'the sending computer',
    otherwise: 'mailboxes trust our emails less, and some put them into junk.',
    please: 'Please look at the TXT and MX records of the bounce. domain and at "Custom MAIL FROM domain" in the SES console.',
  },
  dmarc: {
    what: 'the address that readers see',
    otherwise: 'mailboxes put our emails into junk or refuse them.',
    please: 'Please look whether the sender in newsroom.yaml is at the domain that SES signs for, and at the DKIM records.',
  },
};

function judgeVerdict(kind: keyof MailVerdicts, back: Back): Judged | Doubt {
  const said = back[kind].toUpperCase();
  const { what, otherwise, please } = OF[kind];
  if (said === 'PASS') return inOrder(`The receiving side found ${what} to be ours (pass).`);
  if (said !== 'FAIL' && said !== 'GRAY') return doubt(`The receiving side could not tell (${said || 'it said nothing'}).`);
  const found =
    said === 'FAIL' ? `The receiving side did not accept ${what} (fail).` : `The receiving side found nothing to check ${what} by.`;
  return wrong(found, {
    otherwise,
    whom: 'setup',
    text: `Hello,\n\nThe newsroom’s email to its own mailbox arrived with ${kind.toUpperCase()} "${said.toLowerCase()}". ${please}\n\nThank you`,
  });
}
