import { type PreparedMail, prepareMail } from '#core/mime/mail-message';
import type { World } from '#ports';

/** Sealed mails by their content address, which never means anything else. A publication has few, so a warm process reads each once. */
const prepared = new Map<string, PreparedMail>();
/** A prepared mail is about 50 kB. */
const LIMIT = 64;

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
