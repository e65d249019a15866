// A guard that let everything pass would deny nothing either. So these tests also ask for what no role allows.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localTables } from '#local/emulators/emulators';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import type { Permission } from '#tests/cdk/permissions';
import { type Guard, startGuard } from './guard.ts';
import { judge } from './role.ts';

const transactional: Permission = { role: 'Send', action: 'dynamodb:UpdateItem', on: 'TablesSubscribers', keys: ['LETTERS', 'SUB#*'] };
const mail: Permission = { role: 'Send', action: 'ses:SendRawEmail', on: 'arn:aws:ses:r:1:identity/Ours', from: '*@news.example.org' };

describe('a role', () => {
  const send = { action: 'dynamodb:UpdateItem', on: 'TablesSubscribers' };

  test('a role allows what it names, and the verdict names the permissions that were used', () => {
    expect(judge([transactional], 'Send', { ...send, keys: ['SUB#a'] })).toEqual({
      allowed: true,
      used: ['Send dynamodb:UpdateItem SUB#*'],
    });
  });

  test.each([
    ['another role', 'Public', send, ['LETTERS']],
    ['another action', 'Send', { ...send, action: 'dynamodb:PutItem' }, ['LETTERS']],
    ['another table', 'Send', { ...send, on: 'TablesLedger' }, ['LETTERS']],
    ['another partition', 'Send', send, ['SIGNUPS']],
    ['a partition whose name only begins like one of its own', 'Send', send, ['LETTERS#2']],
    ['one partition too many', 'Send', send, ['LETTERS', 'SIGNUPS']],
  ])('a role does not allow %s', (_, role, need, keys) => {
    expect(judge([transactional], role, { ...need, keys })).toEqual({ allowed: false, used: [] });
  });

  test('a role allows email from our domain, and from no other', () => {
    const need = { action: 'ses:SendRawEmail', on: 'identity/Ours' };
    expect(judge([mail], 'Send', { ...need, from: 'news@news.example.org' }).allowed).toBe(true);
    for (const from of ['news@example.org', 'news@news.example.org.evil.example', undefined])
      expect(judge([mail], 'Send', { ...need, ...(from === undefined ? {} : { from }) }).allowed).toBe(false);
  });
});

describe('the guard', () => {
  let upstream: Loopback;
  let guard: Guard;
  let reached = 0;
  beforeAll(async () => {
    upstream = await listenOnLoopback((request, response) => {
      reached += 1;
      response.writeHead(request.headers['x-amz-target'] ? 200 : 404, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
    });
    const read: Permission[] = [
      { role: 'Post', action: 'dynamodb:GetItem', on: 'TablesPublications', keys: ['SETTLED'] },
      { role: 'Post', action: 's3:GetObject', on: 'ContentBucket/images/*' },
    ];
    guard = await startGuard(read, [upstream.url]);
  });
  afterAll(() => Promise.all([guard.stop(), upstream.stop()]));

  const client = () => ({
    region: 'eu-west-2',
    endpoint: guard.urlOf(upstream.url),
    credentials: { accessKeyId: 'Post', secretAccessKey: 's' },
  });
  const get = (pk: string) =>
    new DynamoDBClient(client()).send(new GetItemCommand({ TableName: localTables.publications, Key: { pk: { S: pk }, sk: { S: '-' } } }));

  test('the guard forwards what the role allows, and denies the rest with the answer of AWS', async () => {
    await get('SETTLED');
    expect(reached).toBe(1);
    await expect(get('ROUND')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(reached).toBe(1);
    expect(guard.denied).toEqual(['Post dynamodb:GetItem TablesPublications ROUND']);
  });

  test('the guard denies an object that does not exist to a role that may not list the bucket', async () => {
    const s3 = new S3Client({ ...client(), forcePathStyle: true });
    const gone = s3.send(new GetObjectCommand({ Bucket: 'newsroom-content', Key: 'images/gone.png' }));
    await expect(gone).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(guard.denied.at(-1)).toMatch(/^Post s3:ListBucket ContentBucket/);
  });
});
