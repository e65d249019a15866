import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { wasmPictures } from '#adapters/picture/pictures';
import { s3Content } from '#adapters/s3/content';
import { makeOwnCopy, makeOwnRules, syncBothWays } from '#local/content/folder-and-desk';
import { versionsIn } from '#local/content/sync-content';
import { freshS3 } from '#tests/contracts/fresh-s3';
import { phonePhotograph } from '#tests/web/desk/photograph';

const s3 = freshS3();

/** A picture in one colour. */
const picture = (width: number, height: number, format: 'png' | 'gif') =>
  sharp({ create: { width, height, channels: 3, background: '#005eb8' } })
    [format]()
    .toBuffer();

const emptyFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-content-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

/** An editor's folder with rules, an empty bucket, and a desk that works on the bucket. */
async function folderAndDesk() {
  const [folder, bucket, client] = [await emptyFolder(), await s3.bucket(), s3.client()];
  const content = s3Content(client, bucket);
  const write = async (file: string, words: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), words);
  };
  await write('newsroom.yaml', 'name: MHC');
  const open = async (file: string) => (await content.read()).stories.find((story) => story.file === file);
  return {
    folder,
    bucket,
    client,
    content,
    write,
    sync: (into = folder) => syncBothWays(client, bucket, into, join(folder, 'newsroom.yaml')),
    read: (file: string) => readFile(join(folder, file), 'utf8').catch(() => undefined),
    remove: (file: string) => rm(join(folder, file), { force: true }),
    onDesk: async (file: string) => {
      const bytes = (await open(file))?.bytes;
      return bytes && Buffer.from(bytes).toString();
    },
    /** Without words the story is deleted. */
    save: async (file: string, words: string) => {
      const version = (await open(file))?.version;
      if (words !== '') return content.save(file, new TextEncoder().encode(words), version);
      return version === undefined ? 'stale' : content.remove(file, version);
    },
    objects: async () => [...(await versionsIn(client, bucket)).keys()].filter((key) => !key.startsWith('.')).toSorted(),
  };
}

test('a content folder is copied to the desk: what changed is uploaded, what is gone is deleted, and images are measured', async () => {
  const { content, write, remove, sync, onDesk, objects } = await folderAndDesk();
  await write('posts/a.md', 'A');
  await write('posts/b.md', 'B');
  await write('images/team.png', await picture(30, 20, 'png'));
  expect(await sync()).toEqual([]);
  expect(await objects()).toEqual(['images/team.png', 'newsroom.yaml', 'posts/a.md', 'posts/b.md']);
  expect((await content.read()).images).toMatchObject([{ src: 'team.png', width: 30, height: 20 }]);
  await write('posts/a.md', 'A, changed');
  await remove('posts/b.md');
  expect(await sync()).toEqual([]);
  expect(await objects()).toEqual(['images/team.png', 'newsroom.yaml', 'posts/a.md']);
  expect(await onDesk('posts/a.md')).toBe('A, changed');
});

test('images reach the desk in a form that emails can show, and a file that cannot be shown is replaced by the reason', async () => {
  const { content, folder, write, sync, objects } = await folderAndDesk();
  await write('images/large.png', await picture(3000, 1500, 'png'));
  await write('images/2019/old.gif', await picture(30, 20, 'gif'));
  await write('images/notes.txt', 'not a picture');
  await sync();
  expect(await objects()).toEqual(['images/2019/old.gif.png', 'images/large.png', 'images/notes.txt', 'newsroom.yaml']);
  expect((await content.read()).images).toMatchObject([
    { src: '2019/old.gif.png', width: 30, height: 20 },
    { src: 'large.png', width: 1200, height: 600 },
    { src: 'notes.txt', width: 0, height: 0, fault: expect.stringMatching(/^The image "notes.txt" cannot be read as a picture/) },
  ]);
  await sync();
  // The editor's own pictures stay what they are.
  expect((await readdir(join(folder, 'images'), { recursive: true })).toSorted()).toEqual([
    '2019',
    '2019/old.gif',
    'large.png',
    'notes.txt',
  ]);
});

