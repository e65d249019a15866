import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MailTag, mailTag, tagValues } from '#core/delivery/mail-tag';
import { parseMailEvent } from '#core/delivery/ses-event';

const tags = { 'ses:operation': ['SendRawEmail'], i: ['digest-weekly-2019-09-19'], c: ['2'], g: ['4'], r: ['ab12'], a: ['1'], n: ['n0'] };
const mail = { timestamp: '2019-09-19T07:30:00.123Z', messageId: 'm-1', destination: ['a@example.org'], headers: [], tags };
const tag = {
  kind: 'delivery',
  at: { publication: 'digest-weekly-2019-09-19', chunk: 2, group: 4 },
  subscriber: 'ab12',
  attempt: 1,
  nonce: 'n0',
};
const later = '2019-09-19T07:31:00.000Z';

test.each([
  [{ eventType: 'Send', send: {} }, { kind: 'accepted' }],
  [{ eventType: 'Delivery', delivery: { timestamp: later, recipients: ['a@example.org'] } }, { kind: 'delivered' }],
  [
    {
      eventType: 'Bounce',
      bounce: {
        timestamp: later,
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ emailAddress: 'b@example.org' }],
      },
    },
    { kind: 'bounced', permanent: true, subType: 'General', address: 'b@example.org' },
  ],
  [
    { eventType: 'Bounce', bounce: { timestamp: later, bounceType: 'Transient', bounceSubType: 'General', bouncedRecipients: [] } },
    { kind: 'bounced', permanent: false, subType: 'General', address: 'a@example.org' },
  ],
  [
    {
      eventType: 'Complaint',
      complaint: { timestamp: later, complainedRecipients: [{ emailAddress: 'a@example.org' }], complaintSubType: null },
    },
    { kind: 'complained' },
  ],
  [{ eventType: 'DeliveryDelay', deliveryDelay: { timestamp: later, delayType: 'General' } }, { kind: 'delayed' }],
  [{ eventType: 'Reject', reject: { reason: 'Bad content' } }, { kind: 'rejected' }],
])('SES event %o is parsed, bare and inside an SNS envelope', (event, expected) => {
  const bare = JSON.stringify({ ...event, mail });
  const read = parseMailEvent(bare);
  expect(read).toMatchObject({ receipt: 'm-1', address: 'a@example.org', tag, ...expected });
  expect(['2019-09-19T07:30:00.123Z', '2019-09-19T07:31:00Z']).toContain(read?.at.toString());
  expect(parseMailEvent(JSON.stringify({ Type: 'Notification', MessageId: 'x', Message: bare }))).toEqual(read);
});

test('SES events of unused kinds and the greeting of a new SNS topic are ignored', () => {
  expect(parseMailEvent(JSON.stringify({ eventType: 'Open', open: {}, mail }))).toBeUndefined();
  expect(parseMailEvent('Successfully validated SNS topic for Amazon SES event publishing.')).toBeUndefined();
});

test('an SES event of a mail without our tags has no tag', () => {
  expect(
    parseMailEvent(JSON.stringify({ eventType: 'Send', mail: { ...mail, tags: { 'ses:operation': ['SendEmail'] } } })),
  ).not.toHaveProperty('tag');
  expect(parseMailEvent(JSON.stringify({ eventType: 'Send', mail: { ...mail, tags: undefined } }))).not.toHaveProperty('tag');
});

test.each([
  '',
  'hello',
  '{}',
  '[]',
  'null',
  '{"eventType":"Send"}',
  JSON.stringify({ eventType: 'Bounce', mail }),
  JSON.stringify({ eventType: 'Send', mail: { ...mail, timestamp: 'soon' } }),
])('parsing what is no SES event throws: %s', (body) => expect(() => parseMailEvent(body)).toThrow());

test('a mail tag survives the round trip through SES tag values', () => {
  const tagValue = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
  const sent = fc.record({
    kind: fc.constant('delivery'),
    at: fc.record({ publication: tagValue, chunk: fc.nat(9999), group: fc.nat(9) }),
    subscriber: tagValue,
    attempt: fc.nat(99),
    nonce: tagValue,
  });
  fc.assert(
    fc.property(sent as fc.Arbitrary<unknown> as fc.Arbitrary<MailTag>, (tag) => {
      expect(mailTag(tagValues(tag))).toEqual(tag);
    }),
  );
});
