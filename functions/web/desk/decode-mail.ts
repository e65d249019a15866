// Reads a mail of ours back from its bytes, so that the desk shows what is sent.
import { contentOf, readMessage } from '#core/mime/read-message';

export type ShownMail = { subject: string; html: string; text: string; calendar?: string };

export function shownMail(message: Uint8Array): ShownMail {
  const { leaves, subject } = readMessage(message);
  const content = (type: string) => {
    const part = leaves.find((leaf) => leaf.type === type);
    return part && contentOf(part).replace(/\r\n/g, '\n');
  };
  const calendar = content('text/calendar');
  return {
    subject,
    html: content('text/html') ?? '',
    text: content('text/plain') ?? '',
    ...(calendar === undefined ? {} : { calendar }),
  };
}
