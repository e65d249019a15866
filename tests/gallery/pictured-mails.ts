import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { GalleryMail, Shot } from '#tests/gallery/write-gallery';

type Look = { name: string; label: string; width: number; colorScheme: 'light' | 'dark'; images: boolean };

const LOOKS: readonly Look[] = [
  { name: 'phone-dark', label: 'Phone, dark', width: 375, colorScheme: 'dark', images: true },
  { name: 'phone-light', label: 'Phone, light', width: 375, colorScheme: 'light', images: true },
  { name: 'desktop-light', label: 'Desktop, light', width: 1280, colorScheme: 'light', images: true },
  { name: 'desktop-dark', label: 'Desktop, dark', width: 1280, colorScheme: 'dark', images: true },
  { name: 'images-off', label: 'Images off', width: 720, colorScheme: 'light', images: false },
];

/** A picture's largest height in pixels, as no one reads a digest of hundreds to its end. Chromium paints at most 16,384. */
const MOST_PIXELS = 6000;

type Pictured = { shots: Map<string, Shot[]>; wide: string[] };

/** Writes pictures of each email in each look below `folder`. `wide`: a sentence for each email wider than a phone with text at 200 %. */
export async function picturedMails(
  browser: Browser,
  folder: string,
  mails: readonly GalleryMail[],
  output: (line: string) => void,
): Promise<Pictured> {
  const shots = new Map<string, Shot[]>(mails.map(({ id }) => [id, []]));
  const wide: string[] = [];
  await mkdir(join(folder, 'pictures'), { recursive: true });
  for (const { name, label, width, colorScheme, images } of LOOKS) {
    const page = await (await browser.newContext({ colorScheme, locale: 'en-GB', viewport: { width, height: 700 } })).newPage();
    // Nothing is fetched from the network. With images off, the local image files are not loaded either.
    await page.route(images ? /^https?:/ : /^https?:|\/images\//, (route) => route.abort());
    for (const { id, html, title, kind } of mails) {
      await page.goto(pathToFileURL(join(folder, html)).href);
      const height = Math.min(MOST_PIXELS, await page.evaluate(() => document.documentElement.scrollHeight));
      const url = `pictures/${id}-${name}.jpg`;
      const clip = { x: 0, y: 0, width, height };
      await page.screenshot({ path: join(folder, url), type: 'jpeg', quality: 74, fullPage: true, clip });
      shots.get(id)?.push({ url, words: label, width, height });
      if (name === 'phone-light') {
        const over = await overflowOfLargeText(page);
        if (over > 0) wide.push(`${kind}: ${title}: with letters twice as large it is ${over} pixels wider than a phone.`);
      }
    }
    await page.context().close();
    output(`${label}: ${mails.length} pictures`);
  }
  return { shots, wide };
}

/** WCAG 2.2, 1.4.4: text at 200 % loses nothing. Returns how many pixels the page is then wider than its window. */
async function overflowOfLargeText(page: Page): Promise<number> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('body, body *')];
    const sizes = all.map((element) => {
      const { fontSize, lineHeight } = getComputedStyle(element);
      return [fontSize, lineHeight].map((size) => `${2 * Number.parseFloat(size)}px`);
    });
    for (const [i, element] of all.entries()) {
      element.style.setProperty('font-size', sizes[i]?.[0] ?? '', 'important');
      element.style.setProperty('line-height', sizes[i]?.[1] ?? '', 'important');
    }
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
}
