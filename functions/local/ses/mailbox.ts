import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openNdjson, readIfThere } from '#local/stand-ins/ndjson';

/** What the inbox shows of one accepted mail; `at` is an ISO instant. */
export type MailRow = {
  id: string;
  at: string;
  to: string[];
  subject: string;
  tags: Record<string, string>;
  publication?: string;
  configurationSet?: string;
};

export type Mailbox = {
  add(row: MailRow, raw: Buffer): Promise<void>;
  /** All mails, in the order of their acceptance. */
  rows(): Promise<MailRow[]>;
  /** The exact bytes of the mail; undefined when there is no such mail. */
  raw(id: string): Promise<Buffer | undefined>;
  /** Appends an event to the archive, before the event is published. Entries never change. */
  archiveEvent(event: object): Promise<void>;
  /** Records that the events of a mail have been published. */
  recordReported(id: string): Promise<void>;
  /** Mails whose events were never published. Unlike SES, this process may be killed between accepting and publishing. */
  unreported(): Promise<MailRow[]>;
};

export function memoryMailbox(): Mailbox {
  const mails = new Map<string, { row: MailRow; raw: Buffer }>();
  return {
    add: async (row, raw) => void mails.set(row.id, { row, raw }),
    rows: async () => [...mails.values()].map(({ row }) => row),
    raw: async (id) => mails.get(id)?.raw,
    archiveEvent: async () => undefined,
    recordReported: async () => undefined,
    unreported: async () => [],
  };
}

/** The file in a mailbox's folder that holds every event, one a line. */
export const EVENTS_FILE = 'events.ndjson';

/**
 * Keeps one `.eml` file per mail, an index and the events in a folder between starts. None of it is held in memory, so ten thousand
 * mails need no more memory than one.
 */
export async function folderMailbox(folder: string): Promise<Mailbox> {
  await mkdir(folder, { recursive: true });
  const index = await openNdjson<MailRow>(join(folder, 'index.ndjson'));
  // The file's name is older than the word `reported`.
  const reported = await openNdjson<string>(join(folder, 'told.ndjson'));
  const events = await openNdjson<object>(join(folder, EVENTS_FILE));
  return {
    async add(row, raw) {
      // The mail is written before its index line, so every indexed mail exists.
      await writeFile(join(folder, `${row.id}.eml`), raw);
      await index.append(row);
    },
    rows: index.rows,
    raw: async (id) => (/^[\w-]+$/.test(id) ? readIfThere(join(folder, `${id}.eml`)) : undefined),
    archiveEvent: events.append,
    recordReported: reported.append,
    async unreported() {
      const known = new Set(await reported.rows());
      return (await index.rows()).filter(({ id }) => !known.has(id));
    },
  };
}
