import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetAccountSendingEnabledCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendRawEmailCommand,
  UpdateAccountSendingEnabledCommand,
  UpdateConfigurationSetSendingEnabledCommand,
} from '@aws-sdk/client-ses';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseMailEvent } from '#core/delivery/ses-event';
import { type SesStandInOptions, startSesStandIn } from '#local/ses/stand-in';
import { localAws } from '#tests/adapters/aws-environment';

const clock = { now: Temporal.Instant.from('2019-09-19T07:30:00Z') };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

async function open(options: Partial<SesStandInOptions> = {}) {
  const ses = await startSesStandIn({ now: () => clock.now, ...options });
  localAws('SES', ses.url);
  const client = new SESClient({ maxAttempts: 1 });
  closing.push(async () => {
    client.destroy();
    await ses.stop();
  });
  return { ses, client };
}

type Mail = { raw?: string | Buffer; to?: string[]; set?: string; tags?: Record<string, string> };
const plain = 'From: Us <us@example.org>\r\nTo: a@example.org\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\nHello\r\n';
function sendRaw({ raw = plain, to = ['a@example.org'], set, tags = {} }: Mail = {}) {
  return new SendRawEmailCommand({
    RawMessage: { Data: Buffer.from(raw) },
    Destinations: to,
    ConfigurationSetName: set,
    Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  });
}

test('an accepted mail is in the stand-in’s inbox with its envelope, subject, tags and exact bytes', async () => {
  const { ses, client } = await open();
  const raw = Buffer.concat([Buffer.from(plain), Buffer.from([0x80, 0xff, 0x0a, 0x2e, 0x0a])]);
  const { MessageId } = await client.send(sendRaw({ raw: raw as Buffer, tags: { i: 'alert-a', n: 'x_-9' } }));
  expect(await ses.mails()).toEqual([
    {
      id: MessageId,
      at: '2019-09-19T07:30:00Z',
      to: ['a@example.org'],
      subject: 'café',
      tags: { i: 'alert-a', n: 'x_-9' },
      publication: 'alert-a',
    },
  ]);
  expect(await ses.raw(MessageId!)).toEqual(raw);
  expect(await ses.raw('../secret')).toBeUndefined();
});

test('a mail without destinations goes to the recipients in its headers', async () => {
  const { ses, client } = await open();
  await client.send(sendRaw({ to: [], raw: 'From: us@example.org\r\nTo: "B, b" <b@example.org>\r\nCc: c@example.org\r\n\r\nx' }));
  expect((await ses.mails())[0]?.to).toEqual(['b@example.org', 'c@example.org']);
});

