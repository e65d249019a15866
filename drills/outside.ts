// Reads what happened from the stand-ins' own files, which no code of the newsroom writes.
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MailRow } from '#local/ses/mailbox';

/** Returns the mails that SES's stand-in has accepted, in order, without the canaries. */
export async function inbox(data: string): Promise<MailRow[]> {
  const lines = (await readFile(join(data, 'ses', 'index.ndjson'), 'utf8').catch(() => '')).split('\n');
  // A kill may have left half a line at the end.
  const whole = lines.slice(0, -1).map((line): MailRow => JSON.parse(line));
  return whole.filter(({ publication }) => publication !== 'canary');
}

/** Returns how many mails of a publication each address got. */
export async function countByAddress(data: string, publication: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { to, publication: of } of await inbox(data)) {
    if (of === publication) for (const address of to) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

/** Counts the mails, also canaries, while the newsroom runs. Each line is read once. */
export function mailCounter(data: string): { count(): Promise<number> } {
  let seen = 0;
  let offset = 0;
  return {
    async count() {
      const file = await open(join(data, 'ses', 'index.ndjson')).catch(() => undefined);
      if (!file) return seen;
      try {
        const { size } = await file.stat();
        // The file gets shorter when a start after a kill drops the half line at its end.
        if (size < offset) {
          seen = 0;
          offset = 0;
        }
        const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(Math.max(1, size - offset)), position: offset });
        for (let i = 0; i < bytesRead; i += 1) if (buffer[i] === 10) seen += 1;
        offset += bytesRead;
        return seen;
      } finally {
        await file.close();
      }
    },
  };
}
