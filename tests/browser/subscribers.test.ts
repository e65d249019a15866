import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3Uploads } from '#adapters/s3/uploads';
import { accessiblePages } from '#tests/browser/accessible-pages';
import { windows } from '#tests/browser/in-window';
import { faultsOf, NO_FAULTS } from '#tests/browser/opened-browser';
import { servedDesk } from '#tests/browser/served-desk';
import { freshS3 } from '#tests/contracts/fresh-s3';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const STATEMENT = 'They ticked the box when they registered for the spring session.';
const LIST = `email;name;topics
new@example.org;Zoë O’Hara;medication
anaddresswithoutanyplacetobreakit.thatgoesonandonandon@averylongdomainnameindeed.example.org;${'Longname'.repeat(12)};
person0@avon.example.org;Known;
gone@example.org;Gone;
nobody;N;
third@example.org;T;medicaton
new@example.org;Again;
${Array.from({ length: 60 }, (_, i) => `p${i}@example.org;;\n`).join('')}`;

const s3 = freshS3();
const inWindow = windows();
let newsroom: Awaited<ReturnType<typeof sampleNewsroom>>;
let served: Awaited<ReturnType<typeof servedDesk>>;
let paths: Record<string, string>;

beforeAll(async () => {
  newsroom = await sampleNewsroom({ people: Array.from({ length: 55 }, (_, i) => (i === 3 ? { status: 'unsubscribed' } : {})) });
  const { world, time } = newsroom;
  world.uploads = s3Uploads(s3.client(), await s3.bucket());
  await world.suppressions.add(world.subscribers.idOf('gone@example.org'), 'complained', time.now);
  served = await servedDesk(newsroom);
  const importOf = async (list: string, begin: boolean) =>
    opened('/desk/import', { javaScriptEnabled: false }, async (page) => {
      await upload(page, list);
      if (begin) await page.getByRole('button', { name: /^Import / }).click();
      return new URL(page.url()).pathname;
    });
  const asked = await opened('/desk/import', {}, async (page) => {
    await choose(page, LIST);
    return new URL(page.url()).pathname;
  });
  const checked = await importOf(LIST, false);
  const done = await importOf('email\nfourth@example.org\nnobody\n', true);
  const halfway = await importOf('email\nfifth@example.org\n', false);
  const [half] = await world.imports.latest();
  if (half) await world.imports.replace({ ...half, state: 'importing', next: 0 });
  const imported = world.subscribers.idOf('fourth@example.org');
  const erased = world.subscribers.idOf('erased@example.org');
  await world.suppressions.add(erased, 'erased', time.now);
  paths = {
    people: '/desk/people',
    'one person': `/desk/people/${imported}`,
    'somebody erased': `/desk/people/${erased}`,
    'the form of an import': '/desk/import',
    'how people agreed': asked,
    'an import that waits': checked,
    'an import under way': halfway,
    'an import that is done': done,
    'the audit log': '/desk/audit',
  };
}, 120_000);
afterAll(async () => {
  await served?.stop();
});

async function upload(page: Page, list: string): Promise<void> {
  await choose(page, list);
  await page.getByLabel('How they agreed').fill(STATEMENT);
  await page.getByLabel('Each of these people agreed').check();
  await page.getByLabel('A name for this list').fill('Spring session');
  await page.getByRole('button', { name: 'Look at each row' }).click();
  await page.getByRole('heading', { name: 'Spring session' }).waitFor();
}

async function choose(page: Page, list: string): Promise<void> {
  await page.getByLabel('The list').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByRole('heading', { name: 'How did these people agree?' }).waitFor();
}

async function opened<T>(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> {
  return inWindow(options, async (page) => {
    await page.goto(served.url + path);
    return look(page);
  });
}

async function foundOnEach<T>(options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<Record<string, T>> {
  const found: Record<string, T> = {};
  for (const [name, path] of Object.entries(paths)) found[name] = await opened(path, options, look);
  return found;
}

accessiblePages('each page about subscribers', () => Object.keys(paths), foundOnEach);

test('mistakes in the forms about subscribers are reported without a violation that axe finds, in light and dark mode', async () => {
  await opened('/desk/import', {}, async (page) => {
    await page.getByLabel('The list').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('Naam\nAnn\n') });
    await page.getByRole('button', { name: 'Read the list' }).click();
    await page.getByRole('link', { name: /^No column is called “email”/ }).click();
    expect(await page.locator(':focus').getAttribute('name')).toBe('file');
    expect(await faultsOf(page)).toEqual(NO_FAULTS);
    await choose(page, LIST);
    await page.getByLabel('How they agreed').fill('yes');
    await page.getByRole('button', { name: 'Look at each row' }).click();
    await page.getByRole('link', { name: 'Tick the box to say that each of these people agreed.' }).click();
    expect(await page.locator(':focus').getAttribute('name')).toBe('sure');
    expect(await page.getByLabel('How they agreed').inputValue()).toBe('yes');
    expect(await faultsOf(page)).toEqual(NO_FAULTS);
  });
  for (const [path, button] of [
    ['/desk/people', 'Find'],
    [paths['one person'] ?? '', 'Erase'],
  ] as const) {
    await opened(path, {}, async (page) => {
      if (button === 'Find') await page.getByLabel('Find people').fill('?!');
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('alert').waitFor();
      expect([await page.title(), await faultsOf(page)]).toEqual([expect.stringMatching(/^Error: /), NO_FAULTS]);
    });
  }
});

test('a list is imported, a subscriber found and stopped, and all exported, by keyboard alone and without JavaScript', async () => {
  await opened('/desk/people', { javaScriptEnabled: false, acceptDownloads: true }, async (page) => {
    const press = (role: 'link' | 'button', name: string | RegExp) =>
      page.getByRole(role, { name, exact: typeof name === 'string' }).press('Enter');
    await press('link', 'Import people from a list');
    await page.getByLabel('The list').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
    await press('button', 'Read the list');
    await page.getByLabel('How they agreed').focus();
    await page.keyboard.type(STATEMENT);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Spring session');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('The same address is in line 2.').waitFor();
    await press('button', 'Import 62 people');
    await page.getByText('It brought in 62 people.').waitFor();

    const refused = page.waitForEvent('download');
    await press('link', /as CSV/);
    expect(await readFile(await (await refused).path(), 'utf8')).toMatch(
      /"gone@example\.org"[\s\S]*"nobody"[\s\S]*Did you mean “medication”\?/,
    );

    await press('link', 'People');
    await page.getByLabel('Find people').fill('NEW@example.org');
    await page.keyboard.press('Enter');
    await page.getByText('Was in a list that was imported.').waitFor();
    expect(await page.getByText(STATEMENT).count()).toBe(1);
    await press('button', 'Stop their emails');
    await page.getByText('The emails have stopped.').waitFor();

    await press('link', 'Back to people');
    const exported = page.waitForEvent('download');
    await press('button', 'Export everybody');
    const text = await readFile(await (await exported).path(), 'utf8');
    expect(text).toContain('"new@example.org","Zoë O’Hara","","weekly","medication","left"');
    await press('link', 'Audit log');
    expect(await page.getByRole('listitem').filter({ hasText: 'Exported' }).count()).toBe(1);
  });
});
