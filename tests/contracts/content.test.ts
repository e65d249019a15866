import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { s3Content } from '#adapters/s3/content';
import { syncContent } from '#local/content/sync-content';
import { memoryContent } from '#local/memory/content';
import { contentContract } from '#tests/contracts/content.contract';
import { freshS3 } from '#tests/contracts/fresh-s3';

const s3 = freshS3();

contentContract('in memory', async () => {
  const files = new Map<string, Uint8Array>();
  return {
    content: memoryContent(files),
    editor: { put: async (file, bytes) => void files.set(file, bytes), remove: async (file) => void files.delete(file) },
  };
});

contentContract('in S3', async () => {
  const [bucket, client] = [await s3.bucket(), s3.client()];
  return {
    content: s3Content(client, bucket),
    editor: {
      put: async (file, bytes) => void (await client.send(new PutObjectCommand({ Bucket: bucket, Key: file, Body: bytes }))),
      remove: async (file) => void (await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: file }))),
    },
  };
});

test('a story that is saved while S3 is writing the same object is tried again, and the error is shown if that does not help', async () => {
  for (const conflicts of [1, 4, 5]) {
    const [bucket, client] = [await s3.bucket(), s3.client()];
    let left = conflicts;
    const busy = new Proxy(client, {
      get: (target, name) =>
        name === 'send'
          ? async (command: Parameters<typeof client.send>[0]) => {
              if (!(command instanceof PutObjectCommand) || left-- <= 0) return target.send(command);
              const $metadata = { httpStatusCode: 409 };
              throw new S3ServiceException({ name: 'ConditionalRequestConflict', message: 'Again', $fault: 'client', $metadata });
            }
          : Reflect.get(target, name),
    });
    const answer = s3Content(busy, bucket).save('posts/a.md', new TextEncoder().encode('A'), undefined);
    if (conflicts < 5) await expect(answer).resolves.toEqual({ saved: expect.any(String) });
    else await expect(answer).rejects.toThrow('Again');
  }
});

/** A picture in one colour. */
const picture = (width: number, height: number, format: 'png' | 'gif') =>
  sharp({ create: { width, height, channels: 3, background: '#005eb8' } })
    [format]()
    .toBuffer();

/** An editor's folder and an empty bucket. */
async function folderAndBucket() {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-content-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const rules = join(folder, 'newsroom.yaml');
  const write = async (file: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  };
  return { folder, rules, write, bucket: await s3.bucket(), client: s3.client() };
}

test('a content folder is copied to the bucket: what changed is uploaded, what is gone is deleted, and images are measured', async () => {
  const { folder, rules, write, bucket, client } = await folderAndBucket();
  const content = s3Content(client, bucket);
  await write('newsroom.yaml', 'name: MHC');
  await write('posts/a.md', 'A');
  await write('posts/b.md', 'B');
  await write('images/team.png', await picture(30, 20, 'png'));

  expect((await syncContent(client, bucket, folder, rules)).uploaded).toEqual([
    'images/team.png',
    'newsroom.yaml',
    'posts/a.md',
    'posts/b.md',
  ]);
  expect((await content.read()).images).toMatchObject([{ src: 'team.png', width: 30, height: 20 }]);

  await write('posts/a.md', 'A, changed');
  await rm(join(folder, 'posts/b.md'));
  expect(await syncContent(client, bucket, folder, rules)).toEqual({ uploaded: ['posts/a.md'], deleted: ['posts/b.md'], kept: [] });
  expect((await content.read()).stories.map(({ file, sizeBytes }) => [file, sizeBytes])).toEqual([['posts/a.md', 10]]);
});

test('images are uploaded in a form that emails can show, and a file that cannot be shown is replaced by the reason', async () => {
  const { folder, rules, write, bucket, client } = await folderAndBucket();
  await write('newsroom.yaml', 'name: MHC');
  await write('images/large.png', await picture(3000, 1500, 'png'));
  await write('images/2019/old.gif', await picture(30, 20, 'gif'));
  await write('images/notes.txt', 'not a picture');
  expect((await syncContent(client, bucket, folder, rules)).uploaded.toSorted()).toEqual([
    'images/2019/old.gif.png',
    'images/large.png',
    'images/notes.txt',
    'newsroom.yaml',
  ]);
  const { images } = await s3Content(client, bucket).read();
  expect(images).toMatchObject([
    { src: '2019/old.gif.png', width: 30, height: 20 },
    { src: 'large.png', width: 1200, height: 600 },
    { src: 'notes.txt', width: 0, height: 0, fault: expect.stringMatching(/^The image "notes.txt" cannot be read as a picture/) },
  ]);
  expect((await syncContent(client, bucket, folder, rules)).uploaded).toEqual([]);
});

test('files that are only in the bucket can be kept, except an image that now has another name', async () => {
  const { folder, rules, write, bucket, client } = await folderAndBucket();
  const put = (file: string) => client.send(new PutObjectCommand({ Bucket: bucket, Key: file, Body: 'by hand' }));
  await Promise.all(['posts/hand.md', 'images/hand.png', 'images/old.gif'].map(put));
  await write('newsroom.yaml', 'name: MHC');
  await write('images/old.gif', await picture(30, 20, 'gif'));
  expect(await syncContent(client, bucket, folder, rules, { keep: true })).toEqual({
    uploaded: ['images/old.gif.png', 'newsroom.yaml'],
    deleted: ['images/old.gif'],
    kept: ['images/hand.png', 'posts/hand.md'],
  });
});
