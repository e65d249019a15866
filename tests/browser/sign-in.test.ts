// Signing in and out in a real browser, whose own rules about cookies and form targets are part of the test.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { windows } from '#tests/browser/in-window';
import { faultsOf, NO_FAULTS } from '#tests/browser/opened-browser';
import { servedSignIn } from '#tests/browser/served-desk';

const ALERT = '/desk/publications/alert-what-we-learned';

const inWindow = windows();
let desk: Awaited<ReturnType<typeof servedSignIn>>;
let opened: typeof desk.opened;
let url: string;
beforeAll(async () => {
  desk = await servedSignIn();
  ({ opened, url } = desk);
  await opened.accounts.open('jo@example.org');
});
afterAll(() => desk?.stop());

async function signedIn(page: Page, path: string): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.getByRole('link', { name: 'Sign in', exact: true }).press('Enter');
  await page.waitForURL(`${url}${path}`);
}

test('the programme lead signs in and out by keyboard alone and without JavaScript', async () => {
  await inWindow({ javaScriptEnabled: false }, async (page) => {
    await signedIn(page, ALERT);
    await page.getByRole('heading', { level: 1, name: 'New post: What we learned' }).waitFor();
    const [cookie, ...others] = await page.context().cookies(url);
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({ name: '__Host-session', httpOnly: true, secure: true, sameSite: 'Lax', path: '/', expires: -1 });
    await page.getByRole('link', { name: 'Your sign-in' }).press('Enter');
    await page.getByText('jo@example.org').waitFor();
    await page.getByRole('button', { name: 'Sign out', exact: true }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'You are signed out' }).waitFor();
    expect(await page.context().cookies(url)).toEqual([]);
    await page.goto(`${url}${ALERT}`);
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });
});

test('a form of another site does nothing with the session of the programme lead', async () => {
  await inWindow({}, async (page) => {
    await signedIn(page, '/desk/');
    const form = `<form method="post" action="${url}/desk/pause"><input name="reason" value="x"><button>You have won</button></form>`;
    await page.route('https://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: form }));
    await page.goto('https://evil.example/');
    const [answer] = await Promise.all([page.waitForResponse(`${url}/desk/pause`), page.getByRole('button').click()]);
    expect(answer.status()).toBe(401);
    expect(await opened.world.switches.read()).toEqual({});
  });
});

const pages: [string, (page: Page) => Promise<unknown>][] = [
  ['the sign-in page', (page) => page.goto(`${url}/desk/`)],
  ['the page after a failed sign-in', (page) => page.goto(`${url}/desk/signed-in`)],
  ['the page after signing out', (page) => page.goto(`${url}/desk/signed-out`)],
  ['the account page', (page) => signedIn(page, '/desk/account')],
  [
    'the page of colleagues',
    async (page) => {
      await signedIn(page, '/desk/colleagues');
      for (const one of await page.locator('summary').all()) await one.click();
    },
  ],
  [
    'the page that asks for a new sign-in',
    async (page) => {
      await page.goto(`${url}/desk/sign-in`);
      const { pathname } = new URL(page.url());
      expect(pathname).toBe('/desk/');
      const now = opened.time.now;
      opened.time.now = now.add({ minutes: 40 });
      await page.evaluate(() => {
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action: '/desk/resume' });
        document.body.append(form);
        form.submit();
      });
      await page.getByRole('heading', { level: 1, name: 'Please sign in again' }).waitFor();
      opened.time.now = now;
    },
  ],
];

describe.each(pages)('%s', (name, open) => {
  const seen = <T>(options: BrowserContextOptions, look: (page: Page) => Promise<T>) =>
    inWindow(options, async (page) => {
      await open(page);
      return look(page);
    });

  test(`${name} has no violation that axe finds, in light and dark mode, and fits 320 pixels`, async () => {
    expect(await seen({}, faultsOf)).toEqual(NO_FAULTS);
  });
});
