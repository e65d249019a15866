import type { Answer, OutsideFindings, SesAccount, SesConfiguration, SesDomain, SesRules } from '#core/doctor/findings';
import { better, type Check, inOrder, type Judged, type Remedy, type Verdict, verdictOn, wrong } from '#core/doctor/verdict';
import { count } from '#core/text/wrap';

const check = (id: string, name: string, looked: string): Check => ({ id, part: 'ses', name, looked });

/** The kinds of events without which a lost outcome, a bounce or a complaint is never known. */
const NEEDED_EVENTS = ['SEND', 'DELIVERY', 'BOUNCE', 'COMPLAINT', 'REJECT'];

/** Half of the quota for one email leaves room for a second one on the same day, and for who signs up. */
const ENOUGH_SHARE = 0.5;

/** What SES says of the account and of our domain. `readers`: how many people the largest of the newest emails went to. */
export function judgeSes(
  { place, sesAccount, sesDomain, sesConfiguration, sesRules }: OutsideFindings,
  readers: Answer<number | undefined>,
): Verdict[] {
  const many = readers.is === 'found' ? readers.found : undefined;
  return [
    verdictOn(check('ses-domain', 'Amazon SES knows our domain', `Whether SES has verified ${place.domain}.`), sesDomain, (found) =>
      judgeVerified(place.domain, found),
    ),
    verdictOn(
      check('ses-signature', 'Amazon SES signs our emails', 'Whether SES has found all three records of the signature.'),
      sesDomain,
      (found) => judgeStatus(found.dkim, 'the three DKIM records', place.domain),
    ),
    verdictOn(
      check('ses-bounce', 'Amazon SES takes back what cannot be delivered', 'Whether SES has found the MX record for that.'),
      sesDomain,
      (found) => judgeStatus(found.bounce, `the MX record of ${found.bounceDomain || `bounce.${place.domain}`}`, place.domain),
    ),
    verdictOn(
      check('ses-production', 'We may email everybody', 'Whether the account has left the sandbox of Amazon SES.'),
      sesAccount,
      judgeProduction,
    ),
    verdictOn(
      check('ses-account', 'Amazon SES lets us send', 'Whether SES has stopped the account, or reviews it.'),
      sesAccount,
      judgeHealth,
    ),
    verdictOn(
      check('ses-quota', 'We may send enough emails a day', 'How many emails a day SES takes from us, and how many people we email.'),
      sesAccount,
      (found) => judgeQuota(found, many),
    ),
    verdictOn(
      check('ses-configuration', 'We learn what becomes of our emails', 'Whether SES reports each email, bounce and complaint to us.'),
      sesConfiguration,
      judgeConfiguration,
    ),
    verdictOn(
      check('ses-rules', 'Emails to unsubscribe are taken in', 'Whether our rules for receiving are the active ones of the account.'),
      sesRules,
      judgeRules,
    ),
  ];
}

const toSetup = (otherwise: string, please: string): Remedy => ({ otherwise, whom: 'setup', text: `Hello,\n\n${please}\n\nThank you` });

function judgeVerified(domain: string, { verified }: SesDomain): Judged {
  if (verified) return inOrder('SES has verified it.');
  return wrong('SES has not verified it.', {
    otherwise: 'Amazon SES takes none of our emails.',
    whom: 'setup',
    text: `Hello,\n\nAmazon SES has not verified ${domain}. It does so by itself once the three DKIM records are there, as a rule within the hour. Please look at them, and at the identity in the SES console.\n\nThank you`,
  });
}

function judgeStatus(status: string, what: string, domain: string): Judged {
  if (status === 'SUCCESS') return inOrder(`SES has found ${what}.`);
  const found = status === 'PENDING' ? `SES is still looking for ${what}.` : `SES has not found ${what} (${status || 'nothing said'}).`;
  return wrong(
    found,
    toSetup(
      'Amazon SES sends our emails unsigned, or refuses them.',
      `For ${domain}, Amazon SES says "${status}" of ${what}. If the record is there, please start the check again in the SES console; SES gives up after three days.`,
    ),
  );
}