test('a story that the desk saves is written into the folder, a new one too, and nothing else of the folder is touched', async () => {
  const { folder, write, sync, read, save } = await folderAndDesk();
  await write('posts/a.md', 'A');
  await sync();
  await save('posts/a.md', 'A of the desk – ä\n');
  await save('events/new.md', 'An event');
  const lines = await sync();
  expect(lines.toSorted()).toEqual([
    `events/new.md was saved on the desk, and is in ${folder} now.`,
    `posts/a.md was saved on the desk, and is in ${folder} now.`,
  ]);
  expect([await read('posts/a.md'), await read('events/new.md'), await read('newsroom.yaml')]).toEqual([
    'A of the desk – ä\n',
    'An event',
    'name: MHC',
  ]);
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
    'events',
    'events/new.md',
    'newsroom.yaml',
    'posts',
    'posts/a.md',
  ]);
  expect(await sync()).toEqual([]);
});

test('a story that was changed in the folder and on the desk stays in the folder as it is, and a line says so', async () => {
  const { folder, write, sync, read, save, onDesk } = await folderAndDesk();
  await write('posts/a.md', 'A');
  await sync();
  await write('posts/a.md', 'A of the folder');
  await save('posts/a.md', 'A of the desk');
  expect(await sync()).toEqual([
    `posts/a.md was changed in ${folder} and on the desk. The folder counts; what the desk saved is kept in its draft.`,
  ]);
  expect([await read('posts/a.md'), await onDesk('posts/a.md')]).toEqual(['A of the folder', 'A of the folder']);
  expect(await sync()).toEqual([]);
  // A story of the same name is new on both sides.
  await save('posts/b.md', 'B of the desk');
  await write('posts/b.md', 'B of the folder');
  expect(await sync()).toHaveLength(1);
  expect([await read('posts/b.md'), await onDesk('posts/b.md')]).toEqual(['B of the folder', 'B of the folder']);
});

test('a story that was deleted in the folder and saved on the desk comes back into the folder', async () => {
  const { folder, write, remove, sync, read, save } = await folderAndDesk();
  await write('posts/a.md', 'A');
  await sync();
  await remove('posts/a.md');
  await save('posts/a.md', 'A of the desk');
  expect(await sync()).toEqual([`posts/a.md was deleted in ${folder} and saved on the desk. It is in the folder again.`]);
  expect(await read('posts/a.md')).toBe('A of the desk');
});

test.each(['jpg', 'png'] as const)(
  'a picture that the desk has brought (%s) comes into the folder, byte for byte, and stays in both',
  async (kind) => {
    const { folder, content, sync, objects } = await folderAndDesk();
    await sync();
    const original = kind === 'jpg' ? await phonePhotograph() : await picture(1_300, 200, 'png');
    const prepared = await wasmPictures().prepare(original);
    if ('fault' in prepared) throw new Error(prepared.fault);
    const src = `images/talking-first-01234567.${kind}`;
    expect(prepared.kind).toBe(kind);
    await content.addImage(src.slice('images/'.length), prepared);
    expect(await sync()).toEqual([`${src} was saved on the desk, and is in ${folder} now.`]);
    for (let again = 0; again < 3; again += 1) {
      expect(await sync()).toEqual([]);
      expect(Buffer.compare(await readFile(join(folder, src)), prepared.bytes)).toBe(0);
      expect(Buffer.compare((await content.image(src.slice('images/'.length)))?.bytes ?? Buffer.of(), prepared.bytes)).toBe(0);
    }
    await rm(join(folder, src));
    await sync();
    expect(await objects()).toEqual(['newsroom.yaml']);
  },
);

test('no other file of the bucket comes into the folder, and it is kept there', async () => {
  const { folder, bucket, client, sync, objects } = await folderAndDesk();
  await sync();
  for (const Key of ['posts/notes.txt', 'posts/deep/a.md', 'README.md'])
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'of the desk' }));
  expect(await sync()).toEqual([]);
  expect(await objects()).toEqual(['README.md', 'newsroom.yaml', 'posts/deep/a.md', 'posts/notes.txt']);
  expect(await readdir(folder)).toEqual(['newsroom.yaml']);
});

test('a picture that was replaced in the bucket stays, until the folder has another one', async () => {
  const { bucket, client, content, write, sync } = await folderAndDesk();
  await write('images/team.png', await picture(30, 20, 'png'));
  await sync();
  const width = async () => (await content.read()).images[0]?.width;
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'images/team.png', Body: await picture(40, 20, 'png') }));
  await sync();
  expect(await width()).toBe(40);
  await write('images/team.png', await picture(50, 20, 'png'));
  expect(await sync()).toEqual([]);
  expect(await width()).toBe(50);
});

