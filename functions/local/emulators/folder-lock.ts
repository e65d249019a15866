import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BadOptions } from '#local/cli/options';

/**
 * Makes a data folder for its owner only, and locks it for this process until `release` or the end of the process. The lock is one of
 * SQLite's on a separate file, so the operating system drops it even after a kill. Without it a second LevelDB on the folder would end
 * its process with a stack trace.
 * @throws BadOptions when another process has the folder.
 */
export function takeFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The folder holds the addresses of readers, and an older release made it for everyone on this machine.
  chmodSync(folder, 0o700);
  const lock = new DatabaseSync(join(folder, 'lock.db'));
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && /locked/.test(error.message))) throw error;
    throw new BadOptions([`Another newsroom is already using ${folder}. Stop it, or start this one with --data and another folder.`]);
  }
  return { release: () => lock.close() };
}
