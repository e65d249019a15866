import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SesOff } from '#local/ses/account';
import type { SendingSwitch } from '#ports';

const FILE = 'off.json';

/** Reads what is switched off at SES's stand-in. Like SES, it remembers this when the newsroom is stopped. */
export function readOff(folder: string): SesOff {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { account: false, sets: [] };
    throw error;
  }
}

export function writeOff(folder: string, off: SesOff): void {
  mkdirSync(folder, { recursive: true });
  // Written to a second file and renamed, so that a kill at any moment leaves a whole file.
  writeFileSync(join(folder, `${FILE}.new`), JSON.stringify(off));
  renameSync(join(folder, `${FILE}.new`), join(folder, FILE));
}

/** Switches one configuration set, for a newsroom that is closed. */
export function folderSendingSwitch(folder: string, configurationSet: string): SendingSwitch {
  const others = () => readOff(folder).sets.filter((set) => set !== configurationSet);
  return {
    off: async () => writeOff(folder, { ...readOff(folder), sets: [...others(), configurationSet] }),
    on: async () => writeOff(folder, { ...readOff(folder), sets: others() }),
  };
}
