import { elements, type HtmlDocument, labelOf, readHtml } from '#core/email-check/html-tree';
import { contentOf, headerValue, type MimePart, type ReadMessage, readMessage } from '#core/mime/read-message';
import type { Rules } from '#core/rules/rules';

/** What the rules must know besides the bytes of a mail. */
export type MailSetting = {
  /** `list`: a publication's mail, with unsubscribe links. `transactional`: to one person, who asked for it. */
  to: 'list' | 'transactional';
  senderProfile: Pick<Rules, 'name' | 'site' | 'sender'>;
  /** The addresses of all story pages; without them, links to our own pages are not checked. */
  pages?: ReadonlySet<string>;
};

/** A message that was read, with its texts, as the rules need it. */
export type OpenedMail = MailSetting &
  ReadMessage & {
    html: string;
    text: string;
    document: HtmlDocument;
    /** All links of the HTML, with their names for a screen reader. */
    links: { label: string; url: string }[];
    /** The one-click address in List-Unsubscribe, or an empty string. */
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
