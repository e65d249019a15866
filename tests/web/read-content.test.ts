import { expect, test } from 'vitest';
import type { SourceFile } from '#core/parsing/source-file';
import { openMemoryWorld } from '#local/memory/world';
import type { Content } from '#ports';
import { EVENT, POST, RULES } from '#tests/web/sample-newsroom';
import { readWritten } from '#web/read-content';

const source = (file: string, text: string): SourceFile => {
  const bytes = new TextEncoder().encode(text);
  return { file, sizeBytes: bytes.length, bytes };
};

/** Returns the same objects each time, in a new list, as the content bucket's reader does. */
function keptContent() {
  const kept = {
    rules: source('newsroom.yaml', RULES),
    stories: [source('posts/a.md', POST), source('events/b.md', EVENT)],
    images: [{ src: 'a.png', width: 1, height: 1, sizeBytes: 1 }],
  };
  const { publications, texts } = openMemoryWorld().world;
  const content: Content = {
    read: async () => ({ ...kept, stories: [...kept.stories], images: [...kept.images] }),
    image: async () => undefined,
    save: async () => 'stale',
    remove: async () => 'stale',
    addImage: async () => undefined,
  };
  return { kept, world: { content, publications, texts } };
}

test('the content is read once as long as no file has changed', async () => {
  const { world } = keptContent();
  const first = await readWritten(world);
  expect(first.stories).toHaveLength(2);
  expect(await readWritten(world)).toBe(first);
});

test.each<[string, (kept: ReturnType<typeof keptContent>['kept']) => void]>([
  ['a story is edited', (kept) => kept.stories.splice(0, 1, source('posts/a.md', POST.replace('What we', 'What they')))],
  ['a story is new', (kept) => kept.stories.push(source('posts/c.md', POST))],
  ['a story is gone', (kept) => kept.stories.pop()],
  ['the rules have changed', (kept) => Object.assign(kept, { rules: source('newsroom.yaml', `${RULES}approval: required\n`) })],
  ['an image has come', (kept) => kept.images.push({ src: 'b.png', width: 1, height: 1, sizeBytes: 1 })],
  ['an image is another', (kept) => kept.images.splice(0, 1, { src: 'a.png', width: 2, height: 2, sizeBytes: 1 })],
])('the content is read again at once when %s', async (_, change) => {
  const { kept, world } = keptContent();
  const before = await readWritten(world);
  change(kept);
  const after = await readWritten(world);
  expect(after).not.toBe(before);
  expect([after.rules?.approval, after.stories.map(({ title }) => title), after.images]).not.toEqual([
    before.rules?.approval,
    before.stories.map(({ title }) => title),
    before.images,
  ]);
});
