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
    try {
      return await look(await context.newPage());
    } finally {
      await context.close();
    }
  };
}
