// What a website in a browser of this machine may try, on every server that an open newsroom has.
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { Server } from 'node:net';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentNames } from '#config';
import { serveNewsroom } from '#local/commands/serve';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { localTables } from '#local/emulators/emulators';
import { type LocalNewsroom, openNewsroom } from '#local/newsroom/newsroom';
import { bodyOf, freePort, listenOnLoopback } from '#local/stand-ins/loopback';
import { startOidcStandIn } from '#local/stand-ins/oidc';
import { type ContentFolder, contentFolder } from '#tests/local/opened-newsroom';

type Asked = { method?: string; path?: string; headers?: Record<string, string>; body?: string };
type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** Asks with any Host, which `fetch` would not. */
function answerOf(port: number, { method = 'GET', path = '/', headers = {}, body = '' }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = ask({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      bodyOf(answer).then((bytes) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: bytes.toString() }), reject);
    });
    outgoing.on('error', reject).end(body);
  });
}

const SIGNED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
};
const FORM = { ...SIGNED, 'content-type': 'application/x-www-form-urlencoded' };
const table = (target: string, body: object): Asked => ({
  method: 'POST',
  headers: { ...SIGNED, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${target}` },
  body: JSON.stringify(body),
});
const switched = { pk: { S: 'SWITCH' }, sk: { S: 'everything' }, reason: { S: 'paused by a website' } };

/** As long as a browser's. */
const BOUNDARY = '----WebKitFormBoundary0123456789abcdef';

/** Each does something where it is understood. */
const ATTACKS: Asked[] = [
  {},
  table('Scan', { TableName: localTables.subscribers }),
  table('PutItem', { TableName: localTables.switches, Item: switched }),
  table('DeleteTable', { TableName: localTables.subscribers }),
  { method: 'PUT', path: '/newsroom-content/planted.txt', headers: SIGNED, body: 'planted' },
  {
    ...{ method: 'POST', path: '/newsroom-content', headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` } },
    body: `--${BOUNDARY}\r\nContent-Disposition: form-data; name="key"\r\n\r\nplanted.txt\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nplanted\r\n--${BOUNDARY}--\r\n`,
  },
  { method: 'POST', path: '/000000000000/send', headers: FORM, body: 'Action=SendMessage&MessageBody=planted' },
  { method: 'POST', headers: FORM, body: 'Action=UpdateAccountSendingEnabled&Enabled=false' },
  { method: 'POST', headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' }, body: '{"SecretId":"newsroom/tokens"}' },
  { method: 'POST', path: '/2/tweets', body: '{"text":"planted"}' },
  { method: 'POST', path: '/xrpc/com.atproto.server.createSession', body: '{"identifier":"sample","password":"local"}' },
];
const PREFLIGHT = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-amz-target' };

/** What the page of a website makes the browser say of itself. */
const FOREIGN: [string, (port: number) => Record<string, string>][] = [
  ['with a foreign Origin', () => ({ origin: 'https://evil.example' })],
  ['with the Origin of a frame', () => ({ origin: 'null' })],
  ['with the Origin of another server of this machine', (port) => ({ origin: `http://127.0.0.1:${port + 1}` })],
  ['under a name of its own', (port) => ({ host: `evil.example:${port}` })],
  ['under the port of another server', (port) => ({ host: `127.0.0.1:${port + 1}` })],
  ['as a picture of its page', () => ({ 'sec-fetch-site': 'cross-site' })],
];