test('a story that is deleted on the desk is deleted in the folder too, and does not come back', async () => {
  const { folder, content, write, sync, read, objects } = await folderAndDesk();
  await write('posts/a.md', 'A');
  await write('posts/b.md', 'B');
  await sync();
  const { stories } = await content.read();
  await content.remove('posts/a.md', stories.find(({ file }) => file === 'posts/a.md')?.version ?? '');
  expect(await sync()).toEqual([`posts/a.md was deleted on the desk, and is not in ${folder} any more. The desk keeps its text.`]);
  for (let again = 0; again < 3; again += 1) {
    expect(await sync()).toEqual([]);
    expect(await objects()).toEqual(['newsroom.yaml', 'posts/b.md']);
    expect(await readdir(join(folder, 'posts'))).toEqual(['b.md']);
  }
  expect(await read('posts/b.md')).toBe('B');
});

test('a story that is deleted on the desk and changed in the folder stays, and a line says so', async () => {
  const { folder, content, write, sync, read, onDesk } = await folderAndDesk();
  await write('posts/a.md', 'A');
  await sync();
  await content.remove('posts/a.md', (await content.read()).stories[0]?.version ?? '');
  await write('posts/a.md', 'A, changed');
  expect(await sync()).toEqual([
    `posts/a.md was changed in ${folder} and deleted on the desk. The folder counts, so the story is there again.`,
  ]);
  expect([await read('posts/a.md'), await onDesk('posts/a.md')]).toEqual(['A, changed', 'A, changed']);
});

test('a picture that is missing in the bucket comes back from the folder', async () => {
  const { bucket, client, write, sync, objects } = await folderAndDesk();
  await write('images/team.png', await picture(30, 20, 'png'));
  await sync();
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'images/team.png' }));
  await sync();
  expect(await objects()).toEqual(['images/team.png', 'newsroom.yaml']);
});

test('a data folder of an older release, which remembers nothing, takes the folder as it is', async () => {
  const { bucket, client, write, sync, objects, onDesk } = await folderAndDesk();
  for (const Key of ['posts/a.md', 'posts/gone.md', 'images/old.gif'])
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'older' }));
  await write('posts/a.md', 'A');
  await write('images/old.gif', await picture(30, 20, 'gif'));
  expect(await sync()).toEqual([]);
  expect(await objects()).toEqual(['images/old.gif.png', 'newsroom.yaml', 'posts/a.md']);
  expect(await onDesk('posts/a.md')).toBe('A');
});

test('another folder than last time replaces the stories, and what the desk saved since is not lost', async () => {
  const { write, sync, save, objects, onDesk } = await folderAndDesk();
  await write('posts/a.md', 'A');
  await write('posts/b.md', 'B');
  await sync();
  await save('posts/b.md', 'B of the desk');
  const other = await emptyFolder();
  await mkdir(join(other, 'posts'));
  await writeFile(join(other, 'posts', 'c.md'), 'C');
  expect(await sync(other)).toEqual([`posts/b.md was saved on the desk, and is in ${other} now.`]);
  expect(await objects()).toEqual(['newsroom.yaml', 'posts/b.md', 'posts/c.md']);
  expect([await onDesk('posts/b.md'), await readFile(join(other, 'posts', 'b.md'), 'utf8')]).toEqual(['B of the desk', 'B of the desk']);
});

test('a story that cannot be written into the folder stops nothing, and a line says why', async () => {
  const { folder, write, sync, save, onDesk } = await folderAndDesk();
  await write('events/b.md', 'B');
  await sync();
  // A folder has the name of the story.
  await mkdir(join(folder, 'posts', 'a.md'), { recursive: true });
  await save('posts/a.md', 'A of the desk');
  await write('events/b.md', 'B, changed');
  expect(await sync()).toEqual([expect.stringMatching(/^posts\/a\.md was saved on the desk, but cannot be written into .*EISDIR/)]);
  expect([await onDesk('posts/a.md'), await onDesk('events/b.md')]).toEqual(['A of the desk', 'B, changed']);
  await rm(join(folder, 'posts', 'a.md'), { recursive: true });
  expect(await sync()).toEqual([`posts/a.md was saved on the desk, and is in ${folder} now.`]);
});

