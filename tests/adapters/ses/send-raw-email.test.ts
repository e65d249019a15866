import type { Socket } from 'node:net';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ownRequest } from '#adapters/aws/own-request';
import { openSignature } from '#adapters/aws/signature';
import { sesMailer } from '#adapters/ses/mailer';
import type { RawEmail } from '#adapters/ses/raw-email-body';
import { formOf } from '#adapters/ses/send-raw-email';
import { unlogged } from '#adapters/unlogged';
import { wholeMessage } from '#core/mime/mail-message';
import { localAws } from '#tests/adapters/aws-environment';
import { credentials, http, mail, TELEMETRY, wire, withoutTelemetry } from '#tests/adapters/wire';

const receipt = (id: string) =>
  `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>${id}</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></SendRawEmailResponse>`;
const refusal = (code: string, message = 'x') =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;

const close: (() => unknown)[] = [];
beforeEach(() => vi.unstubAllEnvs());
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  for (const stop of close.splice(0)) await stop();
});

/** A server at which `answer` speaks, and a mailer of each kind that sends to it. */
async function mailers(answer: (socket: Socket, request: string, count: number) => void, path = '') {
  const server = await wire((socket, request) => answer(socket, request, server.requests.length));
  close.push(server.stop);
  localAws('SES', `http://127.0.0.1:${server.port}${path}`);
  const open = (callsBy?: 'sdk') => {
    const mailer = sesMailer({ configurationSet: 'newsroom', domain: 'example.org', timeoutMs: 2_000, callsBy });
    close.push(() => mailer.dropIdleSockets());
    return mailer;
  };
  return { own: open(), sdk: open('sdk'), requests: server.requests };
}

const ascii = fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)), maxLength: 30 });
const pieces = fc
  .array(fc.record({ literal: fc.uint8Array({ maxLength: 40 }), value: ascii }), { minLength: 1, maxLength: 6 })
  .map((all) => ({ literals: all.map(({ literal }) => literal), values: all.slice(1).map(({ value }) => value) }));
const word = fc.string({ maxLength: 12 });
const rawEmail: fc.Arbitrary<RawEmail> = fc.record({
  to: fc.oneof(word, fc.constantFrom("o'brien+(a)*!~@example.org", 'zoë@example.org')),
  message: fc.oneof(pieces, fc.uint8Array({ maxLength: 200 })),
  configurationSet: word,
  tags: fc.record({ i: word, c: word, g: word, r: word, a: word, n: word }),
});
/** `MAILS=10000 npx vitest run tests/adapters/ses` tries as many. */
const MAILS = Number(process.env.MAILS ?? 1_000);

test('of any mail our request is the SDK’s, byte for byte, without what the SDK tells of itself', async () => {
  const region = 'eu-west-2';
  const sign = openSignature({ region, service: 'ses' });
  const batch = async (mails: RawEmail[], keys: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
    let sdk: { headers: Record<string, string>; body: string } | undefined;
    const handle = async (request: unknown) => {
      sdk = request as typeof sdk;
      return { response: { statusCode: 200, headers: {}, body: Buffer.from(receipt('m')) } };
    };
    const client = unlogged(new SESClient({ region, credentials: keys, requestHandler: { handle } as never }));
    for (const wanted of mails) {
      const Tags = Object.entries(wanted.tags).map(([Name, Value]) => ({ Name, Value }));
      const RawMessage = { Data: wholeMessage(wanted.message) };
      await client.send(
        new SendRawEmailCommand({ Destinations: [wanted.to], RawMessage, ConfigurationSetName: wanted.configurationSet, Tags }),
      );
      const { headers, body } = sdk!;
      const at = new Date(headers['x-amz-date']!.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));
      const ours = ownRequest({ host: headers.host!, sign }, formOf(wanted), keys, at);
      if (ours.body.toString('latin1') !== body) expect(ours.body.toString('latin1')).toBe(body);
      const lines = (all: Record<string, string>) =>
        Object.entries(all)
          .filter(([name]) => name !== 'authorization' && !TELEMETRY.includes(name))
          .join('\n');
      if (lines(ours.headers) !== lines(headers)) expect(lines(ours.headers)).toBe(lines(headers));
      // Our signature is the SDK's when it covers what the SDK's covers, and ours covers all that we send.
      const names = (authorization: string) => /SignedHeaders=([^,]+)/.exec(authorization)![1]!.split(';');
      const theirs = Object.fromEntries(names(headers.authorization!).map((name) => [name, headers[name]!]));
      if (sign(theirs, ours.headers['x-amz-content-sha256']!, keys) !== headers.authorization) expect.fail('Our signature is another one.');
      const sent = Object.keys(ours.headers)
        .filter((name) => name !== 'authorization')
        .sort();
      if (names(ours.headers.authorization!).join() !== sent.join()) expect.fail('Our signature does not cover all headers.');
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(rawEmail, { minLength: 100, maxLength: 100 }), credentials, batch), { numRuns: MAILS / 100 });
}, 60_000);

