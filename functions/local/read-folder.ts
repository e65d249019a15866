import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** The files that are content, by path below the folder with `/` between: stories, images, nothing hidden. */
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
      files.set(path.slice(folder.length).split(sep).filter(Boolean).join('/'), await readFile(path));
    }
  }
  return files;
}