type Deed = { by: 'folder' | 'desk' | 'sync'; file: string; words: string };
const deed: fc.Arbitrary<Deed> = fc.record({
  by: fc.constantFrom('folder', 'desk', 'sync'),
  file: fc.constantFrom('posts/a.md', 'events/b.md'),
  words: fc.constantFrom('', 'one', 'two', 'three'),
});

test('whatever folder and desk do in turn, both agree after a sync, and no words are overwritten but with a line', async () => {
  const files = ['posts/a.md', 'events/b.md'];
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 10 }), async (deeds) => {
      const { write, remove, sync, read, save, onDesk } = await folderAndDesk();
      await sync();
      const agreed = new Map<string, string | undefined>();
      for (const { by, file, words } of [...deeds, { by: 'sync', file: '', words: '' }]) {
        if (by === 'desk') await save(file, words);
        if (by === 'folder') await (words === '' ? remove(file) : write(file, words));
        if (by !== 'sync') continue;
        const before = await Promise.all(files.map(async (name) => ({ name, here: await read(name), there: await onDesk(name) })));
        const lines = await sync();
        for (const { name, here, there } of before) {
          const [now, last] = [await read(name), agreed.get(name)];
          expect(await onDesk(name)).toBe(now);
          if (here !== undefined && here !== last) expect(now).toBe(here);
          if (there !== last && there !== now) expect(lines.filter((line) => line.startsWith(name))).toHaveLength(1);
          agreed.set(name, now);
        }
      }
    }),
    { numRuns: 15 },
  );
});

test('rules that the desk saves are written into their file, and when both have changed them the file counts', async () => {
  const { folder, content, write, sync, read } = await folderAndDesk();
  await sync();
  const saveRules = async (words: string) => {
    const { version } = (await content.read()).rules;
    return content.save('newsroom.yaml', new TextEncoder().encode(words), version);
  };
  await saveRules('name: Ours # of the desk\n');
  expect(await sync()).toEqual([`newsroom.yaml was saved on the desk, and is in ${folder} now.`]);
  expect(await read('newsroom.yaml')).toBe('name: Ours # of the desk\n');
  await saveRules('name: Desk\n');
  await write('newsroom.yaml', 'name: Folder\n');
  expect(await sync()).toEqual([
    'newsroom.yaml was changed on this machine and on the desk. The file here counts; what the desk saved is kept in its history.',
  ]);
  expect(Buffer.from((await content.read()).rules.bytes ?? []).toString()).toBe('name: Folder\n');
});

test('the rules of the sample are copied once, so that the desk never writes into the sample', async () => {
  const [sample, copy] = [await emptyFolder(), await emptyFolder()];
  await writeFile(join(sample, 'newsroom.yaml'), 'name: Sample');
  const own = await makeOwnRules(join(sample, 'newsroom.yaml'), copy);
  expect(own).toBe(join(copy, 'newsroom.yaml'));
  await writeFile(own, 'name: Mine');
  expect(await makeOwnRules(join(sample, 'newsroom.yaml'), copy)).toBe(own);
  expect([await readFile(own, 'utf8'), await readFile(join(sample, 'newsroom.yaml'), 'utf8')]).toEqual(['name: Mine', 'name: Sample']);
});

test('the sample is copied into the data folder once, and the copy is nobody else’s', async () => {
  const [sample, data] = [await emptyFolder(), await emptyFolder()];
  await mkdir(join(sample, 'posts'));
  await writeFile(join(sample, 'posts', 'a.md'), 'A');
  await writeFile(join(sample, 'README.md'), 'how to write');
  const copy = await makeOwnCopy(sample, data);
  expect(await readdir(copy, { recursive: true })).toEqual(['posts', 'posts/a.md']);
  await writeFile(join(copy, 'posts', 'a.md'), 'mine');
  expect(await makeOwnCopy(sample, data)).toBe(copy);
  expect(await readFile(join(copy, 'posts', 'a.md'), 'utf8')).toBe('mine');
  expect(await readFile(join(sample, 'posts', 'a.md'), 'utf8')).toBe('A');
});
