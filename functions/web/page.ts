import { brandColours } from '#core/rules/brand-colours';
import type { Rules } from '#core/rules/rules';
import { render, type TemplateName } from '#templates/pages';
import { version } from '#templates/site-css';

export type MenuItem = { label: string; url: string };

/** What stands around the main part of a page. */
export type Around = {
  title: string;
  /** Without rules that are in order the house has no name yet, and its pages still work. */
  rules: Rules | undefined;
  menu?: readonly MenuItem[];
  /** The menu item that this page is. */
  current?: string;
  noindex?: boolean;
  /** What other sites show when somebody shares this page. */
  card?: {
    url: string;
    description: string;
    type: 'article' | 'website';
    image?: { url: string; alt: string; width: number; height: number };
    handle: string;
  };
  /** What search engines read of it: JSON that is safe in a script element, which runs nothing. */
  data?: string;
  /** For a page with tables. */
  wide?: boolean;
};

const READERS_MENU: readonly MenuItem[] = [
  { label: 'Posts and events', url: '/posts' },
  { label: 'Topics', url: '/topics' },
  { label: 'Calendar', url: '/calendar' },
  { label: 'Sent emails', url: '/sent' },
  { label: 'Search', url: '/search' },
  { label: 'Get our emails', url: '/subscribe' },
];

/** A whole page. `template` is its main part, below `templates/pages`. */
export function page(template: Exclude<TemplateName, 'frame'>, view: object, around: Around): string {
  return framed(render(template, view), around);
}

/** The same, around a main part that is HTML already. */
export function framed(main: string, { rules, menu = READERS_MENU, current, ...around }: Around): string {
  const name = rules?.name ?? 'Newsroom';
  return render('frame', {
    ...around,
    main,
    publisher: {
      name,
      short: rules && rules.shortName !== rules.name ? rules.shortName : '',
      postalAddress: rules?.sender.postalAddress ?? '',
    },
    menu: menu.map((item) => ({ ...item, current: item.url === current })),
    stylesheet: `/assets/site.css?v=${stylesheetVersion(rules)}`,
  });
}

/** Names the style sheet's content, so that it can be kept for ever. */
export function stylesheetVersion(rules: Rules | undefined): string {
  return `${version}-${brandColours(rules?.brand.colour ?? '').colour.slice(1)}`;
}

/** The colours of the house, in front of the style sheet: pages may have no style of their own. */
export function brandStyles(rules: Rules | undefined): string {
  const { colour, onDark } = brandColours(rules?.brand.colour ?? '');
  return `:root{--brand:${colour};--brand-on-dark:${onDark}}`;
}

/** A sheet with lines in the colour of the house. Without an icon of its own each visit asks in vain for one. */
export function icon(rules: Rules | undefined): string {
  const { colour } = brandColours(rules?.brand.colour ?? '');
  const sheet = '<path d="M8 10h16M8 16h16M8 22h10" stroke="#fff" stroke-width="3"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${colour}"/>${sheet}</svg>`;
}
