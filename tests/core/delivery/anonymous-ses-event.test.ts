import { expect, test } from 'vitest';
import { anonymousSesEvent } from '#core/delivery/anonymous-ses-event';
import { parseMailEvent } from '#core/delivery/ses-event';

const ADDRESS = 'marker.person@trust.example.org';
const tags = { 'ses:source-ip': ['192.0.2.7'], i: ['digest-weekly-2019-09-19'], c: ['2'], g: ['4'], r: ['ab12'], a: ['1'], n: ['n0'] };
const mail = {
  timestamp: '2019-09-19T07:30:00.123Z',
  source: 'news@example.org',
  messageId: 'm-1',
  destination: [ADDRESS],
  headers: [
    { name: 'To', value: ADDRESS },
    { name: 'List-Unsubscribe', value: '<https://news.example.org/u/secret-token>' },
  ],
  commonHeaders: { to: [ADDRESS], subject: 'Marker subject' },
  tags,
};
const later = '2019-09-19T07:31:00.000Z';
const bounced = [{ emailAddress: ADDRESS, diagnosticCode: `smtp; 550 ${ADDRESS} unknown` }];

/** Events in the form in which SES sends them, with all their other fields. */
const EVENTS = [
  { eventType: 'Send', mail, send: {} },
  {
    eventType: 'Delivery',
    mail,
    delivery: { timestamp: later, recipients: [ADDRESS], smtpResponse: `250 ${ADDRESS}`, remoteMtaIp: '192.0.2.8' },
  },
  {
    eventType: 'Bounce',
    mail,
    bounce: { timestamp: later, bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: bounced, feedbackId: 'f' },
  },
  {
    eventType: 'Bounce',
    mail,
    bounce: { timestamp: later, bounceType: 'Undetermined', bounceSubType: 'Undetermined', bouncedRecipients: bounced },
  },
  {
    eventType: 'Complaint',
    mail,
    complaint: { timestamp: later, complainedRecipients: [{ emailAddress: ADDRESS }], complaintSubType: null, userAgent: 'x' },
  },
  {
    eventType: 'DeliveryDelay',
    mail,
    deliveryDelay: { timestamp: later, delayType: 'General', delayedRecipients: [{ emailAddress: ADDRESS }] },
  },
  { eventType: 'Reject', mail, reject: { reason: 'Bad content' } },
  { eventType: 'Rendering Failure', mail, failure: { errorMessage: ADDRESS } },
];

test.each(EVENTS)(
  'an anonymised $eventType event holds nothing that identifies the reader, and everything that the newsroom reads',
  (event) => {
    const kept = JSON.stringify(anonymousSesEvent(JSON.stringify(event)));
    expect(kept).not.toMatch(/marker|secret|192\.0\.2/i);
    const { address: _, ...expected } = parseMailEvent(JSON.stringify(event)) ?? { address: '' };
    expect(JSON.stringify(parseMailEvent(kept) ?? {})).toBe(JSON.stringify(expected));
  },
);

test('anonymising an event twice gives the same as once', () => {
  for (const event of EVENTS) {
    const kept = anonymousSesEvent(JSON.stringify(event));
    expect(anonymousSesEvent(JSON.stringify(kept))).toEqual(kept);
  }
});

test('an anonymised event of a mail without our tags says nothing about its recipient', () => {
  const kept = anonymousSesEvent(
    JSON.stringify({ eventType: 'Send', mail: { ...mail, tags: { 'ses:operation': ['SendEmail'] } }, send: {} }),
  );
  expect(kept).toEqual({ eventType: 'Send', mail: { messageId: 'm-1', timestamp: mail.timestamp, destination: [], tags: {} } });
});

test.each(['', 'no JSON', '{}', '{"eventType":"Send"}', '[]', '"text"'])('%o is rejected: it is no SES event', (body) => {
  expect(() => anonymousSesEvent(body)).toThrow();
});
