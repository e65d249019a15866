// The role of who runs `npm run upload` is held against the requests that an upload makes.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { planSync } from '#local/content/sync-content';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { startEmulators } from '#local/emulators/emulators';
import { permissions } from '#tests/cdk/permissions';
import { contentFolder } from '#tests/local/opened-newsroom';
import { POST } from '#tests/web/sample-newsroom';
import { startGuard } from './guard.ts';
import { namesOf } from './role.ts';

const BUCKET = 'newsroom-content';
const granted = permissions().filter(({ role }) => role === 'Uploader');

test('who uploads may do what an upload does, needs each of these rights, and can reach neither readers nor what comes in', async () => {
  const emulators = await startEmulators();
  const guard = await startGuard(granted, [emulators.fauxqsUrl]);
  const client = (endpoint: string, accessKeyId: string) =>
    new S3Client({ ...LOCAL_AWS, endpoint, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey: 's' } });
  const uploader = client(guard.urlOf(emulators.fauxqsUrl), 'Uploader');
  const desk = client(emulators.fauxqsUrl, 'desk');
  const folders = ['posts', 'events', 'messages', 'images'];
  const { content: folder, remove } = await contentFolder({ 'messages/c.md': POST, 'images/d.svg': '<svg/>' });
  const upload = async (choice: 'upload' | 'take' | 'delete') => {
    const choose = () => choice;
    const plan = await planSync(uploader, BUCKET, {
      folder,
      rulesFile: join(folder, 'newsroom.yaml'),
      origin: 'here',
      unrecorded: 'folder',
      choose,
    });
    return plan.apply();
  };
  try {
    const { done, failed } = await upload('upload');
    const files = done.map(({ file }) => file);
    expect(files).toEqual(
      expect.arrayContaining(['newsroom.yaml', 'posts/what-we-learned.md', 'events/spring.md', 'messages/c.md', 'images/d.svg']),
    );
    expect(failed).toEqual([]);
    for (const file of files) await desk.send(new PutObjectCommand({ Bucket: BUCKET, Key: file, Body: `${POST}\nMore.\n` }));
    await upload('take');
    for (const one of folders) await rm(join(folder, one), { recursive: true });
    await upload('delete');
    expect(guard.denied).toEqual([]);
    const names = granted.flatMap(namesOf);
    expect(names.filter((name) => !guard.used.has(name))).toEqual([]);
    await expect(uploader.send(new GetObjectCommand({ Bucket: 'newsroom-imports', Key: 'imports/a' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(new Set(granted.map(({ on }) => on.split('/')[0]))).toEqual(new Set(['ContentBucket']));
  } finally {
    uploader.destroy();
    desk.destroy();
    await guard.stop();
    await emulators.stop();
    await remove();
  }
});
