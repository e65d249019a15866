import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { overflow, violations } from '#tests/browser/opened-browser';

/** Returns what `look` finds on each page of a set, by the page's name. */
export type FoundOnEach = <T>(options: BrowserContextOptions, look: (page: Page) => Promise<T>) => Promise<Record<string, T>>;

/** Tests each page of a set against WCAG with axe, in light and dark mode, and in a window of 320 pixels. `what`: such as "each page". */
export function accessiblePages(what: string, names: () => string[], foundOnEach: FoundOnEach): void {
  const onEach = <T>(value: T) => Object.fromEntries(names().map((name) => [name, value]));

  test.each(['light', 'dark'] as const)(
    `${what} has no violation that axe finds, in %s mode`,
    { timeout: 120_000 },
    async (colorScheme) => {
      expect(await foundOnEach({ colorScheme, viewport: { width: 1280, height: 900 } }, violations)).toEqual(onEach([]));
    },
  );

  test(`${what} fits a window of 320 pixels`, { timeout: 60_000 }, async () => {
    expect(await foundOnEach({ viewport: { width: 320, height: 640 } }, overflow)).toEqual(onEach(0));
  });
}
