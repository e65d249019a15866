import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BadOptions } from '#local/cli/options';

/** What a newsroom keeps in its data folder. */
const OURS = new Set([
  'lock.db',
  'lock.db-journal',
  'dynamo',
  'fauxqs',
  'ses',
  'x',
  'bluesky',
  'secrets.json',
  'clock.json',
  'subscribers-loaded',
  'content',
  'content.part',
]);
const OWNER_ONLY = 0o700;
const FOR_OTHERS = 0o077;

/** A database that nothing refers to is closed by the garbage collector, and its lock goes with it. */
const held = new Set<DatabaseSync>();

/**
 * Makes a data folder, for its owner only, and locks it for this process until `release` or the end of the process. The lock is SQLite's
 * on a file of its own, so the operating system drops it even after a kill. Without it a second LevelDB on the folder ends its process
 * with a stack trace.
 * @throws BadOptions when another process has the folder, or when it cannot be kept private without touching other people's things.
 */
export function takeFolder(folder: string): { release(): void } {
  try {
    keepPrivate(folder);
  } catch (error) {
    if (error instanceof BadOptions) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EPERM' || code === 'EACCES') throw new BadOptions([belongsToOthers(folder)]);
    if (code === 'ENOTDIR' || code === 'EEXIST') throw new BadOptions([`${folder} is a file, and no folder. Name a folder with --data.`]);
    if (code === 'EROFS') throw new BadOptions([`Nothing can be written to ${folder}. Name another folder with --data.`]);
    throw error;
  }
  const lock = new DatabaseSync(join(folder, 'lock.db'));
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && /locked/.test(error.message))) throw error;
    throw new BadOptions([`Another newsroom is already using ${folder}. Stop it, or start this one with --data and another folder.`]);
  }
  held.add(lock);
  return {
    release: () => {
      lock.close();
      held.delete(lock);
    },
  };
}

/** The folder holds the addresses of readers, and an older release made it for everyone on this machine. */
function keepPrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY });
  const { uid, mode } = statSync(folder);
  const me = process.getuid?.() ?? uid;
  if (uid !== me && me !== 0) throw new BadOptions([belongsToOthers(folder)]);
  if ((mode & FOR_OTHERS) === 0) return;
  const others = readdirSync(folder).filter((name) => !OURS.has(name));
  if (others.length > 0) {
    const named = others.length > 3 ? `${others.slice(0, 3).join(', ')} and ${others.length - 3} more` : others.join(', ');
    throw new BadOptions([
      `${folder} holds other things too (${named}), and more people of this machine may use it. A newsroom keeps readers’ addresses, so its folder must be private. Name a folder of its own, for example --data ${join(folder, 'newsroom')}.`,
    ]);
  }
  chmodSync(folder, OWNER_ONLY);
}

function belongsToOthers(folder: string): string {
  return `${folder} belongs to somebody else on this machine, so it cannot be kept private. Name a folder of your own with --data.`;
}