describe('the stand-in for SES refuses with SES’s own error', () => {
  const cases: [string, Mail][] = [
    ['no recipient', { to: [], raw: 'From: us@example.org\r\nSubject: s\r\n\r\nx' }],
    ['no sender', { raw: 'To: a@example.org\r\n\r\nx' }],
    ['an address without a domain', { to: ['reader'] }],
    ['an address with two ats', { to: ['a@@example.org'] }],
    ['an address with a space', { to: ['a b@example.org'] }],
    ['a domain that ends with a dot', { to: ['a@example.org.'] }],
    ['a local part that is not ASCII', { to: ['josé@example.org'] }],
    ['a domain that is not ASCII', { to: ['jose@exämple.org'] }],
    ['51 recipients', { to: Array.from({ length: 51 }, (_, i) => `r${i}@example.org`) }],
    ['a header that comes twice', { raw: `Subject: one\r\n${plain}` }],
    ['a line of 999 characters', { raw: `${plain}${'x'.repeat(999)}\r\n` }],
    ['a tag value with an at', { tags: { r: 'a@example.org' } }],
    ['a tag name with a space', { tags: { 'a b': 'x' } }],
    ['more than 10 MB', { raw: plain + `${'x'.repeat(78)}\r\n`.repeat(131_073) }],
  ];
  test.each(cases)('the stand-in for SES refuses %s', async (_, mail) => {
    const { ses, client } = await open();
    await expect(client.send(sendRaw(mail))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    expect(await ses.mails()).toEqual([]);
  });

  test('the stand-in for SES accepts a line of 998 characters', async () => {
    const { client } = await open();
    await expect(client.send(sendRaw({ raw: `${plain}${'x'.repeat(998)}\r\n` }))).resolves.toBeDefined();
  });

  test('the stand-in for SES refuses a configuration set that does not exist', async () => {
    const { client } = await open({ configurationSets: ['newsroom'] });
    await expect(client.send(sendRaw({ set: 'other' }))).rejects.toMatchObject({ name: 'ConfigurationSetDoesNotExistException' });
    await expect(client.send(sendRaw({ set: 'newsroom' }))).resolves.toBeDefined();
  });

  test('the stand-in for SES refuses a sender that is not verified', async () => {
    const { client } = await open({ verified: ['example.com'] });
    await expect(client.send(sendRaw())).rejects.toMatchObject({
      name: 'MessageRejected',
      message: expect.stringContaining('not verified'),
    });
  });

  test('the stand-in for SES refuses an unknown action, and a call that is not signed', async () => {
    const { ses, client } = await open();
    await expect(client.send(new ListIdentitiesCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
    expect((await fetch(ses.url, { method: 'POST', body: 'Action=GetSendQuota' })).status).toBe(403);
  });
});

test('sending through the stand-in can be paused for the account and for a configuration set, and resumed', async () => {
  const { client } = await open();
  await client.send(new UpdateConfigurationSetSendingEnabledCommand({ ConfigurationSetName: 'newsroom', Enabled: false }));
  await expect(client.send(sendRaw({ set: 'newsroom' }))).rejects.toMatchObject({ name: 'ConfigurationSetSendingPausedException' });
  await expect(client.send(sendRaw())).resolves.toBeDefined();
  await client.send(new UpdateAccountSendingEnabledCommand({ Enabled: false }));
  expect((await client.send(new GetAccountSendingEnabledCommand({}))).Enabled).toBe(false);
  await expect(client.send(sendRaw())).rejects.toMatchObject({ name: 'AccountSendingPausedException' });
  await client.send(new UpdateAccountSendingEnabledCommand({ Enabled: true }));
  await client.send(new UpdateConfigurationSetSendingEnabledCommand({ ConfigurationSetName: 'newsroom', Enabled: true }));
  await expect(client.send(sendRaw({ set: 'newsroom' }))).resolves.toBeDefined();
});

test('the stand-in for SES throttles more recipients than its rate in one second, and keeps no throttled mail', async () => {
  const { ses, client } = await open({ limits: { perSecond: 1, perDay: 1_000 } });
  const two = sendRaw({ to: ['a@example.org', 'b@example.org'] });
  await expect(client.send(two)).rejects.toMatchObject({ name: 'Throttling', message: 'Maximum sending rate exceeded.' });
  await expect(client.send(sendRaw())).resolves.toBeDefined();
  expect(await ses.mails()).toHaveLength(1);
});

test('the daily quota of the stand-in counts 24 hours of the local clock, without simulator mail', async () => {
  const { client } = await open({ limits: { perSecond: 1_000, perDay: 2 } });
  await client.send(sendRaw({ to: ['success@simulator.amazonses.com'] }));
  await client.send(sendRaw());
  await client.send(sendRaw());
  await expect(client.send(sendRaw())).rejects.toMatchObject({ name: 'Throttling', message: 'Daily message quota exceeded.' });
  expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({ Max24HourSend: 2, MaxSendRate: 1_000, SentLast24Hours: 2 });
  clock.now = clock.now.add({ hours: 24 });
  await expect(client.send(sendRaw())).resolves.toBeDefined();
});

describe('events of an accepted mail', () => {
  test.each([
    ['reader@example.org', ['accepted', 'delivered']],
    ['success+label@simulator.amazonses.com', ['accepted', 'delivered']],
    ['bounce@simulator.amazonses.com', ['accepted', 'bounced for good']],
    ['Bounce+x@Simulator.AmazonSES.com', ['accepted', 'bounced for good']],
    ['ooto@simulator.amazonses.com', ['accepted', 'delivered', 'bounced']],
    ['complaint@simulator.amazonses.com', ['accepted', 'complained', 'delivered']],
    ['suppressionlist@simulator.amazonses.com', ['accepted', 'bounced for good']],
  ])('the stand-in for SES reports the events of a mail to %s', async (to, expected) => {
    const published: object[] = [];
    const { ses, client } = await open({ publish: async (event) => void published.push(event) });
    const { MessageId } = await client.send(
      sendRaw({ to: [to], set: 'newsroom', tags: { i: 'alert-a', c: '0', g: '1', r: 'ab12', a: '1', n: 'n0' } }),
    );
    await ses.idle();
    const events = published.map((event) => parseMailEvent(JSON.stringify(event))!);
    expect(events.map((event) => (event.kind === 'bounced' && event.permanent ? 'bounced for good' : event.kind))).toEqual(expected);
    for (const event of events) {
      expect(event).toMatchObject({
        receipt: MessageId,
        address: to,
        tag: { kind: 'delivery', at: { publication: 'alert-a', chunk: 0, group: 1 }, subscriber: 'ab12', attempt: 1, nonce: 'n0' },
      });
      expect(event.at.equals(clock.now)).toBe(true);
    }
  });

  test('a mail without a configuration set has no events', async () => {
    const published: object[] = [];
    const { ses, client } = await open({ publish: async (event) => void published.push(event) });
    await client.send(sendRaw());
    await ses.idle();
    expect(published).toEqual([]);
  });

  test('an error of publishing an event is thrown to the caller that waits for it', async () => {
    const { ses, client } = await open({ publish: () => Promise.reject(new Error('no topic')) });
    await client.send(sendRaw({ set: 'newsroom' }));
    await expect(ses.idle()).rejects.toThrow('no topic');
  });
});

test('mails in the stand-in’s folder survive a restart, and a torn last line of its index is dropped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ses-'));
  closing.push(() => rm(folder, { recursive: true }));
  const first = await open({ folder });
  const { MessageId } = await first.client.send(sendRaw());
  await appendFile(join(folder, 'index.ndjson'), '{"id":"torn');
  const second = await open({ folder });
  await second.client.send(sendRaw({ to: ['b@example.org'] }));
  expect((await second.ses.mails()).map(({ to }) => to)).toEqual([['a@example.org'], ['b@example.org']]);
  expect((await second.ses.raw(MessageId!))?.toString()).toBe(plain);
});