test('on the wire our request is the SDK’s, line for line, without what the SDK tells of itself', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T09:00:00Z') });
  vi.stubEnv('AWS_SESSION_TOKEN', 'to/ken+=');
  const { own, sdk, requests } = await mailers((socket) => socket.write(http(200, 'text/xml', receipt('m-1'))));
  expect(await own.send(mail)).toEqual({ kind: 'accepted', receipt: 'm-1' });
  expect(await sdk.send(mail)).toEqual({ kind: 'accepted', receipt: 'm-1' });
  const [ours = '', theirs = ''] = requests;
  expect(withoutTelemetry(ours)).toEqual(withoutTelemetry(theirs));
  expect(withoutTelemetry(ours).head.join('\n')).toMatch(/^x-amz-security-token: to\/ken\+=$/m);
  expect(theirs).toMatch(/^user-agent: aws-sdk-js/m);
});

const AWS_NAMES = [
  'Throttling ThrottlingException TooManyRequestsException RequestThrottled AccessDenied AccessDeniedException',
  'AccountSendingPausedException ConfigurationSetSendingPausedException MailFromDomainNotVerifiedException',
  'ConfigurationSetDoesNotExistException ConfigurationSetDoesNotExist MessageRejected InvalidParameterValue SignatureDoesNotMatch',
  'InvalidClientTokenId ExpiredToken RequestExpired InternalFailure ServiceUnavailable Other com.amazonaws.ses#MessageRejected',
].flatMap((line) => line.split(' '));
const bodies = [
  receipt('m-1'),
  receipt('m&amp;1'),
  receipt(' m-1 '),
  receipt('<a>m</a>'),
  receipt(''),
  `<?xml version="1.0" encoding="UTF-8"?>\n${receipt('m-1').replaceAll('><', '>\n  <')}\n`,
  receipt('m-1').slice(0, 90),
  `${receipt('m-1')}${receipt('m-2')}`,
  '<SendRawEmailResponse><MessageId>m</MessageId></SendRawEmailResponse>',
  '<SendRawEmailResponse><SendRawEmailResult></SendRawEmailResult></SendRawEmailResponse>',
  '<Other><SendRawEmailResult><MessageId>m</MessageId></SendRawEmailResult></Other>',
  '<html><body>busy</body></html>',
  '<html><p>busy',
  '{"MessageId":"m-1"}',
  'busy',
  '',
  ...AWS_NAMES.map((name) => refusal(name)),
  refusal('Throttling', 'Daily message quota exceeded.'),
  refusal('Throttling', 'Maximum sending rate exceeded.'),
  refusal('MessageRejected', 'Email address is not verified.'),
  refusal('MessageRejected', 'Bad &lt;a@b.org&gt; &amp; more'),
  refusal('MessageRejected').replace('<Message>x</Message>', ''),
  refusal('MessageRejected')
    .replaceAll('ErrorResponse', 'Response')
    .replace('<Error>', '<Errors><Error>')
    .replace('</Error>', '</Error></Errors>'),
];

