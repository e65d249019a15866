import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tabTo } from '#tests/browser/by-keyboard';
import { type InWindow, windows } from '#tests/browser/in-window';
import { faultsOf, NO_FAULTS, overflow, violations } from '#tests/browser/opened-browser';
import { contentFolder, openedNewsroom } from '#tests/local/opened-newsroom';

let folder: Awaited<ReturnType<typeof contentFolder>>;
let newsroom: Awaited<ReturnType<typeof openedNewsroom>>;
const inWindow = windows();

beforeAll(async () => {
  folder = await contentFolder();
  newsroom = await openedNewsroom(['--content', folder.content, '--data', folder.data, '--at', '2019-09-09T08:00']);
});
afterAll(async () => {
  await newsroom?.stop();
  await folder?.remove();
});

const onSite: InWindow = (options, look) => inWindow({ baseURL: newsroom.url, ...options }, look);

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

/** The local inbox's page of the newest mail to an address. Waits until it is there. */
async function inboxPage(to: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const mails: { id: string; to: string }[] = await newsroom.json('/local/inbox.json');
      const mail = mails.findLast((one) => one.to === to);
      if (!mail) throw new Error(`No mail to ${to} is there yet.`);
      return `/local/inbox/${mail.id}`;
    },
    { timeout: 20_000, interval: 100 },
  );
}

test('a reader fills in the sign-up form by keyboard alone, without JavaScript, and confirms from the email in the inbox', {
  timeout: 60_000,
}, async () => {
  await onSite({ javaScriptEnabled: false }, async (page) => {
    await page.goto('/posts');
    await tabTo(page, 'Get our emails', 'link');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/subscribe');
    await tabTo(page, 'Yes, send me these emails', 'button');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    await tabTo(page, 'Enter your email address', 'link');
    await page.keyboard.press('Enter');
    await page.keyboard.type('zoe@example.org');
    await tabTo(page, /./, 'radio');
    await page.keyboard.press('Space');
    await tabTo(page, 'Medication', 'checkbox');
    await page.keyboard.press('Space');
    await tabTo(page, /Your name/, 'textbox');
    await page.keyboard.type('Zoë O’Neill');
    await tabTo(page, /Your trust/, 'combobox');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Yes, send me these emails', 'button');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/subscribe/check');
    expect(await heading(page)).toBe('Check your inbox');

    await page.goto(await inboxPage('zoe@example.org'));
    const email = page.frameLocator('iframe.frame-wide');
    expect(await email.getByRole('heading', { level: 1 }).textContent()).toBe('Do you want our emails?');
    const link = await email.getByRole('link', { name: 'Confirm that you want our emails' }).getAttribute('href');
    await page.goto(link ?? '');
    expect(await page.getByText('Zoë O’Neill').count()).toBe(1);
    await tabTo(page, 'Yes, send me these emails', 'button');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You are on our list' }).waitFor();
  });

  await newsroom.clock({ to: '2019-09-19T18:00' });
  const mails: { to: string; publication: string }[] = await newsroom.json('/local/inbox.json');
  expect(mails.filter(({ to }) => to === 'zoe@example.org').map(({ publication }) => publication)).toEqual([
    'letter-confirm',
    expect.stringMatching(/^(digest|alert)-/),
  ]);
});

test('a subscriber who signs up again gets an email that leads to their preferences', { timeout: 60_000 }, async () => {
  await onSite({ javaScriptEnabled: false }, async (page) => {
    await page.goto('/subscribe');
    await page.getByLabel('Your email address').fill('ama@avon.example.org');
    await page.getByLabel(/Once a week/).check();
    const before = (await newsroom.json('/local/inbox.json')).length;
    await page.getByRole('button', { name: 'Yes, send me these emails' }).click();
    expect(await heading(page)).toBe('Check your inbox');
    await vi.waitFor(async () => expect((await newsroom.json('/local/inbox.json')).length).toBe(before + 1), {
      timeout: 20_000,
      interval: 100,
    });
    await page.goto(await inboxPage('ama@avon.example.org'));
    const link = await page
      .frameLocator('iframe.frame-wide')
      .getByRole('link', { name: 'Choose which emails you get' })
      .getAttribute('href');
    expect(link).toMatch(/^\/p\//);
    expect((await page.goto(link ?? ''))?.status()).toBe(200);
  });
});

test('each sign-up page has no violation that axe finds, in light and dark mode, and fits 320 pixels', { timeout: 120_000 }, async () => {
  const found: Record<string, unknown> = {};
  await onSite({}, async (page) => {
    const look = async (name: string) => {
      found[name] = await faultsOf(page);
    };
    for (const path of ['/subscribe', '/subscribe/check', '/subscribe/form?organisation=avon', '/c/nothing']) {
      await page.goto(path);
      await look(path);
    }
    await page.goto('/subscribe');
    await page.getByLabel('Your email address').fill('zoë@example.org');
    await page.getByRole('button', { name: 'Yes, send me these emails' }).click();
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    await look('the form with errors');
    const to = 'looked-at@example.org';
    await page.getByLabel('Your email address').fill(to);
    await page.getByLabel(/Once a week/).check();
    await page.getByRole('button', { name: 'Yes, send me these emails' }).click();
    await page.waitForURL('**/subscribe/check');
    await page.goto(await inboxPage(to));
    const link = await page
      .frameLocator('iframe.frame-phone')
      .getByRole('link', { name: 'Confirm that you want our emails' })
      .getAttribute('href');
    await page.goto(link ?? '');
    await look('the page to confirm');
    await page.getByRole('button', { name: 'Yes, send me these emails' }).click();
    await page.getByRole('heading', { name: 'You are on our list' }).waitFor();
    await look('confirmed');
  });
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, NO_FAULTS])));
});

test('the sign-up form asks a question when forms come too often, and a wrong answer can be corrected', { timeout: 60_000 }, async () => {
  for (let i = 0; i < 30; i += 1) {
    const html = await (await newsroom.get('/subscribe')).text();
    const wording = /name="wording" value="(\w+)"/.exec(html)?.[1] ?? '';
    const body = new URLSearchParams({ email: `person${i}@example.org`, frequency: 'each', wording });
    await fetch(`${newsroom.url}/subscribe`, { method: 'POST', body, redirect: 'manual' });
  }
  await onSite({ colorScheme: 'dark', viewport: { width: 320, height: 800 } }, async (page) => {
    await page.goto('/subscribe');
    await page.getByLabel('Your email address').fill('late@example.org');
    await page.getByLabel(/Once a week/).check();
    await page.getByRole('button', { name: 'Yes, send me these emails' }).click();
    await page.getByLabel(/^You have/).fill('0');
    await page.getByRole('button', { name: 'Yes, send me these emails' }).click();
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    expect([await overflow(page), await violations(page)]).toEqual([0, []]);
    const question = (await page.getByText(/^You have .* now\?$/).textContent()) ?? '';
    const numberNames = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
    const sum = question.split(' ').reduce((total, part) => total + Math.max(0, numberNames.indexOf(part)), 0);
    await page.getByLabel(/^You have/).fill(String(sum));
    await page.getByRole('button', { name: 'Yes, send me these emails' }).click();
    await page.waitForURL('**/subscribe/check');
  });
});
