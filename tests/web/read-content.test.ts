import { expect, test } from 'vitest';
import type { SourceFile } from '#core/parsing/source-file';
import { EVENT, POST, RULES } from '#tests/web/sample-newsroom';
import { readWritten } from '#web/read-content';

const source = (file: string, text: string): SourceFile => {
  const bytes = new TextEncoder().encode(text);
  return { file, size: bytes.length, bytes };
};

/** Gives the very objects that it holds, in a new list each time, as the content bucket's reader does. */
function keptEditorial() {
  const held = {
    rules: source('newsroom.yaml', RULES),
    stories: [source('posts/a.md', POST), source('events/b.md', EVENT)],
    images: [{ src: 'a.png', width: 1, height: 1, size: 1 }],
  };
  const editorial = { read: async () => ({ ...held, stories: [...held.stories], images: [...held.images] }), image: async () => undefined };
  return { held, world: { editorial } };
}

test('what is written is read once for as long as no file has changed', async () => {
  const { world } = keptEditorial();
  const first = await readWritten(world);
  expect(first.stories).toHaveLength(2);
  expect(await readWritten(world)).toBe(first);
});

test.each<[string, (held: ReturnType<typeof keptEditorial>['held']) => void]>([
  ['a story is edited', (held) => held.stories.splice(0, 1, source('posts/a.md', POST.replace('What we', 'What they')))],
  ['a story is new', (held) => held.stories.push(source('posts/c.md', POST))],
  ['a story is gone', (held) => held.stories.pop()],
  ['the rules have changed', (held) => Object.assign(held, { rules: source('newsroom.yaml', `${RULES}approval: required\n`) })],
  ['an image has come', (held) => held.images.push({ src: 'b.png', width: 1, height: 1, size: 1 })],
  ['an image is another', (held) => held.images.splice(0, 1, { src: 'a.png', width: 2, height: 2, size: 1 })],
])('it is read anew at once when %s', async (_, change) => {
  const { held, world } = keptEditorial();
  const before = await readWritten(world);
  change(held);
  const after = await readWritten(world);
  expect(after).not.toBe(before);
  expect([after.rules?.approval, after.stories.map(({ title }) => title), after.images]).not.toEqual([
    before.rules?.approval,
    before.stories.map(({ title }) => title),
    before.images,
  ]);
});