test('each answer means the same to our request as to the SDK’s, whatever its status and document', async () => {
  const cases = [200, 204, 302, 400, 404, 408, 503].flatMap((status) => bodies.map((body) => ({ status, body })));
  let next = cases[0]!;
  const { own, sdk } = await mailers((socket) => socket.write(http(next.status, 'text/xml', next.status === 204 ? '' : next.body)));
  const kinds = new Set<string>();
  for (next of cases) {
    const [ours, theirs] = [await own.send(mail), await sdk.send(mail)];
    expect({ ...next, outcome: ours }).toEqual({ ...next, outcome: theirs });
    kinds.add(ours.kind);
  }
  expect([...kinds].sort()).toEqual(['accepted', 'refused', 'stopped', 'try-later', 'unknown']);
});

const dated = (at: string, body: string, status = 200) =>
  http(status, 'text/xml', body).replace('\r\n\r\n', `\r\ndate: ${new Date(at).toUTCString()}\r\n\r\n`);
const dates = (requests: string[]) => requests.map((request) => /^x-amz-date: (.*)$/m.exec(request)?.[1]);

test.each(['own', 'sdk'] as const)(
  'a clock that is wrong is put right by what SES says, after an answer and after a refusal (%s)',
  async (kind) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T09:00:00Z') });
    const answers = [
      dated('2026-03-01T09:20:00Z', refusal('RequestExpired'), 403),
      dated('2026-03-01T09:20:00Z', receipt('m-1')),
      dated('2026-03-01T08:50:00Z', receipt('m-2')),
      dated('2026-03-01T08:50:00Z', receipt('m-3')),
    ];
    const { requests, ...both } = await mailers((socket, _, count) => socket.write(answers[count - 1]!));
    for (const _ of answers) await both[kind].send(mail);
    expect(dates(requests)).toEqual(['20260301T090000Z', '20260301T092000Z', '20260301T092000Z', '20260301T085000Z']);
  },
);

test.each(['own', 'sdk'] as const)('credentials that expire are read anew, with their session (%s)', async (kind) => {
  const { requests, ...both } = await mailers((socket) => socket.write(http(200, 'text/xml', receipt('m-1'))));
  const mailer = both[kind];
  vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', new Date(Date.now() - 1_000).toISOString());
  for (const [key, session] of [
    ['first', 'one'],
    ['second', 'two'],
  ] as const) {
    vi.stubEnv('AWS_ACCESS_KEY_ID', key);
    vi.stubEnv('AWS_SESSION_TOKEN', session);
    expect((await mailer.send(mail)).kind).toBe('accepted');
  }
  const used = requests.map((request) => [/Credential=(\w+)\//.exec(request)?.[1], /^x-amz-security-token: (.*)$/m.exec(request)?.[1]]);
  expect(used).toEqual([
    ['first', 'one'],
    ['second', 'two'],
  ]);
});

test('without credentials nothing is sent and sending stops, until there are some', async () => {
  const { own, sdk, requests } = await mailers((socket) => socket.write(http(200, 'text/xml', receipt('m-1'))));
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  const ours = await own.send(mail);
  expect(ours.kind).toBe('stopped');
  expect(ours).toEqual(await sdk.send(mail));
  expect(requests).toEqual([]);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  expect((await own.send(mail)).kind).toBe('accepted');
});

test('at an endpoint with a path of its own, the SDK sends the mail', async () => {
  const { own, requests } = await mailers((socket) => socket.write(http(200, 'text/xml', receipt('m-1'))), '/behind/here');
  expect((await own.send(mail)).kind).toBe('accepted');
  expect(requests[0]).toMatch(/^POST \/behind\/here\/ HTTP/);
  expect(requests[0]).toMatch(/^user-agent: aws-sdk-js/m);
});
