import type { Socket } from 'node:net';
import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { ownRequest } from '#adapters/aws/own-request';
import { openAgents } from '#adapters/aws/post-once';
import { openSignature } from '#adapters/aws/signature';
import { jsonOf, withOwnRequests } from '#adapters/dynamo/own-requests';
import { localAws } from '#tests/adapters/aws-environment';
import { credentials, http, TELEMETRY, wire, withoutTelemetry } from '#tests/adapters/wire';

type Wanted = GetItemCommand | BatchGetItemCommand | PutItemCommand | UpdateItemCommand | DeleteItemCommand | QueryCommand;

const close: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const stop of close.splice(0)) await stop();
});

/** A server at which `answer` speaks, and a client of each kind that calls it. */
async function clients(answer: (socket: Socket, request: string, count: number) => void, silenceMs = 2_000, path = '') {
  const server = await wire((socket, request) => answer(socket, request, server.requests.length));
  close.push(server.stop);
  localAws('DYNAMODB', `http://127.0.0.1:${server.port}${path}`);
  const open = () => {
    const agents = openAgents();
    const requestHandler = { ...agents, connectionTimeout: 1_000, requestTimeout: silenceMs, throwOnRequestTimeout: true };
    const client = new DynamoDBClient({ requestHandler });
    close.push(() => client.destroy());
    return { client, agents };
  };
  const { client, agents } = open();
  const own = withOwnRequests(client, agents, { connectMs: 1_000, silenceMs, timeoutMs: 4_000 });
  return { own, sdk: open().client, requests: server.requests };
}

const JSON_TYPE = 'application/x-amz-json-1.0';
const get = () => new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' }, sk: { S: '-' } }, ConsistentRead: true });
const isOurs = (request: string) => !/^user-agent: aws-sdk-js/m.test(request);

const word = fc.string({ unit: 'binary', maxLength: 12 });
const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.record({ S: word }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ BOOL: fc.boolean() }),
    fc.record({ L: fc.array(tie('value'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(word, tie('value'), { maxKeys: 3 }) }),
  ) as fc.Arbitrary<AttributeValue>,
}));
const item = fc.dictionary(word, value, { maxKeys: 4 });
const name = fc.stringMatching(/^[a-z-]{3,9}$/);
const expression = {
  ConditionExpression: word,
  ExpressionAttributeNames: fc.dictionary(word, word, { maxKeys: 2 }),
  ExpressionAttributeValues: item,
};
/** A command of each kind, whose members may be left out. */
const command: fc.Arbitrary<Wanted> = fc.oneof(
  fc
    .record({ TableName: name, Key: item, ConsistentRead: fc.boolean() }, { requiredKeys: ['TableName', 'Key'] })
    .map((input) => new GetItemCommand(input)),
  fc
    .record({ TableName: name, Item: item, ...expression }, { requiredKeys: ['TableName', 'Item'] })
    .map((input) => new PutItemCommand(input)),
  fc
    .record({ TableName: name, Key: item, UpdateExpression: word, ...expression }, { requiredKeys: ['TableName', 'Key'] })
    .map((input) => new UpdateItemCommand(input)),
  fc
    .record({ TableName: name, Key: item, ...expression }, { requiredKeys: ['TableName', 'Key'] })
    .map((input) => new DeleteItemCommand(input)),
  fc
    .record(
      {
        TableName: name,
        KeyConditionExpression: word,
        FilterExpression: word,
        Limit: fc.nat(),
        ScanIndexForward: fc.boolean(),
        ExclusiveStartKey: item,
        ...expression,
      },
      { requiredKeys: ['TableName'] },
    )
    .map(({ ConditionExpression: _, ...input }) => new QueryCommand(input)),
  fc
    .dictionary(name, fc.record({ Keys: fc.array(item, { maxLength: 3 }), ConsistentRead: fc.boolean() }), { minKeys: 1, maxKeys: 3 })
    .map((RequestItems) => new BatchGetItemCommand({ RequestItems })),
);
test('of any call our request is the SDK’s, without what the SDK tells of itself', async () => {
  const region = 'eu-west-2';
  const sign = openSignature({ region, service: 'dynamodb' });
  const batch = async (commands: Wanted[], keys: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
    let sdk: { headers: Record<string, string>; body: Uint8Array } | undefined;
    const handle = async (request: unknown) => {
      sdk = request as typeof sdk;
      return { response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } };
    };
    const client = new DynamoDBClient({ region, credentials: keys, requestHandler: { handle } as never });
    for (const wanted of commands) {
      await client.send(wanted as GetItemCommand);
      const { headers, body } = sdk!;
      const at = new Date(headers['x-amz-date']!.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));
      const asked = jsonOf(headers['x-amz-target']!, JSON.stringify(wanted.input));
      const ours = ownRequest({ host: headers.host!, sign }, asked, keys, at);
      expect(JSON.parse(String(ours.body))).toEqual(JSON.parse(String(Buffer.concat([body]))));
      // The SDK orders the members in its own way, so the length is the same and the hash need not be.
      const lines = (all: Record<string, string>) =>
        Object.entries(all).filter(([header]) => !['authorization', 'x-amz-content-sha256', ...TELEMETRY].includes(header));
      expect(lines(ours.headers)).toEqual(lines(headers));
      const signed = /SignedHeaders=([^,]+)/.exec(ours.headers.authorization!)![1]!;
      expect(signed).toBe(
        Object.keys(ours.headers)
          .filter((header) => header !== 'authorization')
          .sort()
          .join(';'),
      );
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 20, maxLength: 20 }), credentials, batch), { numRuns: 50 });
}, 60_000);