describe('an open newsroom', () => {
  let folder: ContentFolder;
  let newsroom: LocalNewsroom;
  let site: Awaited<ReturnType<typeof serveNewsroom>>;
  const servers: Server[] = [];
  const ports = () =>
    servers.flatMap((server) => {
      const address = server.address();
      return address === null || typeof address === 'string' ? [] : [address.port];
    });
  const helpers = () => ports().filter((port) => port !== site.port);

  beforeAll(async () => {
    folder = await contentFolder();
    // Every server that anything in this process opens is found here, also one of a package.
    const { listen } = Server.prototype;
    Server.prototype.listen = new Proxy(listen, {
      apply: (target, server, given) => {
        servers.push(server);
        return Reflect.apply(target, server, given);
      },
    });
    try {
      newsroom = await openNewsroom({
        data: folder.data,
        fresh: true,
        content: folder.content,
        rules: `${folder.content}/newsroom.yaml`,
        subscribers: `${folder.content}/subscribers.csv`,
        at: '2019-09-09T08:00',
      });
      site = await serveNewsroom(newsroom, await freePort());
    } finally {
      Server.prototype.listen = listen;
    }
  });
  afterAll(async () => {
    await site?.stop();
    await newsroom?.stop();
    await folder?.remove();
  });

  /** All that the attacks would change. */
  const stored = async () => {
    const { env } = process;
    const dynamo = new DynamoDBClient({ endpoint: env.AWS_ENDPOINT_URL_DYNAMODB ?? '', ...LOCAL_AWS });
    const s3 = new S3Client({ endpoint: env.AWS_ENDPOINT_URL_S3 ?? '', forcePathStyle: true, ...LOCAL_AWS });
    const sqs = new SQSClient({ endpoint: env.AWS_ENDPOINT_URL_SQS ?? '', ...LOCAL_AWS });
    const tables = await Promise.all(Object.values(localTables).map((TableName) => dynamo.send(new ScanCommand({ TableName }))));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: env[environmentNames.contentBucket] }));
    const attributes = new GetQueueAttributesCommand({
      QueueUrl: env[environmentNames.queueSend],
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    return {
      tables: tables.map(({ Items }) => Items),
      objects: Contents?.map(({ Key }) => Key),
      messages: (await sqs.send(attributes)).Attributes,
      mails: await newsroom.ses.mails(),
      posts: newsroom.x.posts(),
    };
  };

  test('the servers that are tried are DynamoDB, fauxqs, Bluesky, the secrets, X and SES', () => {
    expect(helpers()).toHaveLength(6);
  });

  test.each(FOREIGN)('no helper server answers a website that asks %s, and nothing changes', async (_, headersOf) => {
    const before = await stored();
    for (const port of helpers()) {
      for (const attack of [...ATTACKS, { method: 'OPTIONS', headers: PREFLIGHT }]) {
        const { status, headers, text } = await answerOf(port, { ...attack, headers: { ...attack.headers, ...headersOf(port) } });
        // A browser may send a form to S3, as it does on AWS: then its signature decides.
        expect([status, text]).toEqual([403, expect.stringMatching(/^This server answers .+\.\n$|<Code>SignatureDoesNotMatch<\/Code>/)]);
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    }
    expect(await stored()).toEqual(before);
  });

  test('the local newsroom shows its pages only under its own names', async () => {
    const statusAs = async (host: string) => (await answerOf(site.port, { path: '/local/inbox.json', headers: { host } })).status;
    expect(await statusAs(`localhost:${site.port}`)).toBe(200);
    expect(await statusAs(`127.0.0.1:${site.port}`)).toBe(200);
    for (const host of [`evil.example:${site.port}`, `127.0.0.1.evil.example:${site.port}`, `localhost:${site.port + 1}`, 'localhost'])
      expect([host, await statusAs(host)]).toEqual([host, 403]);
  });

  test('a website moves no clock and pauses nothing', async () => {
    const before = await stored();
    for (const path of ['/local/clock', '/desk/pause']) {
      const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
      expect((await answerOf(site.port, { method: 'POST', path, headers, body: 'to=next&reason=x' })).status).toBe(403);
    }
    expect(await stored()).toEqual(before);
  });
});

test('a browser may be led to the sign-in, and no page may write to it', async () => {
  const { stop, config } = await startOidcStandIn({ now: () => Temporal.Now.instant(), client: 'desk', site: 'https://news.example.org' });
  const port = Number(new URL(config.issuer).port);
  const led = { path: '/logout', headers: { 'sec-fetch-site': 'cross-site' } };
  expect((await answerOf(port, led)).status).toBe(302);
  expect((await answerOf(port, { ...led, headers: { origin: 'https://evil.example' } })).status).toBe(403);
  await stop();
});

test('an answer that would let another site read it loses what says so', async () => {
  const { port, stop } = await listenOnLoopback((_, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.writeHead(200, { 'Access-Control-Allow-Headers': '*', 'X-Kept': 'yes' }).end();
  });
  const { headers } = await answerOf(port, {});
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(headers['x-kept']).toBe('yes');
  await stop();
});
