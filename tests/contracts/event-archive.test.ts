import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { s3EventArchive } from '#adapters/s3/event-archive';
import type { MailEvent } from '#core/delivery/ses-event';
import { folderEventArchive } from '#local/ses/event-archive';
import { eventArchiveContract, sesEvent } from '#tests/contracts/event-archive.contract';
import { freshS3 } from '#tests/contracts/fresh-s3';

const s3 = freshS3();

const lines = (events: object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-archive-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

eventArchiveContract('in S3, as Firehose writes it', async () => {
  const [bucket, client] = [await s3.bucket(), s3.client()];
  // Firehose writes what it could not deliver under another prefix, which is not part of the archive.
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'errors/2026/11/23/09/x', Body: 'no event' }));
  let objects = 0;
  return {
    eventArchive: s3EventArchive(client, bucket),
    keep: async (events, arrived) => {
      objects += 1;
      const Key = `events/${arrived.replaceAll(/[-T]/g, '/')}/newsroom-1-${arrived}-00-00-${objects}.gz`;
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: gzipSync(lines(events)) }));
    },
  };
});

eventArchiveContract('in the folder of the stand-in for SES', async () => {
  const folder = await freshFolder();
  return { eventArchive: folderEventArchive(folder), keep: (events) => appendFile(join(folder, 'events.ndjson'), lines(events)) };
});

test('the event archive of a stand-in that was killed holds only whole events, and also those of mails not reported yet', async () => {
  const folder = await freshFolder();
  await mkdir(folder, { recursive: true });
  const tags = { i: 'alert-one', c: '0', g: '0', r: 'b', a: '1', n: 'nonce' };
  const row = {
    id: 'm-2',
    at: '2026-11-23T09:00:05Z',
    to: ['b@example.org'],
    subject: 'S',
    tags,
    publication: 'alert-one',
    configurationSet: 'c',
  };
  await writeFile(join(folder, 'index.ndjson'), lines([row]));
  await writeFile(join(folder, 'm-2.eml'), 'From: a@example.org\r\nTo: b@example.org\r\nSubject: S\r\n\r\nText\r\n');
  await writeFile(join(folder, 'events.ndjson'), `${lines([sesEvent('Send', 'alert-one', 'a', '2026-11-23T09:00:00Z')])}{"eventType":"Sen`);
  const found: MailEvent[] = [];
  for await (const event of folderEventArchive(folder).events({})) found.push(event);
  expect(found.map(({ kind, receipt }) => [kind, receipt])).toEqual([
    ['accepted', 'm-alert-one-a'],
    ['accepted', 'm-2'],
    ['delivered', 'm-2'],
  ]);
});
