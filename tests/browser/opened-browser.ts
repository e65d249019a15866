import chromium from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';

/** Opens the Chromium of the packages. Tests fail without it. */
export async function openedBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox', '--disable-gpu'] });
}

const ALL = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** The rules whose answer depends on the colours. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds on a page against WCAG 2.2 AA, one line each. Emails in frames have tests of their own. */
export async function violations(page: Page, runOnly: typeof ALL = ALL): Promise<string[]> {
  // Half a megabyte, which a page need not read twice.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  // A string, because in a function the test runner would rename the page's `axe`.
  return page.evaluate(`axe.run(document, ${JSON.stringify({ iframes: false, runOnly })}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
}

/** What axe finds on a page in light mode, and of its colours in dark mode. */
export async function violationsInBoth(page: Page): Promise<{ light: string[]; dark: string[] }> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, COLOURS);
  await page.emulateMedia({ colorScheme: 'light' });
  return { light, dark };
}

/** How many pixels a page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

export const NO_FAULTS = { light: [], dark: [], tooWideBy: 0 };

/** What axe finds on a page on a desktop, and by how many pixels it is wider than a window of 1100 or of 320. Leaves it 320 wide. */
export async function faultsOf(page: Page): Promise<{ light: string[]; dark: string[]; tooWideBy: number }> {
  await page.setViewportSize({ width: 1280, height: 900 });
  const found = await violationsInBoth(page);
  await page.setViewportSize({ width: 1100, height: 900 });
  const onLaptop = await overflow(page);
  await page.setViewportSize({ width: 320, height: 640 });
  return { ...found, tooWideBy: Math.max(onLaptop, await overflow(page)) };
}
