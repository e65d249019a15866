import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isWanted, readArchived } from '#adapters/s3/archived-event';
import { EVENTS_FILE, folderMailbag } from '#local/ses/mailbox';
import { untoldEvents } from '#local/ses/unreported-events';
import type { Archive } from '#ports';

/** The archive that the stand-in for SES keeps in its folder, with what it had not told yet when it was killed. For a newsroom that is closed. */
export function folderArchive(folder: string): Archive {
  return {
    async *events(wanted) {
      const file = join(folder, EVENTS_FILE);
      // Opened first: it drops the half line that a kill may have left.
      const bag = await folderMailbag(folder);
      if (existsSync(file)) {
        for await (const line of createInterface({ input: createReadStream(file) }))
          yield* readArchived(line).filter((event) => isWanted(event, wanted));
      }
      for await (const { events } of untoldEvents(bag)) {
        for (const event of events) yield* readArchived(JSON.stringify(event)).filter((one) => isWanted(one, wanted));
      }
    },
  };
}
