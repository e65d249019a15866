import { readReceivedMails } from '#adapters/ses/received-mail';
import { openUnsubscribeWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { receiveCanary } from '#flow/doctor/receive-canary';
import { unsubscribeByMail } from '#flow/readers/unsubscribe-by-mail';

const world = await openUnsubscribeWorld(readConfig(process.env));

/** Invoked by SES's email receiving, for mails to the unsubscribe mailbox (RFC 2369 `mailto:`), and for our own canary. */
export async function handler(event: unknown): Promise<void> {
  for (const mail of readReceivedMails(event)) {
    if (!(await receiveCanary(world, mail))) await unsubscribeByMail(world, mail);
  }
}
