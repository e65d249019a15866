import { elements, type HtmlDocument, type HtmlElement, labelOf, parentOf, readHtml } from '#core/email-check/html-tree';
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

/** A link of the HTML. `label`: its name for a screen reader. `written`: it stands in the words of a story. */
export type MailLink = { label: string; url: string; written: boolean };

/** A message that was read, with its texts, as the rules need it. */
export type OpenedMail = MailSetting &
  ReadMessage & {
    html: string;
    text: string;
    document: HtmlDocument;
    links: MailLink[];
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
    links: elements(document, 'a').map((link) => ({ label: labelOf(link), url: link.attribs.href ?? '', written: isInStory(link) })),
    unsubscribe: /<(https:[^>]*)>/.exec(headerValue(root.headers, 'list-unsubscribe'))?.[1] ?? '',
    calendars: leaves.filter(({ type }) => type === 'text/calendar').map((part) => ({ part, ics: contentOf(part) })),
  };
}

/** The templates put the words of a story into an element of this class (templates/email/html/). */
function isInStory(element: HtmlElement): boolean {
  const above = parentOf(element);
  return above !== undefined && ((above.attribs.class ?? '').split(' ').includes('story') || isInStory(above));
}