function judgeProduction({ production, perDay }: SesAccount): Judged {
  if (production) return inOrder('It has: we may email any address.');
  return wrong(
    `It has not: SES takes ${count(perDay, 'email')} a day, and only to addresses that are verified.`,
    toSetup(
      'Amazon SES refuses each email to a reader.',
      'Our account is still in the sandbox of Amazon SES. Please ask for production access in the SES console: subscribers asked for the emails, each email has a one-click unsubscribe, and bounces and complaints are handled at once. It takes about a day.',
    ),
  );
}

function judgeHealth({ sending, health }: SesAccount): Judged {
  if (!sending || health === 'SHUTDOWN')
    return wrong(
      'SES has stopped all sending of the account.',
      toSetup(
        'no email goes out. What is due waits, and is missed after some hours.',
        'Amazon SES has paused sending for our account. Please read its message in the SES console (Account dashboard), and answer it in AWS Support: until then no email goes out.',
      ),
    );
  if (health !== 'HEALTHY')
    return wrong(
      `SES reviews the account (${health}): too many emails bounce, or are reported as spam.`,
      toSetup(
        'Amazon SES may stop all our emails.',
        'Amazon SES has put our account under review. Please read its message in the SES console (Account dashboard), and answer it in time.',
      ),
    );
  return inOrder('It lets us send, and has no complaint.');
}

function judgeQuota({ perDay, lastDay }: SesAccount, readers: number | undefined): Judged {
  const quota = perDay < 0 ? 'as many as we like' : count(perDay, 'email');
  const used = `SES takes ${quota} a day, and took ${lastDay.toLocaleString('en-GB')} in the last 24 hours.`;
  if (perDay < 0) return inOrder(used);
  if (readers === undefined) return inOrder(`${used} No email has gone out yet, so nothing asks for more.`);
  const most = `${used} Our largest email went to ${count(readers, 'person', 'people')}.`;
  const ask = `Please ask for a higher daily sending quota of Amazon SES (Service Quotas, SES, "Sending quota"): at least ${(readers * 2).toLocaleString('en-GB')} a day. It is free.`;
  if (readers > perDay) return wrong(most, toSetup('some readers get each email a day late, or not at all.', ask));
  if (readers > perDay * ENOUGH_SHARE) return better(most, toSetup('a day with two emails, or some more readers, is too much.', ask));
  return inOrder(most);
}

function judgeConfiguration({ sending, events }: SesConfiguration): Judged {
  if (!sending)
    return wrong(
      'Sending is switched off in our configuration set.',
      toSetup(
        'no email goes out. What is due waits, and is missed after some hours.',
        'Sending is switched off in the configuration set of the newsroom. If that is not on purpose (a restore does it), please switch it on again: "Stop" in docs/running-on-aws.md has the command.',
      ),
    );
  const missing = NEEDED_EVENTS.filter((kind) => !events.includes(kind));
  if (missing.length > 0)
    return wrong(
      events.length === 0 ? 'SES reports nothing to us.' : `SES does not report: ${missing.join(', ').toLowerCase()}.`,
      toSetup(
        'nobody learns of bounces and complaints, so SES may stop our account, and emails of unknown outcome wait for ever.',
        'The configuration set of the newsroom does not report all events. Please deploy the stack again, which puts its event destinations back.',
      ),
    );
  return inOrder('SES reports each email, bounce and complaint to us, and sending is switched on.');
}

function judgeRules({ wanted, active }: SesRules): Judged {
  if (active === wanted) return inOrder('They are.');
  return wrong(active === undefined ? 'No rules are active.' : `Other rules are active: ${active}.`, {
    otherwise: 'emails of people who want to unsubscribe come back to them, and they go on getting our emails.',
    whom: 'setup',
    text: `Hello,\n\nPlease make our receipt rules the active ones:\n\naws ses set-active-receipt-rule-set --rule-set-name ${wanted}\n\nThank you`,
  });
}
