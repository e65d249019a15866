// P1 and P7: links that lead to no page, of our own site and of others.
import type { Checked, Found, PreflightRule } from '#core/preflight/rule';

export const linkRules: readonly PreflightRule[] = [
  {
    id: 'P1',
    level: 'blocks',
    why: 'The link leads every reader to a page that says that it is not there.',
    check: ownLinks,
  },
  {
    id: 'P7',
    level: 'notes',
    why: 'The link leads every reader to an error, and the newsroom cannot put that right once the email is out.',
    check: ({ links, deadLinks }) =>
      links
        .filter(({ url }) => deadLinks.has(url))
        .map(({ field, at, url }) => ({ field, at, sentence: `The link to ${url} leads to no page. Correct it, or take it out.` })),
  },
];

function ownLinks({ links, site }: Checked): Found[] {
  if (!site) return [];
  const { address, pages } = site;
  return links.flatMap(({ field, url, at }): Found[] => {
    const page = pathBelow(address, url)
      .replace(/[?#].*$/su, '')
      .replace(/\/$/u, '')
      .replace(/\.ics$/u, '');
    // Other pages of the site, such as its feeds, are no stories.
    if (!/^\/(?:posts|events)\/[^/]+$/u.test(page) || pages.has(page)) return [];
    return [{ field, at, sentence: `The link to ${address}${page} leads to no page. Correct it, or take it out.` }];
  });
}

/** Returns what stands behind the site's address; nothing for another site. */
export function pathBelow(site: string, url: string): string {
  return url.toLowerCase().startsWith(`${site.toLowerCase()}/`) ? url.slice(site.length) : '';
}
