import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3Uploads } from '#adapters/s3/uploads';
import { accessiblePages } from '#tests/browser/accessible-pages';
import { tabTo } from '#tests/browser/by-keyboard';
import { windows } from '#tests/browser/in-window';
import { servedDesk } from '#tests/browser/served-desk';
import { freshS3 } from '#tests/contracts/fresh-s3';
import { phonePhotograph } from '#tests/web/desk/photograph';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const s3 = freshS3();
const inWindow = windows();
let newsroom: Awaited<ReturnType<typeof sampleNewsroom>>;
let served: Awaited<ReturnType<typeof servedDesk>>;
const photograph = join(tmpdir(), `IMG_2041-${process.pid}.jpg`);
const pdf = join(tmpdir(), `renamed-${process.pid}.png`);

beforeAll(async () => {
  newsroom = await sampleNewsroom();
  newsroom.world.uploads = s3Uploads(s3.client(), await s3.bucket());
  served = await servedDesk(newsroom);
  await writeFile(photograph, await phonePhotograph());
  await writeFile(pdf, '%PDF-1.7 and more');
}, 120_000);
afterAll(async () => {
  await served?.stop();
});

/** Begins a post and presses the button that leads to the page for a picture. */
async function choosing(page: Page, button: 'Upload a picture' | 'Add a picture to the text'): Promise<void> {
  await page.goto(`${served.url}/desk/stories`);
  await page.getByRole('button', { name: 'Write a post' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Talking first');
  await page.getByLabel('Author', { exact: true }).fill('Sam Example');
  await page.getByLabel('Text', { exact: true }).fill('We spoke first.');
  await page.getByRole('button', { name: button }).click();
  // The script of the form saves first, and then leaves the page.
  await page.waitForURL(/\/picture\/(?:top|text)$/);
}

async function send(page: Page, file: string): Promise<void> {
  await page.getByLabel('The picture', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'Upload the picture' }).click();
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

test.each([
  ['a phone', 390],
  ['a desktop', 1280],
] as const)('a photograph is chosen, sent to the bucket and added without JavaScript, on %s', { timeout: 60_000 }, async (_, width) => {
  await inWindow({ javaScriptEnabled: false, viewport: { width, height: 800 } }, async (page) => {
    await choosing(page, 'Upload a picture');
    expect(await heading(page)).toBe('Add a picture');
    await send(page, photograph);
    expect(await heading(page)).toBe('What does the picture show?');
    const [shownWidth, shownHeight] = await page
      .getByAltText('The picture that you chose')
      .evaluate((image: HTMLImageElement) => image.decode().then(() => [image.naturalWidth, image.naturalHeight]));
    expect([shownWidth, shownHeight]).toEqual([1200, 1600]);
    await tabTo(page, 'What does it show?', 'textbox');
    await page.keyboard.type('Two nurses talking');
    await tabTo(page, 'Add it to the story', 'button');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await page.getByRole('status').first().innerText()).toContain('The picture is in the story');
    expect(await page.getByLabel('What does it show?').inputValue()).toBe('Two nurses talking');
    const src = await page.getByLabel('Picture at the top').inputValue();
    const bytes = newsroom.files.get(`images/${src}`);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    await page.getByRole('button', { name: 'Preview' }).click();
    const mail = page.frameLocator('iframe').first();
    expect(await mail.getByAltText('Two nurses talking').getAttribute('src')).toContain(`/images/${src}`);
  });
});

test('a file that is no picture is refused on the page where another one is chosen, and the story keeps its words', async () => {
  await inWindow({ javaScriptEnabled: false }, async (page) => {
    await choosing(page, 'Add a picture to the text');
    await send(page, pdf);
    expect(await heading(page)).toBe('Add a picture to the text');
    expect(await page.getByRole('alert').innerText()).toContain('The picture is a PDF.');
    await send(page, photograph);
    await page.getByLabel('What does it show?').fill('Two nurses talking');
    await page.getByRole('button', { name: 'Add it to the story' }).click();
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toMatch(/^We spoke first\.\n\n!\[Two nurses talking\]\(/);
  });
}, 60_000);

test('Enter in a field of the story saves the draft, and leads to no picture', async () => {
  await inWindow({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`${served.url}/desk/stories`);
    await page.getByRole('button', { name: 'Write a post' }).click();
    await page.getByLabel('Title', { exact: true }).fill('By Enter');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await heading(page)).toBe('Write a post');
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('By Enter');
  });
});

accessiblePages(
  'each page of a picture',
  () => ['to choose one', 'one that is refused', 'its words', 'words that are refused', 'the story with it'],
  async (options: BrowserContextOptions, look) =>
    inWindow(options, async (page) => {
      const found: Record<string, Awaited<ReturnType<typeof look>>> = {};
      await choosing(page, 'Upload a picture');
      found['to choose one'] = await look(page);
      await send(page, pdf);
      found['one that is refused'] = await look(page);
      await send(page, photograph);
      found['its words'] = await look(page);
      await page.getByRole('button', { name: 'Add it to the story' }).click();
      found['words that are refused'] = await look(page);
      await page.getByLabel('What does it show?').fill('Two nurses talking');
      await page.getByRole('button', { name: 'Add it to the story' }).click();
      found['the story with it'] = await look(page);
      return found;
    }),
);
