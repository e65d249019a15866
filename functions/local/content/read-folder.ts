import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isMeantAsStory, isStoryFile, STORY_FOLDERS } from '#core/story/story-files';
import { preparedImage } from '#local/content/prepared-images';

export const CONTENT_FOLDERS: readonly string[] = [...STORY_FOLDERS, 'images'];

/**
 * Reads rules, stories and prepared images of a folder, by path below it with `/` as separator. Hidden files are left out. Of a file that
 * is no story but may have been meant as one there is only the name, without its content.
 */
export async function readContentFolder(folder: string, rulesFile: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>([['newsroom.yaml', await readFile(rulesFile)]]);
  for (const part of CONTENT_FOLDERS) {
    for (const file of await filesBelow(folder, part)) {
      const bytes = () => readFile(join(folder, file));
      if (part !== 'images') {
        if (isMeantAsStory(file)) files.set(file, isStoryFile(file) ? await bytes() : new Uint8Array());
        continue;
      }
      const image = await preparedImage(file.slice('images/'.length), await bytes());
      files.set(image ? `images/${image.name}` : file, image ? image.bytes : await bytes());
    }
  }
  for (const file of await strayStories(folder)) files.set(file, new Uint8Array());
  return files;
}

/** Returns the paths of all files below a part of the folder, but for hidden ones. */
async function filesBelow(folder: string, part: string): Promise<string[]> {
  const entries = await orNone(readdir(join(folder, part), { recursive: true, withFileTypes: true }));
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).split(sep).filter(Boolean).join('/'));
}

/** Returns the files with keys at their top that are directly in the folder, or in one that is not for stories. */
async function strayStories(folder: string): Promise<string[]> {
  const entries = await orNone(readdir(folder, { withFileTypes: true }));
  const others = entries.filter((entry) => entry.isDirectory() && !CONTENT_FOLDERS.includes(entry.name));
  const below = await Promise.all(
    others.map(async ({ name }) => (await orNone(readdir(join(folder, name)))).map((inside) => `${name}/${inside}`)),
  );
  const candidates = [...entries.filter((entry) => entry.isFile()).map(({ name }) => name), ...below.flat()].filter(isMeantAsStory);
  const begun = await Promise.all(
    candidates.map(async (file) => (await readFile(join(folder, file), 'utf8').catch(() => '')).replace(/^\s+/u, '').startsWith('---')),
  );
  return candidates.filter((_, index) => begun[index]);
}

async function orNone<E>(reading: Promise<E[]>): Promise<E[]> {
  return await reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
