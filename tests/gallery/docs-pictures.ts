// The few pictures of the README and docs/templates.md, taken from the desk and the gallery.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { deskPictures } from '#tests/gallery/desk-pictures';

const DOCS = join(import.meta.dirname, '..', '..', 'docs', 'gallery');
/** Largest size of a picture in bytes. */
const MOST = 60_000;

/** Which picture of the gallery, which part of it, and its width in pixels. */
const PICTURES: { name: string; from: string; left?: number; width: number; height: number }[] = [
  { name: 'digest-phone-dark', from: 'pictures/digest-from-the-sample-stories-phone-dark.jpg', width: 375, height: 1100 },
  {
    name: 'alert-desktop',
    from: 'pictures/alert-fewer-restraints-what-six-wards-tried-first-desktop-light.jpg',
    left: 310,
    width: 660,
    height: 1100,
  },
  { name: 'cancellation-phone', from: 'pictures/change-cancelled-phone-light.jpg', width: 375, height: 1100 },
  { name: 'announcement-images-off', from: 'pictures/announcement-in-a-room-and-online-images-off.jpg', width: 720, height: 700 },
];

/** Writes the pictures, and returns a line about each with its size. */
export async function docsPictures(browser: Browser, folder: string): Promise<string[]> {
  await mkdir(DOCS, { recursive: true });
  const said: string[] = [];
  const write = async (name: string, picture: Sharp) => {
    const { size } = await picture.webp({ quality: 66 }).toFile(join(DOCS, `${name}.webp`));
    if (size > MOST) throw new Error(`docs/gallery/${name}.webp has ${size} bytes, of at most ${MOST}.`);
    said.push(`docs/gallery/${name}.webp: ${Math.round(size / 1000)} kB`);
  };
  for (const [name, picture] of await deskPictures(browser)) await write(name, sharp(picture));
  for (const { name, from, left = 0, width, height } of PICTURES) {
    const picture = sharp(join(folder, from));
    const whole = await picture.metadata();
    await write(name, picture.extract({ left, top: 0, width, height: Math.min(height, whole.height) }));
  }
  const page = await (await browser.newContext({ viewport: { width: 1000, height: 760 } })).newPage();
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await write('the-gallery', sharp(await page.screenshot()));
  // Chromium takes screenshots far down a long page at a wrong offset.
  await page.locator('section:not(:has(#posts-announcement))').evaluateAll((others) => {
    for (const other of others) other.remove();
  });
  const posts = page.locator('#posts-announcement + p + .posts');
  await posts.locator('img').evaluateAll((images: HTMLImageElement[]) => {
    // A lazy image outside the window is never loaded, and waiting for it would not end.
    for (const image of images) image.loading = 'eager';
    return Promise.all(images.map((image) => image.decode()));
  });
  await write('posts', sharp(await posts.locator('article').first().screenshot()));
  await page.context().close();
  return said;
}
