// The rules as a person meets them: by labels and buttons, and looked at with axe on the way.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { windows } from '#tests/browser/in-window';
import { faultsOf, NO_FAULTS, violations } from '#tests/browser/opened-browser';
import { servedDesk } from '#tests/browser/served-desk';
import { EVENT, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const inWindow = windows();
let served: Awaited<ReturnType<typeof servedDesk>>;
let newsroom: Awaited<ReturnType<typeof sampleNewsroom>>;
beforeAll(async () => {
  newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }], files: { 'events/spring.md': EVENT } });
  served = await servedDesk(newsroom);
});
afterAll(async () => {
  await served.stop();
});

test('the rules are changed and put back by forms that need no script, each page without a violation that axe finds', async () => {
  newsroom.files.set('newsroom.yaml', new TextEncoder().encode(RULES));
  const found: Record<string, unknown> = {};
  const look = async (page: Page, name: string) => {
    found[name] = await faultsOf(page);
  };
  await inWindow({}, async (page) => {
    await page.goto(`${served.url}/desk/rules`);
    await look(page, 'the rules');
    await page.getByRole('link', { name: /^Change.*When digests/ }).click();
    await page.getByLabel('The weekly digest goes out').selectOption('Each week on Friday');
    await page.getByLabel('Time of the weekly digest').fill('half');
    await page.getByRole('button', { name: 'Continue' }).click();
    await look(page, 'a form with a mistake');
    await page.getByRole('link', { name: /Write a time of day/ }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('digests.weekly.at');
    await page.getByLabel('Time of the weekly digest').fill('9am');
    await page.getByRole('button', { name: 'Continue' }).click();
    await look(page, 'what a change does');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The rules are saved').waitFor();
    for (const [name, path] of [
      ['a form with choices', '/desk/rules/part/approval'],
      ['ticks and lines', '/desk/rules/part/notes'],
      ['merging', '/desk/rules/merge/topics'],
      ['colours', '/desk/rules/part/look'],
      ['the whole file', '/desk/rules/file'],
      ['earlier rules', '/desk/rules/history'],
    ] as const) {
      await page.goto(served.url + path);
      await look(page, name);
    }
    await page
      .getByRole('link', { name: /Put this back/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The rules are saved').waitFor();
  });
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, NO_FAULTS])));
  expect(new TextDecoder().decode(newsroom.files.get('newsroom.yaml'))).toBe(RULES);
}, 120_000);

test('the email, the page and the card follow the colour as it is chosen, and nothing is saved', async () => {
  newsroom.files.set('newsroom.yaml', new TextEncoder().encode(RULES));
  await inWindow({ viewport: { width: 1280, height: 900 } }, async (page) => {
    await page.goto(`${served.url}/desk/rules/part/look`);
    await page.getByLabel('Colour').fill('#7c2855');
    const email = page.frameLocator('iframe[title="The next email on a computer"]');
    await email.locator('.bar[style*="background-color:#7c2855"]').waitFor();
    await page.locator('img[src*="7c2855"]').waitFor();
    const site = page.frameLocator('iframe[title="A page on the website"]');
    await site.locator('header').waitFor();
    await expect.poll(() => site.locator('header').evaluate((header) => getComputedStyle(header).backgroundColor)).toBe('rgb(124, 40, 85)');
    expect(await violations(page)).toEqual([]);
  });
  expect(new TextDecoder().decode(newsroom.files.get('newsroom.yaml'))).toBe(RULES);
}, 60_000);
