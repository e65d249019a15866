import { wrapText } from '#core/text/wrap';

/** Returns what AWS is told before it lets SES send to everybody: what is sent, to whom, and how people leave. */
export function productionRequest(organisation: string, { domain, siteHost }: { domain: string; siteHost: string }): string {
  return [
    `${organisation} is a group of NHS mental health trusts in England. It sends its own newsletter, with news and events of quality improvement, to staff and other people who have asked for it: a weekly or monthly digest, and announcements and reminders of events. All emails come from ${domain}.`,
    `Consent: people sign up at https://${siteHost}/subscribe and press a button in a confirmation email before they get anything else. Lists are neither bought nor rented.`,
    `Leaving: each email has a link to unsubscribe and the headers for one click (RFC 8058), and can be answered to leave@${domain}. Each counts at once.`,
    'Bounces and complaints: SES reports each of them to a queue. A hard bounce or a complaint ends all mail to that address at once, and alarms ring well below 5 % and 0.1 %.',
    'Volume: at most some thousand readers and some tens of thousands of emails a month.',
  ]
    .map((paragraph) => wrapText(paragraph))
    .join('\n\n');
}
