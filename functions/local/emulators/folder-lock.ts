import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BadOptions } from '#local/cli/options';

/**
 * Takes a data folder for this process, until `release` or the process's end, however it ends: the lock is SQLite's on a file
 * of its own, which the operating system drops. Without it a second LevelDB on the folder kills its process with a stack trace.
 * @throws BadOptions: a sentence for the person at the keyboard when another process has it.
 */
export function takeFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true });
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
