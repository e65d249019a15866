// P1: links to pages of our own site that do not exist.
import type { Passage } from '#core/preflight/passage';
import type { Checked, Found, PreflightRule } from '#core/preflight/rule';

export const ownLinksRule: PreflightRule = {
  id: 'P1',
  level: 'blocks',
  why: 'The link leads every reader to a page that says that it is not there.',
  check: (draft) => draft.passages.flatMap((passage) => deadLinks(passage, draft)),
};

const ADDRESS = /https?:\/\/[^\s<>"'()[\]]+/giu;

function deadLinks({ field, shown }: Passage, { site }: Checked): Found[] {
  if (!site) return [];
  const { address, pages } = site;
  return [...shown.matchAll(ADDRESS)].flatMap(({ 0: url, index }): Found[] => {
    const path = url.toLowerCase().startsWith(`${address.toLowerCase()}/`) ? url.slice(address.length) : '';
    const page = path
      .replace(/(?:[?#].*|[.,;:!*_]+)$/su, '')
      .replace(/\/$/u, '')
      .replace(/\.ics$/u, '');
    // Other pages of the site, such as its feeds, are no stories.
    if (!/^\/(?:posts|events)\/[^/]+$/u.test(page) || pages.has(page)) return [];
    return [{ field, at: index, sentence: `The link to ${address}${page} leads to no page. Correct it, or take it out.` }];
  });
}
