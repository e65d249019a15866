import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { s3Content } from '#adapters/s3/content';
import { otherText } from '#core/story/snapshot';
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

test('the rules come from the bucket with what AWS was set up with, and a text of the desk in their place keeps it', async () => {
  const [bucket, client] = [await s3.bucket(), s3.client()];
  const deployed = { domain: 'news.example.org', site: 'https://www.news.example.org' };
  for (const key of ['newsroom.yaml', 'posts/a.md']) await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'a: 1' }));
  const { rules, stories } = await s3Content(client, bucket, deployed).read();
  expect(rules).toMatchObject({ deployed, version: expect.any(String) });
  expect(stories[0]).not.toHaveProperty('deployed');
  const other = otherText(rules, 'b: 2');
  expect(other).toEqual({ file: 'newsroom.yaml', sizeBytes: 4, bytes: new TextEncoder().encode('b: 2'), deployed });
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

test('content whose listing has not changed is the very same, and each change of a file is seen at the next reading', async () => {
  const [bucket, client] = [await s3.bucket(), s3.client()];
  const put = (key: string, text: string) => client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
  for (const key of ['newsroom.yaml', 'posts/a.md', 'posts/b.md']) await put(key, 'one');
  const content = s3Content(client, bucket);
  const textsNow = async () => (await content.read()).stories.map(({ bytes }) => new TextDecoder().decode(bytes));
  const first = await content.read();
  expect(await content.read()).toBe(first);
  // As long as before, so that the listing is as long too.
  await put('posts/b.md', 'two');
  expect(await textsNow()).toEqual(['one', 'two']);
  expect(await textsNow()).toEqual(['one', 'two']);
  await put('posts/b.md', 'one');
  expect(await textsNow()).toEqual(['one', 'one']);
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'posts/a.md' }));
  expect(await textsNow()).toEqual(['one']);
});

test('a story that was gone when it was fetched is read as soon as it is back, although its listing is the same', async () => {
  const [bucket, client] = [await s3.bucket(), s3.client()];
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'posts/a.md', Body: 'A' }));
  let isGone = true;
  const gone = new Proxy(client, {
    get: (target, name) =>
      name === 'send'
        ? async (command: Parameters<typeof client.send>[0]) => {
            if (!(command instanceof GetObjectCommand) || !isGone) return target.send(command);
            throw new NoSuchKey({ message: 'Gone', $metadata: {} });
          }
        : Reflect.get(target, name),
  });
  const content = s3Content(gone, bucket);
  expect((await content.read()).stories).toEqual([]);
  isGone = false;
  expect((await content.read()).stories).toHaveLength(1);
});
