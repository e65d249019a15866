import PostalMime from 'postal-mime';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { MailRow } from '#local/ses/mailbox';
import type { Reader } from './week.ts';

/** The readers who must get exactly one mail each, and the web addresses that each mail must show. */
export type Expected = { readers: Reader[]; shows: string[] };

/** One mail in this many is parsed and checked completely. Address and unsubscribe link are checked in every mail. */
const OPENED_ONE_IN = 29;

/** Returns what is wrong with the mails of one run. A run with a problem is not measured. */
export async function checkMails(
  rows: MailRow[],
  raw: (id: string) => Promise<Buffer | undefined>,
  expected: Expected,
  whose: (token: string) => SubscriberId | undefined,
  idOf: (address: string) => SubscriberId,
): Promise<string[]> {
  const problems: string[] = [];
  const waiting = new Map(expected.readers.map((reader) => [reader.address, reader]));
  for (const [i, { id, to }] of rows.entries()) {
    const reader = waiting.get(to.join(','));
    if (!reader) problems.push(`${to.join(',')} got a mail twice, or should not have had one`);
    waiting.delete(to.join(','));
    const message = await raw(id);
    if (!reader || !message) continue;
    const token = /^List-Unsubscribe:\s+<[^>]*\/u\/([\w-]+)>,?\r$/m.exec(message.toString('latin1', 0, 8_000))?.[1] ?? '';
    if (whose(token) !== idOf(reader.address)) problems.push(`the mail to ${reader.address} has the unsubscribe link of another reader`);
    if (i % OPENED_ONE_IN === 0) problems.push(...(await misprints(message, reader, [...expected.shows, token])));
  }
  if (waiting.size > 0) problems.push(`${waiting.size} of ${expected.readers.length} readers got no mail`);
  return problems;
}

async function misprints(message: Buffer, { address, name }: Reader, shows: string[]): Promise<string[]> {
  const { to, text = '', html = '' } = await PostalMime.parse(message);
  const missing = shows.filter((shown) => !text.includes(shown) || !html.includes(shown));
  const greeted = text.includes(name === '' ? 'Hello' : `Hello ${name},`);
  return [
    ...(to?.[0]?.address === address ? [] : [`the mail to ${address} names another reader`]),
    ...(greeted ? [] : [`the mail to ${address} does not greet its reader`]),
    ...missing.map((shown) => `the mail to ${address} lacks ${shown}`),
  ];
}