test('the first call of each kind is the SDK’s, and the next ones are the same on the wire, line for line', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T09:00:00Z') });
  vi.stubEnv('AWS_SESSION_TOKEN', 'to/ken+=');
  const logged = vi.spyOn(console, 'warn');
  const { own, requests } = await clients((socket) => socket.write(http(200, JSON_TYPE, '{"Item":{"pk":{"S":"a"}}}')));
  const update = () =>
    new UpdateItemCommand({
      TableName: 't',
      Key: { pk: { S: 'zoë' } },
      UpdateExpression: 'SET #0 = :0',
      ExpressionAttributeNames: { '#0': 'm' },
      ExpressionAttributeValues: { ':0': { M: { at: { N: '1' } } } },
    });
  for (const one of [get(), update(), get(), update()]) await own.send(one as GetItemCommand);
  expect(requests.map(isOurs)).toEqual([false, false, true, true]);
  expect(withoutTelemetry(requests[2]!)).toEqual(withoutTelemetry(requests[0]!));
  expect(withoutTelemetry(requests[3]!)).toEqual(withoutTelemetry(requests[1]!));
  expect(requests[2]).toMatch(/^x-amz-security-token: to\/ken\+=$/m);
  expect(logged).not.toHaveBeenCalled();
});

test('a call that is not one of these, one with bytes and one with options stay the SDK’s', async () => {
  const { own, requests } = await clients((socket, request) =>
    socket.write(http(200, JSON_TYPE, request.includes('GetItem') ? '{"Item":{"b":{"B":"AAE="}}}' : '{"Table":{"CreationDateTime":1}}')),
  );
  const put = () => new PutItemCommand({ TableName: 't', Item: { b: { B: new Uint8Array([0, 1]) } } });
  for (const _ of [1, 2]) await own.send(put());
  for (const _ of [1, 2])
    expect((await own.send(new DescribeTableCommand({ TableName: 't' }))).Table?.CreationDateTime).toEqual(new Date(1_000));
  expect(requests.map(isOurs)).toEqual([false, false, false, false]);
  expect(requests[1]).toContain('{"B":"AAE="}');
  // Read bytes cost no second request.
  for (const _ of [1, 2]) expect((await own.send(get())).Item?.b?.B).toEqual(new Uint8Array([0, 1]));
  expect(requests.map(isOurs).slice(4)).toEqual([false, true]);
  await own.send(get(), { abortSignal: AbortSignal.timeout(5_000) });
  expect(requests.map(isOurs).slice(6)).toEqual([false]);
});

test('at an endpoint with a path of its own, the SDK makes all calls, and the log says so', async () => {
  const logged = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { own, requests } = await clients((socket) => socket.write(http(200, JSON_TYPE, '{}')), 2_000, '/behind/here');
  for (const _ of [1, 2, 3]) await own.send(get());
  expect(requests.map(isOurs)).toEqual([false, false, false]);
  expect(requests[2]).toMatch(/^POST \/behind\/here\/ HTTP/);
  expect(logged.mock.calls).toEqual([[expect.stringContaining('GetItem is called by the AWS SDK alone')]]);
});

const error = (type: string, more = {}) => JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'x', ...more });
const BODIES = [
  '{"Item":{"pk":{"S":"a"},"n":{"N":"1"},"l":{"L":[{"BOOL":true},{"M":{"x":{"S":"\\"B\\":"}}}]}}}',
  '{"Item":{"bytes":{"B":"AAE="}}}',
  '{"Item":{"B":{"S":"called B"}}}',
  '{}',
  '',
  'null',
  '"text"',
  '[1]',
  '{"Item":null}',
  '{"Item":',
  '<html>busy</html>',
  error('ConditionalCheckFailedException', { Item: { pk: { S: 'a' } } }),
  error('ResourceNotFoundException'),
  error('ValidationException'),
  error('AccessDeniedException'),
  error('Other'),
];

/** What a call came to, and how often it was tried. */
async function met(client: DynamoDBClient, requests: string[], wanted: Wanted = get()) {
  const before = requests.length;
  const outcome = await client.send(wanted as GetItemCommand).then(
    ({ $metadata: _, ...output }) => ({ output }),
    (failure: Error) => ({ name: failure.name, message: failure.message.replace(/[\d.]+:\d+/, 'HOST'), type: failure.constructor.name }),
  );
  return { outcome, tries: requests.length - before };
}

