import { readReceivedMails } from '#adapters/ses/received-mail';
import { openUnsubscribeWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { unsubscribeByMail } from '#flow/readers/unsubscribe-by-mail';

const world = await openUnsubscribeWorld(readConfig(process.env));

/** SES's email receiving: a mail to the address that only says goodbye. */
export async function handler(event: unknown): Promise<void> {
  for (const mail of readReceivedMails(event)) await unsubscribeByMail(world, mail);
}
