import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MailFailure, mailOutcome } from '#core/delivery/ses-outcome';

const answer = (name: string, message = 'x', status = 400): MailFailure => ({ name, message, status });

describe('a definite answer of SES', () => {
  test.each<[MailFailure, object]>([
    [answer('Throttling', 'Maximum sending rate exceeded.'), { kind: 'try-later', why: 'rate' }],
    [answer('ThrottlingException', 'Maximum sending rate exceeded.'), { kind: 'try-later', why: 'rate' }],
    [answer('Throttling', 'Daily message quota exceeded.'), { kind: 'try-later', why: 'daily-quota' }],
    [answer('Throttling', 'Maximum sending quota exceeded for 24 hours'), { kind: 'try-later', why: 'daily-quota' }],
    [answer('MessageRejected', 'Address blacklisted.'), { kind: 'refused' }],
    [answer('MessageRejected', 'Email address is not verified. … failed the check: a@b.c'), { kind: 'stopped' }],
    [answer('InvalidParameterValue', "Missing final '@domain'"), { kind: 'refused' }],
    [answer('AccountSendingPausedException'), { kind: 'stopped' }],
    [answer('ConfigurationSetSendingPausedException'), { kind: 'stopped' }],
    [answer('ConfigurationSetDoesNotExistException'), { kind: 'stopped' }],
    [answer('MailFromDomainNotVerifiedException'), { kind: 'stopped' }],
    [answer('AccessDenied', 'x', 403), { kind: 'stopped' }],
    [answer('SignatureDoesNotMatch', 'x', 403), { kind: 'stopped' }],
    [answer('ExpiredToken', 'x', 403), { kind: 'stopped' }],
    [{ name: 'CredentialsProviderError', message: 'none' }, { kind: 'stopped' }],
  ])('a definite SES answer maps to its outcome: %o', (failure, outcome) => expect(mailOutcome(failure)).toMatchObject(outcome));
});

test.each([
  ['news@example.org', 'The sender’s address is not at news.example.org, from which this newsroom sends: news@example.org.'],
  ['news@news.example.org', 'AWS does not let the newsroom send with SES. Its permissions have to be put right.'],
  [undefined, 'AWS does not let the newsroom send with SES. Its permissions have to be put right.'],
])('a refusal of AWS names its cause for a mail from %s', (from, cause) => {
  for (const name of ['AccessDenied', 'AccessDeniedException']) {
    const outcome = mailOutcome({
      ...answer(name, 'no identity-based policy allows the ses:SendRawEmail action', 403),
      from,
      domain: 'news.example.org',
    });
    expect(outcome).toEqual({ kind: 'stopped', why: expect.stringContaining(cause) });
  }
});

describe('a connection that failed before the request was written', () => {
  test.each<MailFailure>([
    { name: 'Error', message: 'x', code: 'ENOTFOUND' },
    { name: 'Error', message: 'x', code: 'EAI_AGAIN' },
    { name: 'Error', message: 'x', code: 'ECONNREFUSED' },
    { name: 'Error', message: 'x', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    { name: 'Error', message: 'x', code: 'CERT_HAS_EXPIRED' },
    { name: 'Error', message: 'Client network socket disconnected before secure TLS connection was established', code: 'ECONNRESET' },
    {
      name: 'TimeoutError',
      message: 'the request socket did not establish a connection with the server within the configured timeout of 3000 ms.',
    },
  ])('a failure before the request was written can be tried later: %o', (failure) =>
    expect(mailOutcome(failure)).toEqual({ kind: 'try-later', why: 'unreachable' }),
  );
});

test('an SES answer of 5xx is an unknown outcome, whatever its error name', () => {
  const names = fc.constantFrom('Throttling', 'MessageRejected', 'InvalidParameterValue', 'InternalFailure', 'ServiceUnavailable');
  fc.assert(
    fc.property(
      names,
      fc.integer({ min: 500, max: 599 }),
      fc.string(),
      (name, status, message) => mailOutcome({ name, message, status }).kind === 'unknown',
    ),
  );
});

test.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ABORT_ERR', undefined])(
  'a connection that breaks with %s is an unknown outcome',
  (code) => {
    expect(mailOutcome({ name: 'Error', message: 'socket hang up', code }).kind).toBe('unknown');
  },
);

test('the reason of an SES outcome never holds an address', () => {
  const reasons = [
    answer('MessageRejected', 'No: <reader@example.org>, sorry'),
    answer('InvalidParameterValue', 'Illegal address reader@example.org'),
  ];
  for (const outcome of reasons.map(mailOutcome)) expect(JSON.stringify(outcome)).not.toContain('reader');
});