test('each answer means the same to our request as to the SDK’s, whatever its status and document', async () => {
  let next = { status: 200, body: '{}' };
  const { own, sdk, requests } = await clients((socket) => socket.write(http(next.status, JSON_TYPE, next.body)));
  await own.send(get());
  const outcomes = new Set<string>();
  for (const status of [200, 400, 403]) {
    for (const body of BODIES) {
      next = { status, body };
      const [ours, theirs] = [await met(own, requests), await met(sdk, requests)];
      expect({ ...next, ...ours }).toEqual({ ...next, ...theirs });
      outcomes.add('output' in ours.outcome ? 'output' : ours.outcome.name);
    }
  }
  expect(requests.filter(isOurs).length).toBe(3 * BODIES.length);
  expect([...outcomes]).toEqual(expect.arrayContaining(['output', 'ConditionalCheckFailedException', 'ResourceNotFoundException']));
});

/** What goes wrong, how often at most, and how: after throttling the SDK waits for a second and more. */
const FAILURES: [string, number, (socket: Socket) => unknown][] = [
  ['is throttled', 1, (socket) => socket.write(http(400, JSON_TYPE, error('ProvisionedThroughputExceededException')))],
  ['fails on the server', 9, (socket) => socket.write(http(500, JSON_TYPE, error('InternalServerError')))],
  ['gets a gateway’s page', 9, (socket) => socket.write(http(503, 'text/html', '<html>busy</html>'))],
  ['loses its connection', 9, (socket) => socket.destroy()],
  ['gets a torn answer', 9, (socket) => socket.end(http(200, JSON_TYPE, '{"Item":{}}', 40))],
  ['gets no answer', 9, () => undefined],
];

test.each(FAILURES)('a call that %s is tried again by the SDK, as often as one of its own', async (_, most, fail) => {
  let failing = 0;
  const { own, sdk, requests } = await clients((socket) => {
    if (failing > 0) {
      failing -= 1;
      fail(socket);
    } else socket.write(http(200, JSON_TYPE, '{"Item":{"pk":{"S":"a"}}}'));
  }, 150);
  await own.send(get());
  const tried = async (client: DynamoDBClient, times: number) => {
    failing = times;
    const all = await met(client, requests);
    failing = 0;
    return all;
  };
  for (const times of new Set([1, most])) {
    const [ours, theirs] = [await tried(own, times), await tried(sdk, times)];
    expect(ours).toEqual(theirs);
    expect(ours.tries).toBeGreaterThan(1);
  }
});

test('after a long failure calls are tried again as before, though the SDK limits how often', async () => {
  let failing = true;
  const { own, requests } = await clients((socket) =>
    socket.write(failing ? http(500, JSON_TYPE, error('InternalServerError')) : http(200, JSON_TYPE, '{"Item":{}}')),
  );
  failing = false;
  await own.send(get());
  failing = true;
  await Promise.all(Array.from({ length: 80 }, () => met(own, requests)));
  // What the SDK allows itself is used up. Each success gives it back a part.
  expect((await met(own, requests)).tries).toBe(1);
  failing = false;
  for (let i = 0; i < 50; i += 1) expect((await met(own, requests)).tries).toBe(1);
  failing = true;
  expect((await met(own, requests)).tries).toBeGreaterThan(1);
});

const dated = (at: string, status = 200, body = '{}') =>
  http(status, JSON_TYPE, body).replace('\r\n\r\n', `\r\ndate: ${new Date(at).toUTCString()}\r\n\r\n`);

test('a clock that is wrong is put right by what DynamoDB says', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T09:00:00Z') });
  const answers = [dated('2026-03-01T09:20:00Z'), dated('2026-03-01T08:50:00Z'), dated('2026-03-01T08:50:00Z')];
  const { own, requests } = await clients((socket, _, count) => socket.write(answers[count - 1]!));
  for (const _ of answers) await own.send(get());
  const dates = requests.map((request) => /^x-amz-date: (.*)$/m.exec(request)?.[1]);
  expect(dates).toEqual(['20260301T090000Z', '20260301T092000Z', '20260301T085000Z']);
  expect(requests.map(isOurs)).toEqual([false, true, true]);
});

test('credentials that expire are read anew, with their session', async () => {
  const { own, requests } = await clients((socket) => socket.write(http(200, JSON_TYPE, '{}')));
  vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', new Date(Date.now() - 1_000).toISOString());
  for (const count of ['first', 'second', 'third']) {
    vi.stubEnv('AWS_ACCESS_KEY_ID', count);
    vi.stubEnv('AWS_SESSION_TOKEN', `of-${count}`);
    await own.send(get());
  }
  const used = requests.map((request) => [/Credential=(\w+)\//.exec(request)?.[1], /^x-amz-security-token: (.*)$/m.exec(request)?.[1]]);
  expect(used).toEqual([
    ['first', 'of-first'],
    ['second', 'of-second'],
    ['third', 'of-third'],
  ]);
});
