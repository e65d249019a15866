import type { Temporal } from 'temporal-polyfill';
import { headerOf } from '#local/ses/message';
import type { RawSend } from '#local/ses/refusal';

/**
 * Returns the events that SES publishes for one accepted mail to one recipient, in SES's own shape. Addresses of SES's mailbox simulator
 * bounce or complain as they do at SES; every other address gets the mail.
 */
export function eventsOf(send: RawSend, receipt: string, now: Temporal.Instant): object[] {
  const timestamp = now.toString({ smallestUnit: 'millisecond' });
  const recipient = send.destinations[0] ?? '';
  const mail = mailPart(send, receipt, timestamp);
  const delivery = {
    eventType: 'Delivery',
    mail,
    delivery: { timestamp, processingTimeMillis: 5, recipients: [recipient], smtpResponse: '250 2.0.0 OK', reportingMTA: 'localhost' },
  };
  const bounce = (bounceType: string, bounceSubType: string) => ({
    eventType: 'Bounce',
    mail,
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: recipient }],
      timestamp,
      feedbackId: `${receipt}-bounce`,
      reportingMTA: 'localhost',
    },
  });
  const complaint = {
    eventType: 'Complaint',
    mail,
    complaint: {
      complainedRecipients: [{ emailAddress: recipient }],
      timestamp,
      feedbackId: `${receipt}-complaint`,
      complaintSubType: null,
      complaintFeedbackType: 'abuse',
      arrivalDate: timestamp,
    },
  };
  const eventsByScenario: Record<string, object[]> = {
    success: [delivery],
    bounce: [bounce('Permanent', 'General')],
    ooto: [delivery, bounce('Transient', 'General')],
    // SES does not keep the order: a complaint was seen before its delivery.
    complaint: [complaint, delivery],
    suppressionlist: [bounce('Permanent', 'OnAccountSuppressionList')],
  };
  const scenario = /^([a-z]+)(\+[^@]*)?@simulator\.amazonses\.com$/i.exec(recipient)?.[1]?.toLowerCase() ?? 'success';
  return [{ eventType: 'Send', mail, send: {} }, ...(eventsByScenario[scenario] ?? eventsByScenario.success ?? [])];
}

export function isSimulator(address: string): boolean {
  return /@simulator\.amazonses\.com$/i.test(address);
}

function mailPart({ source = '', destinations, headers, configurationSet, tags }: RawSend, messageId: string, timestamp: string): object {
  const ours = Object.entries(tags).map(([name, value]): [string, string[]] => [name, [value]]);
  return {
    timestamp,
    source,
    sourceArn: `arn:aws:ses:eu-west-2:000000000000:identity/${source}`,
    sendingAccountId: '000000000000',
    messageId,
    destination: destinations,
    headersTruncated: false,
    headers,
    commonHeaders: {
      from: [headerOf(headers, 'from') ?? source],
      to: destinations,
      messageId,
      subject: headerOf(headers, 'subject') ?? '',
    },
    tags: {
      'ses:operation': ['SendRawEmail'],
      ...(configurationSet === undefined ? {} : { 'ses:configuration-set': [configurationSet] }),
      'ses:from-domain': [source.slice(source.lastIndexOf('@') + 1)],
      ...Object.fromEntries(ours),
    },
  };
}
