import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { preparedImage } from '#local/content/prepared-images';

/** Reads rules, stories and prepared images of a folder, by path below it with `/` as separator. Hidden files are left out. */
export async function readContentFolder(folder: string, rulesFile: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>([['newsroom.yaml', await readFile(rulesFile)]]);
  for (const part of ['posts', 'events', 'images']) {
    const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const entry of entries) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue;
      const path = join(entry.parentPath, entry.name);
      const file = path.slice(folder.length).split(sep).filter(Boolean).join('/');
      const bytes = await readFile(path);
      const image = part === 'images' ? await preparedImage(file.slice('images/'.length), bytes) : undefined;
      if (image) files.set(`images/${image.name}`, image.bytes);
      else files.set(file, bytes);
    }
  }
  return files;
}
