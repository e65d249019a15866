import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plainMarkdown } from '#core/markdown/render-markdown';
import { readRules } from '#core/rules/read-rules';
import { readStories } from '#core/story/read-stories';

const source = (file: string, path: string) => {
  const bytes = new Uint8Array(readFileSync(path));
  return { file, sizeBytes: bytes.length, bytes };
};

test('the sample content has six posts and three events of a readable length, and no problem', () => {
  const { rules, problems } = readRules(source('newsroom.yaml', 'newsroom.yaml'));
  expect(problems).toEqual([]);
  const files = ['posts', 'events'].flatMap((folder) =>
    readdirSync(`content/${folder}`).map((name) => source(`${folder}/${name}`, `content/${folder}/${name}`)),
  );
  const images = readdirSync('content/images').map((src) => {
    const bytes = readFileSync(`content/images/${src}`);
    return { src, width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), sizeBytes: bytes.length };
  });
  const read = readStories(files, images, rules!);
  expect(read.problems).toEqual([]);
  expect(read.stories.map(({ kind }) => kind).toSorted()).toEqual([
    'event',
    'event',
    'event',
    'post',
    'post',
    'post',
    'post',
    'post',
    'post',
  ]);
  for (const { body } of read.stories) {
    const wordCount = plainMarkdown(body).split(/\s+/).length;
    expect(wordCount).toBeGreaterThanOrEqual(110);
    expect(wordCount).toBeLessThanOrEqual(300);
  }
  for (const image of images) {
    expect(image).toMatchObject({ width: 1200, height: 630 });
    expect(image.sizeBytes).toBeLessThan(80_000);
  }
});

test('the sample subscribers belong to organisations and topics of the sample rules', () => {
  const { organisations, topics, digests } = readRules(source('newsroom.yaml', 'newsroom.yaml')).rules!;
  const [header, ...rows] = readFileSync('content/subscribers.csv', 'utf8').trimEnd().split('\n');
  expect(header).toBe('email,name,organisation,frequency,topics,status,confirmed_at');
  expect(rows).toHaveLength(60);
  for (const row of rows) {
    const [email = '', name, organisation = '', frequency, chosen = '', status, confirmed] = row.split(',');
    expect(email).toMatch(/@[a-z-]+\.example\.org$/);
    expect(name).not.toBe('');
    expect([...organisations.keys()]).toContain(organisation);
    expect(['each', 'events', ...digests.map((digest) => digest.name)]).toContain(frequency);
    for (const topic of chosen.split(';').filter(Boolean)) expect([...topics.keys()]).toContain(topic);
    expect(confirmed === '').toBe(status === 'pending');
  }
});
