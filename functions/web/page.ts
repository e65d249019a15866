import { brandColours } from '#core/rules/brand-colours';
import type { Rules } from '#core/rules/rules';
import { version as editorVersion } from '#templates/editor-js';
import { render, type TemplateName } from '#templates/pages';
import { version } from '#templates/site-css';

/** `count`: how many things there wait for the reader of the menu. `stop`: the way to stop everything, apart from the others. */
export type MenuItem = { label: string; url: string; count?: number; stop?: true };

/** The parts of a page around its main part. */
export type Around = {
  title: string;
  /** Undefined while the rules have a problem: the sender then has no name yet, and the pages still work. */
  rules: Rules | undefined;
  menu?: readonly MenuItem[];
  /** The menu item that this page is. */
  current?: string;
  noindex?: boolean;
  /** What other sites show when a person shares this page. */
  card?: {
    url: string;
    description: string;
    type: 'article' | 'website';
    image?: { url: string; alt: string; width: number; height: number };
    handle: string;
  };
  /** JSON for search engines, safe in a script element that runs nothing. */
  data?: string;
  /** For a page with tables. Every page of the desk is wide. */
  wide?: boolean;
  /** For a page of the desk: it must not be taken for one that readers see. */
  desk?: boolean;
  /** What its reader may do there. Its main part has this too. */
  may?: May;
  /** The address of a script, for the two pages that have one. */
  script?: string;
};

/** Names of rights as templates use them. */
export type May = Record<'write' | 'approve' | 'seePeople' | 'changeColleagues', boolean>;

/** The script of the two forms that have one. */
export const EDITOR = `/assets/editor.js?v=${editorVersion}`;

const READERS_MENU: readonly MenuItem[] = [
  { label: 'Posts and events', url: '/posts' },
  { label: 'Topics', url: '/topics' },
  { label: 'Calendar', url: '/calendar' },
  { label: 'Sent emails', url: '/sent' },
  { label: 'Search', url: '/search' },
  { label: 'Get our emails', url: '/subscribe' },
];

/** Renders a whole page. `template`: its main part, below `templates/pages`. */
export function page(template: Exclude<TemplateName, 'frame'>, view: object, around: Around): string {
  return framed(render(template, { may: around.may, ...view }), around);
}

/** Renders a whole page around a main part that is HTML already. */
export function framed(main: string, { rules, menu = READERS_MENU, current, desk, wide = desk, ...around }: Around): string {
  const name = rules?.name ?? 'Newsroom';
  return render('frame', {
    ...around,
    wide,
    desk,
    main,
    publisher: {
      name,
      short: rules && rules.shortName !== rules.name ? rules.shortName : '',
      postalAddress: rules?.sender.postalAddress ?? '',
    },
    menu: menu.filter(({ stop }) => !stop).map((item) => ({ ...item, current: item.url === current })),
    stop: menu.find(({ stop }) => stop),
    stylesheet: `/assets/site.css?v=${stylesheetVersion(rules)}`,
  });
}

/** Returns the version of the style sheet's content, for an address that can be cached for ever. */
export function stylesheetVersion(rules: Rules | undefined): string {
  return `${version}-${brandColours(rules?.brand.colour ?? '').colour.slice(1)}`;
}

/** Returns the style rules with the sender's colours, which precede the style sheet: pages may have no style of their own. */
export function brandStyles(rules: Rules | undefined): string {
  const { colour, onDark } = brandColours(rules?.brand.colour ?? '');
  return `:root{--brand:${colour};--brand-on-dark:${onDark}}`;
}

/** Returns an icon in the sender's colour: a sheet with lines. Without an icon, browsers ask for one in vain at each visit. */
export function icon(rules: Rules | undefined): string {
  const { colour } = brandColours(rules?.brand.colour ?? '');
  const sheet = '<path d="M8 10h16M8 16h16M8 22h10" stroke="#fff" stroke-width="3"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${colour}"/>${sheet}</svg>`;
}
