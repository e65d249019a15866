import { expect, test } from 'vitest';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';

const FILE = 'posts/what-we-learned.md';
const DRAFT = POST.replace('published:', 'draft: true\npublished:');
const LISTS = ['/posts', '/feed.xml', '/feed.json', '/search?q=learned', '/sitemap.xml', '/topics/medication'];

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

function write({ files }: Newsroom, text: string): void {
  files.set(FILE, new TextEncoder().encode(text));
}

/** Returns the status of the story's page, and the lists that name the story. */
async function seen({ ask }: Newsroom): Promise<[number, string[]]> {
  const { status } = await ask('/posts/what-we-learned');
  const named = await Promise.all(
    LISTS.map(async (path) => ((await (await ask(path)).text()).includes('/posts/what-we-learned') ? [path] : [])),
  );
  return [status, named.flat()];
}

test('a draft has no page, and is in no list, feed, search or sitemap', async () => {
  const newsroom = await sampleNewsroom({ files: { [FILE]: DRAFT }, at: '2019-09-13T09:00' });
  expect(await seen(newsroom)).toEqual([404, []]);
});

test('a story that was sent and becomes a draft loses its page, and has it again without the line', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T09:00');
  const before = await seen(newsroom);
  expect(before[0]).toBe(200);
  expect(before[1].length).toBeGreaterThan(2);
  write(newsroom, DRAFT);
  expect(await seen(newsroom)).toEqual([404, []]);
  await newsroom.moveTo('2019-09-12T10:00');
  expect(await seen(newsroom)).toEqual([404, []]);
  write(newsroom, POST);
  await newsroom.moveTo('2019-09-12T11:00');
  expect(await seen(newsroom)).toEqual(before);
});
