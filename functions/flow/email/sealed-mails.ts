import { type PreparedMail, prepareMail } from '#core/mime/mail-message';
import type { World } from '#ports';

/** Prepared mails by content address, whose text never changes. A publication has few mails, so a warm process reads each once. */
const prepared = new Map<string, PreparedMail>();
/** At about 50 kB each. */
const LIMIT = 64;

/** Reads and prepares sealed mails. Throws when one is missing. */
export async function sealedMails(world: Pick<World, 'texts'>, addresses: Iterable<string>): Promise<Map<string, PreparedMail>> {
  const found = new Map<string, PreparedMail>();
  for (const address of new Set(addresses)) {
    const mail = prepared.get(address) ?? prepareMail(await world.texts.get(address));
    if (prepared.size >= LIMIT) prepared.clear();
    prepared.set(address, mail);
    found.set(address, mail);
  }
  return found;
}
