import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openNewsroom } from '#local/newsroom/newsroom';
import { contentFolder, openedNewsroom } from '#tests/local/opened-newsroom';
import { POST } from '#tests/web/sample-newsroom';

test('the folder, the bucket and the desk of a newsroom on this machine have the same stories', async () => {
  const [folder, said] = [await contentFolder(), [] as string[]];
  onTestFinished(folder.remove);
  const sources = {
    ...{ content: folder.content, rules: join(folder.content, 'newsroom.yaml') },
    ...{ subscribers: join(folder.content, 'subscribers.csv'), data: folder.data, fresh: true },
  };
  const newsroom = await openNewsroom({ ...sources, at: '2019-09-09T08:00', say: (line) => void said.push(line) });
  const [name, file] = ['posts/what-we-learned.md', join(folder.content, 'posts', 'what-we-learned.md')];
  const story = async () => (await newsroom.world.content.read()).stories.find((one) => one.file === name);
  try {
    const changed = POST.replace('learned', 'found');
    await newsroom.world.content.save(name, new TextEncoder().encode(changed), (await story())?.version);
    await newsroom.beat();
    expect(await readFile(file, 'utf8')).toBe(changed);
    expect(said).toEqual([expect.stringMatching(/^posts\/what-we-learned\.md was saved on the desk/)]);
    await writeFile(file, POST);
    await newsroom.beat();
    expect(Buffer.from((await story())?.bytes ?? []).toString()).toBe(POST);
  } finally {
    await newsroom.stop();
  }
});

test('npm start alone works on a copy of the sample in its data folder, and says so', async () => {
  const data = await mkdtemp(join(tmpdir(), 'newsroom-data-'));
  onTestFinished(() => rm(data, { recursive: true }));
  const newsroom = await openedNewsroom(['--data', data]);
  expect(newsroom.said()).toContain(
    `The stories and rules are in ${join(data, 'content')}: a copy of the sample, for you and the desk to change.`,
  );
  expect(await newsroom.stop()).toBe(0);
  for (const folder of ['posts', 'events', 'images'])
    expect(await readdir(join(data, 'content', folder))).toEqual(await readdir(join('content', folder)));
});
