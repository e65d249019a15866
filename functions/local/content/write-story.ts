import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a story, or a picture that the desk has brought, into an editor's folder, if its file there still is what was read; undefined: if
 * there is none. `refused`: it is not, and the file stays as it is. `why`: it cannot be written.
 */
export async function writeStory(
  folder: string,
  file: string,
  bytes: Uint8Array,
  read: Uint8Array | undefined,
): Promise<'done' | 'refused' | { why: string }> {
  const target = join(folder, ...file.split('/'));
  // Hidden, so that nothing takes it for a story.
  const whole = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(whole, bytes);
    const now = await orNone(readFile(target));
    if (now === undefined ? read !== undefined : read === undefined || Buffer.compare(now, read) !== 0) return 'refused';
    // Linking refuses a file that has come meanwhile; renaming replaces the one that was compared.
    if (now === undefined) await link(whole, target).catch((error: NodeJS.ErrnoException) => unlessTaken(error, whole, target));
    else await rename(whole, target);
    return 'done';
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return error.code === 'EEXIST' ? 'refused' : { why: error.message };
  } finally {
    await rm(whole, { force: true });
  }
}

/** Deletes a story in an editor's folder, if its file there still is what was read. */
export async function removeStory(
  folder: string,
  file: string,
  read: Uint8Array | undefined,
): Promise<'done' | 'refused' | { why: string }> {
  const target = join(folder, ...file.split('/'));
  try {
    const now = await orNone(readFile(target));
    if (now !== undefined && (read === undefined || Buffer.compare(now, read) !== 0)) return 'refused';
    await rm(target, { force: true });
    return 'done';
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { why: error.message };
  }
}

/** Some disks know no links: there the file is renamed, too. */
async function unlessTaken(error: NodeJS.ErrnoException, whole: string, target: string): Promise<void> {
  if (error.code === 'EEXIST') throw error;
  await rename(whole, target);
}

async function orNone<V>(reading: Promise<V>): Promise<V | undefined> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
