// The pictures of the desk for the README: a story is written, its check page says what publishing does, and the plan has it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openedNewsroom } from '#tests/local/opened-newsroom';

/** A Monday between two stories of the sample. */
const AT = '2026-11-30T10:00';
const WINDOW = { width: 1220, height: 860 };
const STORY = {
  Title: 'A call the day after going home',
  Author: 'Sam Example',
  Summary: 'One nurse rang every person the day after they left the ward. Here is what they asked her.',
  Text: `For six weeks one nurse rang **every person** on the day after they had left our ward.

## What people asked

- Which tablets do I take tonight?
- Whom do I ring when it gets worse?
- Did anybody tell my daughter?

Each call took seven minutes. Most of them ended with a thank you.`,
};

/** Opens the sample in a newsroom of its own, writes a story on its desk, and returns the pictures by name. */
export async function deskPictures(browser: Browser): Promise<Map<string, Uint8Array>> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-pictures-'));
  const newsroom = await openedNewsroom(['--data', join(folder, 'data'), '--at', AT]);
  const page = await (await browser.newContext({ viewport: WINDOW })).newPage();
  try {
    await page.goto(`${newsroom.url}/desk/stories`);
    await page.getByRole('button', { name: 'Write a post' }).click();
    for (const [label, words] of Object.entries(STORY)) await page.getByLabel(label, { exact: true }).fill(words);
    await page.locator('#saved').getByText('Saved at').waitFor();
    await page.frameLocator('iframe[title="The email"]').getByText('Most of them ended with a thank you').waitFor();
    const story = await shown(page, '#body', 140);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(/\/check$/);
    const check = await shown(page, 'h1', 40);
    await page.getByRole('button', { name: /^Publish/ }).click();
    await page.waitForURL(/\/published$/);
    await page.goto(`${newsroom.url}/desk/plan`);
    return new Map([
      ['desk-story', story],
      ['desk-check', check],
      ['desk-plan', await shown(page, 'h1', 40)],
    ]);
  } finally {
    await page.context().close();
    await newsroom.stop();
    await rm(folder, { recursive: true });
  }
}

/** Returns the window with this part of the page so many pixels below its top. */
async function shown(page: Page, part: string, below: number): Promise<Uint8Array> {
  await page
    .locator(part)
    .first()
    .evaluate((element, px) => window.scrollBy(0, element.getBoundingClientRect().top - px), below);
  return page.screenshot();
}
