// Rules W4 and W21, for the links of a mail.
import type { MailLink, OpenedMail } from '#core/email-check/opened-mail';
import type { EmailRule } from '#core/email-check/rule';

const GENERIC = new Set([
  'click here',
  'click',
  'here',
  'read more',
  'more',
  'more information',
  'link',
  'this',
  'this link',
  'this page',
  'learn more',
  'find out more',
  'see more',
  'continue',
  'continue reading',
  'details',
  'download',
]);

const unique = (sentences: string[]) => [...new Set(sentences)];

export const linkRules: readonly EmailRule[] = [
  {
    id: 'W4',
    level: 'blocks',
    fixedBy: 'editor',
    why: 'A link that leads nowhere is dead in every mail program; one that runs a program is an attack.',
    check: ({ links }) => unique(links.filter(({ url }) => !leadsSomewhere(url)).map(deadSentence)),
  },
  {
    id: 'W21',
    level: 'warns',
    fixedBy: 'editor',
    why: 'A list of links is how many people read: each should say where it leads.',
    check: ({ links }: OpenedMail) =>
      unique([
        ...links.filter(({ label }) => label === '').map(({ url }) => `The link to ${url} has no words. Write what is behind it.`),
        ...links
          .filter(({ label }) => GENERIC.has(label.toLowerCase().replace(/[.…>» ]+$/u, '')))
          .map(({ label }) => `The link "${label}" does not say where it leads. Write what is behind it.`),
        ...sharedWords(links).map((label) => `Two links are called "${label}" and lead to different places. Give one of them other words.`),
      ]),
  },
];

function deadSentence({ label, url }: MailLink): string {
  const called = label === '' ? 'A link without words' : `The link "${label}"`;
  return `${called} is dead: ${url === '' ? 'it has no address' : `no mail program can open "${url}"`}. Write the whole address, with https://.`;
}

function leadsSomewhere(url: string): boolean {
  if (/^(?:mailto|tel|sms):./i.test(url)) return true;
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/** Returns the words that links share although they lead to different places. An editor need not know the words of the template's links. */
function sharedWords(links: readonly MailLink[]): string[] {
  return [true, false].flatMap((written) => {
    const places = new Map<string, Set<string>>();
    for (const { label, url } of links.filter((link) => link.written === written && link.label !== ''))
      places.set(label, (places.get(label) ?? new Set()).add(placeOf(url)));
    return [...places].filter(([, urls]) => urls.size > 1).map(([label]) => label);
  });
}

/**
 * Returns where an address leads, for a comparison only: without scheme, `www.`, slash at the end, and part of the page. Upper and lower
 * case of the host are the same, of the path they are not.
 */
function placeOf(url: string): string {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return url;
  const { host, pathname, search } = new URL(url);
  return `${host.replace(/^www\.(?=[^.]+\.)/, '')}${pathname.replace(/\/+$/, '')}${search}`;
}