test('events that a killed stand-in did not publish are published after the next start, and the others are not repeated', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ses-'));
  closing.push(() => rm(folder, { recursive: true }));
  // A publish that never ends looks from outside like a kill between acceptance and event.
  const killed = await open({ folder, publish: () => new Promise(() => undefined) });
  const { MessageId } = await killed.client.send(sendRaw({ set: 'newsroom', tags: { i: 'alert-a' } }));
  const events: { eventType: string; mail: { messageId: string; source: string; tags: Record<string, string[]> } }[] = [];
  const publish = async (event: object) => void events.push(event as (typeof events)[number]);
  const second = await open({ folder, publish });
  await second.ses.idle();
  expect(events.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
  expect(events[0]?.mail).toMatchObject({ messageId: MessageId, source: 'us@example.org', tags: { i: ['alert-a'] } });
  const third = await open({ folder, publish });
  await third.ses.idle();
  expect(events).toHaveLength(2);
});

test('a fault after acceptance leaves the mail accepted and the caller without an answer', async () => {
  const { ses, client } = await open({ faults: ({ count }) => (count === 1 ? 'accept-then-reset' : count === 2 ? 'reset' : 'none') });
  await expect(client.send(sendRaw())).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(client.send(sendRaw())).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(client.send(sendRaw())).resolves.toBeDefined();
  expect(await ses.mails()).toHaveLength(2);
});
