import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { s3Content } from '#adapters/s3/content';
import { isExample } from '#cdk/deployment';
import { disagreements } from '#local/content/rules-on-aws';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { type Emulators, startEmulators } from '#local/emulators/emulators';
import { type ContentFolder, contentFolder } from '#tests/local/opened-newsroom';
import { ran, ranWith } from '#tests/local/ran';
import { PIXEL } from '#tests/web/sample-newsroom';

const SCRIPT = 'functions/local/commands/upload.ts';

describe('npm run upload', () => {
  let emulators: Emulators;
  let client: S3Client;
  let folder: ContentFolder;
  beforeEach(async () => {
    emulators = await startEmulators();
    client = new S3Client({ endpoint: emulators.fauxqsUrl, ...LOCAL_AWS });
    folder = await contentFolder();
  });
  afterEach(async () => {
    client.destroy();
    await emulators.stop();
    await folder.remove();
  });

  const upload = (...options: string[]) =>
    ranWith(emulators.environment, SCRIPT, '--bucket', emulators.bucket, '--content', folder.content, ...options);
  const POST = 'posts/what-we-learned.md';
  const here = () => readFile(join(folder.content, POST), 'utf8');
  const write = (words: string) => writeFile(join(folder.content, POST), words);
  const there = async (): Promise<string> => {
    const { stories } = await s3Content(client, emulators.bucket).read();
    return Buffer.from(stories.find(({ file }) => file === POST)?.bytes ?? []).toString();
  };
  const saveOnDesk = async (words: string, file = POST) => {
    const content = s3Content(client, emulators.bucket);
    const expected = (await content.read()).stories.find((story) => story.file === file)?.version;
    expect(await content.save(file, new TextEncoder().encode(words), expected)).not.toBe('stale');
  };

  const bringPicture = (src: string) => s3Content(client, emulators.bucket).addImage(src, { bytes: PIXEL, width: 1, height: 1 });

  test('npm run upload puts the sample into the bucket, and uploads no file the second time', async () => {
    const sample = () => ranWith(emulators.environment, SCRIPT, '--bucket', emulators.bucket, '--yes');
    const first = await sample();
    expect([first.code, first.error]).toEqual([0, '']);
    expect(first.out).toMatch(/^upload {2}images\/plan-do-study-act\.png$/m);
    expect(first.out.indexOf('newsroom.yaml')).toBeLessThan(first.out.indexOf('posts/'));
    expect((await sample()).out).toMatch(/^0 files uploaded, 0 deleted\./);
    const { stories, images } = await s3Content(client, emulators.bucket).read();
    expect([stories.length > 5, images.length]).toEqual([true, 3]);
  });

  test('npm run upload refuses rules that do not agree with the stack, and names the line', async () => {
    const { domain, siteHost, ...others } = JSON.parse(await readFile('cdk.json', 'utf8')).context;
    const cdk = join(folder.content, 'cdk.json');
    await writeFile(cdk, JSON.stringify({ context: { ...others, domain: 'news.example.nhs.uk', siteHost: 'news.example.org' } }));
    expect(disagreements(join(folder.content, 'newsroom.yaml'), cdk)).toEqual([
      expect.stringContaining(
        'line 7: The sender’s address is not at news.example.nhs.uk, from which this newsroom sends: news@example.org.',
      ),
    ]);
    expect([isExample(domain), isExample(siteHost), disagreements('newsroom.yaml')], 'the examples are refused').toEqual([true, true, []]);
  });

  test('npm run upload says what it would change, and changes nothing without a yes', async () => {
    const asked = await upload();
    expect(asked).toEqual({
      code: 1,
      error: '',
      out: 'upload  newsroom.yaml\nupload  events/spring.md\nupload  posts/what-we-learned.md\nNothing is changed yet. Add --yes to do it.\n',
    });
    expect(await there()).toBe('');
    expect((await upload('--yes')).code).toBe(0);
    expect(await there()).toBe(await here());
  });

  test('npm run upload never overwrites what the desk has saved since, unless it is told to', async () => {
    await upload('--yes');
    const uploaded = await here();
    await saveOnDesk('of the desk');
    // The story is the same here as it was uploaded.
    const same = await upload('--yes');
    expect([same.code, same.out]).toEqual([
      1,
      expect.stringContaining(
        `leave   ${POST}: the desk has saved it since the last upload. Choose with --take-desk or --overwrite-desk\n0 files`,
      ),
    ]);
    expect([await here(), await there()]).toEqual([uploaded, 'of the desk']);
    // It is changed here as well, beside another one.
    await write('of the folder');
    await writeFile(join(folder.content, 'posts', 'other.md'), 'other');
    const both = await upload('--yes');
    expect([both.code, both.out]).toEqual([1, expect.stringMatching(/^upload {2}posts\/other\.md$/m)]);
    expect(both.out).toContain(`leave   ${POST}: the bucket has another text, which the desk may have saved. Choose with`);
    expect([await here(), await there()]).toEqual(['of the folder', 'of the desk']);
    const over = await upload('--yes', '--overwrite-desk');
    expect([over.code, over.out]).toEqual([0, expect.stringContaining(`upload  ${POST}: over what the desk has saved`)]);
    expect(await there()).toBe('of the folder');
    // From here on nothing of the desk is in the way.
    await write('of the folder, later');
    expect((await upload('--yes')).code).toBe(0);
    expect(await there()).toBe('of the folder, later');
  });

  test('npm run upload never overwrites rules that the desk has saved since, unless it is told to', async () => {
    await upload('--yes');
    const content = s3Content(client, emulators.bucket);
    const rulesThere = async () => (await content.read()).rules;
    const before = await readFile(join(folder.content, 'newsroom.yaml'), 'utf8');
    const ofDesk = `${before}# of the desk\n`;
    await content.save('newsroom.yaml', new TextEncoder().encode(ofDesk), (await rulesThere()).version);
    const left = await upload('--yes');
    expect([left.code, left.out]).toEqual([
      1,
      expect.stringContaining('leave   newsroom.yaml: the desk has saved it since the last upload.'),
    ]);
    expect(Buffer.from((await rulesThere()).bytes ?? []).toString()).toBe(ofDesk);
    expect((await upload('--yes', '--take-desk')).code).toBe(0);
    expect(await readFile(join(folder.content, 'newsroom.yaml'), 'utf8')).toBe(ofDesk);
    await writeFile(join(folder.content, 'newsroom.yaml'), before);
    expect((await upload('--yes')).code).toBe(0);
    expect(Buffer.from((await rulesThere()).bytes ?? []).toString()).toBe(before);
  });

  test('npm run upload does not bring a story back that the desk has deleted, unless it is told to, and deletes it here if it is told to', async () => {
    await upload('--yes');
    const content = s3Content(client, emulators.bucket);
    const deleteOnDesk = async () => {
      const { stories } = await content.read();
      expect(await content.remove(POST, stories.find(({ file }) => file === POST)?.version ?? '')).toBe('removed');
    };
    await deleteOnDesk();
    for (let time = 0; time < 2; time += 1) {
      const left = await upload('--yes', '--delete');
      expect([left.code, left.out]).toEqual([1, expect.stringContaining(`leave   ${POST}: the desk has deleted it. Choose with`)]);
      expect(await there()).toBe('');
    }
    expect((await upload('--yes', '--overwrite-desk')).out).toContain(`upload  ${POST}: the desk has deleted it`);
    expect(await there()).toBe(await here());
    await deleteOnDesk();
    const taken = await upload('--yes', '--take-desk');
    expect([taken.code, taken.out]).toEqual([0, expect.stringContaining('0 files uploaded, 0 deleted, 0 written here, 1 deleted here.')]);
    await expect(here()).rejects.toThrow('ENOENT');
    expect((await upload('--yes')).out).toContain('0 files uploaded, 0 deleted.');
    expect(await there()).toBe('');
  });

  test('npm run upload writes what the desk has saved into the folder, if it is told to, and then goes on from there', async () => {
    await upload('--yes');
    await saveOnDesk('of the desk');
    await saveOnDesk('a new story', 'posts/new.md');
    await bringPicture('team-01234567.png');
    const taken = await upload('--yes', '--take-desk');
    expect([taken.code, taken.out]).toEqual([0, expect.stringContaining('0 files uploaded, 0 deleted, 3 written here.')]);
    expect([await here(), await readFile(join(folder.content, 'posts/new.md'), 'utf8')]).toEqual(['of the desk', 'a new story']);
    expect(await readFile(join(folder.content, 'images/team-01234567.png'))).toEqual(Buffer.from(PIXEL));
    await write('of the folder');
    expect((await upload('--yes')).code).toBe(0);
    expect(await there()).toBe('of the folder');
    expect((await upload('--take-desk', '--overwrite-desk')).error).toContain('Give either --take-desk or --overwrite-desk');
  });

  test('npm run upload deletes only what was uploaded once, and keeps the stories and pictures of the desk', async () => {
    await upload('--yes');
    await saveOnDesk('a new story', 'posts/new.md');
    await bringPicture('team-01234567.png');
    await rm(join(folder.content, POST));
    const kept = await upload('--yes');
    expect([kept.code, kept.out]).toEqual([0, expect.stringContaining(`keep    ${POST}: it is in the bucket only; with --delete it goes`)]);
    const deleted = await upload('--yes', '--delete');
    expect([deleted.code, deleted.out]).toEqual([0, expect.stringContaining('0 files uploaded, 1 deleted.')]);
    const { stories, images } = await s3Content(client, emulators.bucket).read();
    expect(stories.map(({ file }) => file)).toEqual(['events/spring.md', 'posts/new.md']);
    expect(images.map(({ src }) => src)).toEqual(['team-01234567.png']);
  });

  test('npm run upload into a bucket of an older release leaves the stories and rules that are other ones there', async () => {
    for (const Key of [POST, 'newsroom.yaml']) await client.send(new PutObjectCommand({ Bucket: emulators.bucket, Key, Body: 'older' }));
    const answer = await upload('--yes');
    expect([answer.code, answer.out]).toEqual([1, expect.stringContaining('1 file uploaded')]);
    expect(await there()).toBe('older');
  });
});

test('npm run upload without a bucket says what to give', async () => {
  const { code, error } = await ran(SCRIPT);
  expect(code).toBe(2);
  expect(error).toContain('Give with --bucket the name of the content bucket');
});
