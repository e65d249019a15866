import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { s3Editorial } from '#adapters/s3-editorial';
import { LOCAL_AWS } from '#local/dynamo-emulator';
import { type Emulators, startEmulators } from '#local/emulators';
import { memoryEditorial } from '#local/memory-editorial';
import { syncContent } from '#local/sync-content';
import { editorialContract, png } from '#tests/contracts/editorial.contract';

let emulators: Emulators;
let client: S3Client;
let buckets = 0;
beforeAll(async () => {
  emulators = await startEmulators();
  client = new S3Client({ endpoint: emulators.fauxqsUrl, ...LOCAL_AWS });
});
afterAll(async () => {
  client.destroy();
  await emulators.stop();
});

async function freshBucket(): Promise<string> {
  buckets += 1;
  await client.send(new CreateBucketCommand({ Bucket: `content-${buckets}` }));
  return `content-${buckets}`;
}

editorialContract('in memory', async () => {
  const files = new Map<string, Uint8Array>();
  return {
    editorial: memoryEditorial(files),
    editor: { put: async (file, bytes) => void files.set(file, bytes), remove: async (file) => void files.delete(file) },
  };
});

editorialContract('in S3', async () => {
  const bucket = await freshBucket();
  return {
    editorial: s3Editorial(client, bucket),
    editor: {
      put: async (file, bytes) => void (await client.send(new PutObjectCommand({ Bucket: bucket, Key: file, Body: bytes }))),
      remove: async (file) => void (await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: file }))),
    },
  };
});

it('a content folder is copied to the bucket: what changed is uploaded, what is gone is deleted, and images are measured', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-content-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const rules = join(folder, 'newsroom.yaml');
  const write = async (file: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  };
  const bucket = await freshBucket();
  const editorial = s3Editorial(client, bucket);
  await write('newsroom.yaml', 'name: MHC');
  await write('posts/a.md', 'A');
  await write('posts/b.md', 'B');
  await write('images/team.png', png(30, 20));

  expect((await syncContent(client, bucket, folder, rules)).uploaded.toSorted()).toEqual([
    'images/team.png',
    'newsroom.yaml',
    'posts/a.md',
    'posts/b.md',
  ]);
  expect((await editorial.read()).images).toEqual([{ src: 'team.png', width: 30, height: 20, size: 64 }]);

  await write('posts/a.md', 'A, changed');
  await rm(join(folder, 'posts/b.md'));
  expect(await syncContent(client, bucket, folder, rules)).toEqual({ uploaded: ['posts/a.md'], deleted: ['posts/b.md'] });
  expect((await editorial.read()).stories.map(({ file, size }) => [file, size])).toEqual([['posts/a.md', 10]]);
});
