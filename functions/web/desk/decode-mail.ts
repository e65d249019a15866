// Reads a mail of ours back from its bytes, so that the desk shows what is sent.
import { contentOf, decodedWords, headerValue, latin1, leavesOf, readPart } from '#core/email-check/message';

export type ShownMail = { subject: string; html: string; text: string; calendar?: string };

export function shownMail(message: Uint8Array): ShownMail {
  const root = readPart(latin1(message));
  const leaves = leavesOf(root);
  const content = (type: string) => {
    const part = leaves.find((leaf) => leaf.type === type);
    return part && contentOf(part).replace(/\r\n/g, '\n');
  };
  const calendar = content('text/calendar');
  return {
    subject: decodedWords(headerValue(root.headers, 'subject')),
    html: content('text/html') ?? '',
    text: content('text/plain') ?? '',
    ...(calendar === undefined ? {} : { calendar }),
  };
}
