import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file completely or not at all, and not when its content is the same: tests may run during another build. */
export async function writeIfChanged(file: string, contents: string | Uint8Array): Promise<void> {
  const bytes = Buffer.from(contents);
  const old = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (old?.equals(bytes)) return;
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, bytes);
  await rename(draft, file);
}
