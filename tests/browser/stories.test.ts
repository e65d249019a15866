import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessiblePages } from '#tests/browser/accessible-pages';
import { tabTo } from '#tests/browser/by-keyboard';
import { windows } from '#tests/browser/in-window';
import { faultsOf, NO_FAULTS } from '#tests/browser/opened-browser';
import { servedDesk } from '#tests/browser/served-desk';
import { docx } from '#tests/core/draft/word-file';
import { rss, rssItem } from '#tests/core/feed/feeds';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';

const LONG = 'Anunbreakablewordthatislongerthanawindowof320pixelscanhold';

const inWindow = windows();
let newsroom: Awaited<ReturnType<typeof sampleNewsroom>>;
let served: Awaited<ReturnType<typeof servedDesk>>;
let paths: Record<string, string>;

beforeAll(async () => {
  newsroom = await sampleNewsroom({ files: { 'posts/wrong.md': POST.replace('author: Ama Bright\n', '') } });
  served = await servedDesk(newsroom);
  const urlOf = (file: string) =>
    opened('/desk/stories', {}, async (page) => {
      await page.locator(`form:has(input[value="${file}"]) button`).click();
      return new URL(page.url()).pathname;
    });
  newsroom.uploads.set(
    '0000000000000001',
    new TextEncoder().encode(rss(rssItem(), rssItem({ guid: 'b', title: LONG, html: '<form></form>' }))),
  );
  newsroom.uploads.set('0000000000000002', docx(`<w:p><w:r><w:t>${LONG}</w:t></w:r></w:p>`));
  const event = await urlOf('events/spring.md');
  const wrong = await urlOf('posts/wrong.md');
  const post = await opened('/desk/stories', {}, async (page) => {
    await page.getByRole('button', { name: 'Write a post' }).click();
    await page.getByLabel('Title', { exact: true }).fill(LONG);
    await page.getByLabel('Author', { exact: true }).fill('Sam');
    await page.getByLabel('Text', { exact: true }).fill(`${LONG}\n\n| A | B |\n|---|---|\n| 1 | ${LONG} |\n`);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('status').getByText('Saved at').waitFor();
    return new URL(page.url()).pathname;
  });
  const noted = await opened('/desk/stories', {}, async (page) => {
    await page.getByRole('button', { name: 'Write a post' }).click();
    await page.getByLabel('Title', { exact: true }).fill('What we learned');
    await page.getByLabel('Author', { exact: true }).fill('Sam');
    await page.getByLabel('Text', { exact: true }).fill('Come on Monday 13 September 2019.\n\nSome suffer from severe depression.');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('status').getByText('Saved at').waitFor();
    return new URL(page.url()).pathname;
  });
  paths = {
    'the list of stories': '/desk/stories',
    'a search that finds no story': `/desk/stories?q=${LONG}x`,
    'the form for a Word file': '/desk/stories/word',
    'a Word file that was read': '/desk/stories/word/0000000000000002',
    'the form for a file of another website': '/desk/stories/bring-in',
    'the stories of another website': '/desk/stories/bring-in/0000000000000001?tick=all&from=https%3A%2F%2Fwww.site.example',
    'the form of a post': post,
    'the form of an event': event,
    'the form of a story with a problem': `${wrong}?look=yes`,
    'the check of a post': `${post}/check`,
    'the check of a story with a problem': `${wrong}/check`,
    'the check of a post with notes': `${noted}/check`,
    'the preview of a post': `${post}/preview`,
    'the history of a draft': `${post}/history`,
    'the page before a story is deleted': `${event}/delete-story`,
    'an old version': `${post}/history/1`,
  };
}, 120_000);
afterAll(async () => {
  await served?.stop();
});

function opened<T>(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> {
  return inWindow(options, async (page) => {
    await page.goto(`${served.url}${path}`);
    return look(page);
  });
}

accessiblePages(
  'each page of the stories',
  () => Object.keys(paths),
  (options, look) =>
    inWindow(options, async (page) => {
      const found: Record<string, Awaited<ReturnType<typeof look>>> = {};
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(`${served.url}${path}`);
        found[name] = await look(page);
      }
      return found;
    }),
);

test.each([
  ['a phone', 390],
  ['a desktop', 1280],
] as const)(
  'a post is written, mended and published by keyboard alone, without JavaScript, on %s',
  { timeout: 60_000 },
  async (_, width) => {
    await opened('/desk/', { javaScriptEnabled: false, viewport: { width, height: 800 } }, async (page) => {
      const press = async (name: string, role: 'button' | 'link') => {
        await tabTo(page, name, role);
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      };
      const type = async (name: string, words: string) => {
        await tabTo(page, name, 'textbox');
        await page.keyboard.type(words);
      };
      await press('Stories', 'link');
      await press('Write a post', 'button');
      await type('Title', `By keyboard ${width}`);
      await type('Author', 'Sam Example');
      await type('Text', 'We speak on Monday 13 September 2019.');
      await press('Continue', 'button');
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`Check before you publish: By keyboard ${width}`);
      await press('Write “Friday”', 'button');
      await press('Publish', 'button');
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Published');
    });
    const files = [...newsroom.files.keys()].filter((file) => file.includes(`by-keyboard-${width}`));
    expect(files).toHaveLength(1);
    expect(new TextDecoder().decode(newsroom.files.get(files[0] ?? ''))).toContain('We speak on Friday 13 September 2019.');
  },
);

test('the page of two texts that crossed has no violation that axe finds, in light and dark mode, and fits 320 pixels', {
  timeout: 60_000,
}, async () => {
  await opened('/desk/stories', {}, async (page) => {
    await page.getByRole('button', { name: 'Write a post' }).click();
    const url = page.url();
    const other = await page.context().newPage();
    await other.goto(url);
    const save = async (one: Page, words: string) => {
      await one.getByLabel('Text', { exact: true }).fill(words);
      await one.getByRole('button', { name: 'Save draft' }).click();
    };
    await save(other, `Theirs ${LONG}`);
    await other.getByRole('status').getByText('Saved at').waitFor();
    await save(page, `Mine ${LONG}`);
    await page.getByRole('heading', { level: 1, name: 'two texts' }).waitFor();
    expect(await faultsOf(page)).toEqual(NO_FAULTS);
  });
});
