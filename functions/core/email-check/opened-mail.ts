import { elements, type HtmlDocument, labelOf, readHtml } from '#core/email-check/html-tree';
import { contentOf, headerValue, type MimePart, type ReadMessage, readMessage } from '#core/mime/read-message';
import type { Rules } from '#core/rules/rules';

/** What is known of a mail besides its bytes. */
export type MailSetting = {
  /** `list`: a publication's mail, which anybody on the list can leave by it. `letter`: to one person, who asked for it. */
  to: 'list' | 'transactional';
  senderProfile: Pick<Rules, 'name' | 'site' | 'sender'>;
  /** The addresses of all stories that have a page; without them, links among our own pages are not judged. */
  pages?: ReadonlySet<string>;
};

/** A message taken apart, with its texts, as the rules ask for it. */
export type OpenedMail = MailSetting &
  ReadMessage & {
    html: string;
    text: string;
    document: HtmlDocument;
    /** All links of the HTML: their words, and where they lead. */
    links: { label: string; url: string }[];
    /** The one-click address in the header; empty without one. */
    unsubscribe: string;
    /** Calendar files, decoded. */
    calendars: { part: MimePart; ics: string }[];
  };

export function openMail(message: Uint8Array, setting: MailSetting): OpenedMail {
  const read = readMessage(message);
  const { root, leaves } = read;
  const content = (type: string) => leaves.filter((part) => part.type === type).map(contentOf);
  const html = content('text/html').join('');
  const document = readHtml(html);
  return {
    ...setting,
    ...read,
    html,
    text: content('text/plain').join(''),
    document,
    links: elements(document, 'a').map((link) => ({ label: labelOf(link), url: link.attribs.href ?? '' })),
    unsubscribe: /<(https:[^>]*)>/.exec(headerValue(root.headers, 'list-unsubscribe'))?.[1] ?? '',
    calendars: leaves.filter(({ type }) => type === 'text/calendar').map((part) => ({ part, ics: contentOf(part) })),
  };
}
