import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readContentFolder } from '#local/content/read-folder';

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

test('a file that may have been meant as a story is known by its name alone, and people’s data and notes stay where they are', async () => {
  const story = '---\ntitle: A\n---\n\nWords.';
  const folder = await folderWith({
    'newsroom.yaml': 'name: EC',
    'subscribers.csv': 'email',
    'README.md': story,
    'notes.md': 'My own notes.',
    'stray.md': story,
    'blog/b.md': story,
    'drafts/c.md': story,
    'posts/a.md': story,
    'posts/word.docx': 'words',
    'posts/~$word.docx': 'lock',
    'posts/.DS_Store': 'x',
    'posts/2026/d.md': story,
    'events/e.txt': story,
  });
  const files = await readContentFolder(folder, join(folder, 'newsroom.yaml'));
  await rm(folder, { recursive: true });
  const read = Object.fromEntries([...files].map(([file, bytes]) => [file, bytes.length]).toSorted());
  expect(read).toEqual({
    'newsroom.yaml': 8,
    'blog/b.md': 0,
    'events/e.txt': 0,
    'posts/2026/d.md': 0,
    'posts/a.md': story.length,
    'posts/word.docx': 0,
    'stray.md': 0,
  });
});
