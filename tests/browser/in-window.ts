import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openedBrowser } from '#tests/browser/opened-browser';

export type InWindow = <T>(options: BrowserContextOptions, look: (page: Page) => Promise<T>) => Promise<T>;

/** Opens one browser for a test file, and a new British window for each `look`, unless `options` say otherwise. */
export function windows(): InWindow {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openedBrowser();
  });
  afterAll(() => browser?.close());
  return async (options, look) => {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    try {
      return await look(page);
    } finally {
      // A request that a test holds back may still be on its way: what becomes of it after the test is no error.
      if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }
  };
}
