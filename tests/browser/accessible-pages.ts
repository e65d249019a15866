import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOf, NO_FAULTS } from '#tests/browser/opened-browser';

/** Returns what `look` finds on each page of a set, by the page's name. */
export type FoundOnEach = <T>(options: BrowserContextOptions, look: (page: Page) => Promise<T>) => Promise<Record<string, T>>;

/** Tests each page of a set against WCAG with axe, in light and dark mode, and in a window of 320 pixels. `what`: such as "each page". */
export function accessiblePages(what: string, names: () => string[], foundOnEach: FoundOnEach): void {
  test(`${what} has no violation that axe finds, in light and dark mode, and fits 320 pixels`, { timeout: 120_000 }, async () => {
    expect(await foundOnEach({}, faultsOf)).toEqual(Object.fromEntries(names().map((name) => [name, NO_FAULTS])));
  });
}
