import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isWanted, readArchivedEvent } from '#adapters/s3/archived-event';
import { EVENTS_FILE, folderMailbox } from '#local/ses/mailbox';
import { unreportedEvents } from '#local/ses/unreported-events';
import type { EventArchive } from '#ports';

/**
 * Opens the event archive in the folder of SES's stand-in, for a newsroom that is closed. It includes the events that the stand-in had
 * not published when it was killed.
 */
export function folderEventArchive(folder: string): EventArchive {
  return {
    async *events(wanted) {
      const file = join(folder, EVENTS_FILE);
      // Opened first, because opening drops the half line that a kill may have left.
      const mailbox = await folderMailbox(folder);
      if (existsSync(file)) {
        for await (const line of createInterface({ input: createReadStream(file) }))
          yield* readArchivedEvent(line).filter((event) => isWanted(event, wanted));
      }
      for await (const { events } of unreportedEvents(mailbox)) {
        for (const event of events) yield* readArchivedEvent(JSON.stringify(event)).filter((one) => isWanted(one, wanted));
      }
    },
  };
}
