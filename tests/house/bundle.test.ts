import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import { type Bundle, bundle } from '#tools/bundle';

type Answer = { status: number; type: string; body: string };
const xml = (status: number, body: string): Answer => ({ status, type: 'text/xml', body });
const json = (status: number, body: object): Answer => ({ status, type: 'application/x-amz-json-1.0', body: JSON.stringify(body) });
const receipt = '<SendRawEmailResponse><SendRawEmailResult><MessageId>mail-1</MessageId></SendRawEmailResult></SendRawEmailResponse>';
const rejection = '<ErrorResponse><Error><Type>Sender</Type><Code>MessageRejected</Code><Message>no</Message></Error></ErrorResponse>';
const listing = '<ListBucketResult><Contents><Key>posts/a.md</Key></Contents><Contents><Key>posts/b.md</Key></Contents></ListBucketResult>';

/** The SQS client compares this with its own hash of the message. */
const md5OfJob = createHash('md5').update('job').digest('hex');

/** Returns what AWS answers to the calls of every-client.ts. */
function answer(service: string, url: string, body: string): Answer {
  const refused = url.includes('refused') || body.includes('refused');
  switch (service) {
    case 'dynamodb':
      if (refused)
        return json(400, { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', Item: { pk: { S: 'old' } } });
      return json(200, { Item: { pk: { S: 'a' } } });
    case 's3':
      if (refused) return xml(404, '<Error><Code>NoSuchKey</Code><Message>no</Message></Error>');
      return xml(200, url.includes('list-type=2') ? listing : 'name: Newsroom');
    case 'lambda':
      return refused ? json(404, { __type: 'ResourceNotFoundException' }) : json(200, []);
    case 'secretsmanager':
      return refused ? json(400, { __type: 'ResourceNotFoundException' }) : json(200, { SecretString: 'key' });
    case 'sqs':
      if (refused) return json(400, { __type: 'com.amazonaws.sqs#QueueDoesNotExist' });
      return json(200, { Successful: [{ Id: 'one', MessageId: 'job-1', MD5OfMessageBody: md5OfJob }], Failed: [] });
    default:
      return refused ? xml(400, rejection) : xml(200, receipt);
  }
}

describe('a bundle', () => {
  const signatures = new Set<string>();
  let folder: string;
  let server: Loopback;
  let bundles: Bundle[];
  let said: { answers: object; refusals: object; loaded: string[] };

  /** `AWS4-HMAC-SHA256 Credential=<key>/<day>/<region>/<service>/aws4_request, …` */
  const scope = (request: IncomingMessage) => (/Credential=([^,]*)/.exec(request.headers.authorization ?? '')?.[1] ?? '').split('/');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'newsroom-bundle-'));
    bundles = await bundle(
      { first: join(import.meta.dirname, 'every-client.ts'), second: join(import.meta.dirname, 'every-client.ts') },
      folder,
    );
    server = await listenOnLoopback(async (request, response) => {
      const [accessKey, , region, service = ''] = scope(request);
      signatures.add(`${service} in ${region} by ${accessKey}, session ${String(request.headers['x-amz-security-token'])}`);
      const { status, type, body } = answer(service, request.url ?? '', await text(request));
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIDLOCAL',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'eu-west-2',
      AWS_ENDPOINT_URL: server.url,
    };
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'first', 'index.mjs')], { env });
    said = JSON.parse(stdout);
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a bundle has clients that read the answers of each service', () => {
    expect(said.answers).toEqual({
      dynamo: { pk: { S: 'a' } },
      s3: 'name: Newsroom',
      list: ['posts/a.md', 'posts/b.md'],
      secrets: 'key',
      ses: 'mail-1',
      sqs: ['job-1'],
      lambda: '[]',
      x: 'function',
      count: 27,
    });
  });

  test('a bundle tells each refusal by its error class', () => {
    expect(said.refusals).toEqual({
      dynamo: { pk: { S: 'old' } },
      s3: 'NoSuchKey',
      secrets: 'ResourceNotFoundException',
      ses: 'MessageRejected',
      sqs: 'QueueDoesNotExist',
      lambda: 'ResourceNotFoundException',
    });
  });

  test('a bundle signs every call with the credentials of its environment', () => {
    const services = ['dynamodb', 'lambda', 's3', 'secretsmanager', 'ses', 'sqs'];
    expect([...signatures].sort()).toEqual(services.map((service) => `${service} in eu-west-2 by AKIDLOCAL, session token`));
  });

  test('a bundle makes its calls without Node’s WebSocket, whose loading is a tenth of a start', () => {
    expect(said.loaded).toContain('NativeModule https');
    expect(said.loaded.filter((name) => name.includes('undici'))).toEqual([]);
  });

  test('a bundle of the same sources has the same bytes', async () => {
    const [first, second] = await Promise.all(bundles.map(({ name }) => readFile(join(folder, name, 'index.mjs'))));
    expect(first?.equals(second ?? Buffer.of())).toBe(true);
  });

  test('a bundle takes credentials and region only from the environment, and has no polyfill', async () => {
    const code = await readFile(join(folder, 'first', 'index.mjs'), 'utf8');
    for (const foreign of ['AssumeRoleWithWebIdentity', '169.254.169.254', 'latest/meta-data', 'sso_start_url', 'core-js'])
      expect(code).not.toContain(foreign);
  });
});
