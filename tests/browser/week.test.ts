// Her week on the desk in real browsers: from the sign-in to a week that has its yes, and two colleagues at once.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { windows } from '#tests/browser/in-window';
import { violations } from '#tests/browser/opened-browser';
import { servedSignIn } from '#tests/browser/served-desk';
import { POST, RULES } from '#tests/web/sample-newsroom';

const inWindow = windows();
let desk: Awaited<ReturnType<typeof servedSignIn>>;
let opened: typeof desk.opened;
let url: string;
beforeAll(async () => {
  const posts = ['First', 'Second', 'Third', 'Fourth', 'Fifth'].map((title, i): [string, string] => [
    `posts/${title.toLowerCase()}.md`,
    POST.replace('What we learned', `${title} week`).replace('2019-09-12T09:00', `2019-09-${12 + i}T1${i}:00`),
  ]);
  desk = await servedSignIn({
    files: { 'newsroom.yaml': `${RULES}approval: required\n`, ...Object.fromEntries(posts) },
    people: [{}, { frequency: 'weekly' }],
    at: '2019-09-11T08:00',
  });
  ({ opened, url } = desk);
});
afterAll(() => desk?.stop());

/** A person who presses things, and counts. */
function hand(page: Page) {
  let clicks = 0;
  const press = async (role: 'link' | 'button', name: string | RegExp) => {
    clicks += 1;
    await page
      .getByRole(role, { name, exact: typeof name === 'string' })
      .first()
      .click();
    await page.waitForLoadState();
  };
  return { press, clicks: () => clicks };
}

const signedIn = async (page: Page, path: string) => {
  await page.goto(`${url}${path}`);
  await page.getByRole('link', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${url}${path}`);
};

const approved = async (id: string) => (await opened.world.switches.read(id as never)).approved;

test('from the sign-in to a week that has its yes are at most ten clicks, on a phone and without JavaScript', {
  timeout: 60_000,
}, async () => {
  await inWindow({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page) => {
    const { press, clicks } = hand(page);
    await page.goto(`${url}/desk/`);
    await press('link', 'Sign in');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await press('link', /everything of the next week/i);
    await press('button', 'Say yes to what is ticked');
    await page.getByText('Nothing waits for a yes.').waitFor();
    expect(clicks()).toBeLessThanOrEqual(10);
  });
  for (const id of ['alert-first', 'alert-second', 'alert-third', 'alert-fourth', 'alert-fifth', 'x-first'])
    expect([id, await approved(id)]).toEqual([id, expect.objectContaining({ outgoing: expect.any(String) })]);
});

test('of two colleagues at once, the slower one learns what the other did, and nothing goes out that nobody saw', {
  timeout: 60_000,
}, async () => {
  const path = '/desk/publications/alert-fifth';
  await inWindow({}, async (ada) => {
    await signedIn(ada, path);
    await inWindow({}, async (ben) => {
      await signedIn(ben, path);
      // Both look at the form that moves it. Ada is faster.
      for (const page of [ada, ben]) await page.goto(`${url}${path}/move`);
      const moved = async (page: Page, hour: string) => {
        await page.getByLabel('Day', { exact: true }).fill('17');
        await page.getByLabel('Month', { exact: true }).fill('9');
        await page.getByLabel('Year', { exact: true }).fill('2019');
        await page.getByLabel('Time', { exact: true }).fill(hour);
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.waitForLoadState();
      };
      await moved(ada, '10:30');
      await moved(ben, '15:00');
      for (const page of [ada, ben]) {
        await page
          .getByRole('button', { name: /^Yes, move|^Move/ })
          .first()
          .click();
        await page.waitForLoadState();
      }
      const due = (await opened.world.switches.overrides()).get('alert-fifth' as never)?.due;
      expect(due?.toString()).toBe('2019-09-17T09:30:00Z');
      expect(await ben.getByRole('alert').count()).toBeGreaterThan(0);
      expect(await violations(ben)).toEqual([]);
      // The yes of before was for another time. Ben looks at it, Ada changes its words, and Ben's yes is for what is gone.
      await ben.goto(`${url}${path}`);
      opened.files.set(
        'posts/fifth.md',
        new TextEncoder().encode(POST.replace('What we learned', 'Fifth wonder').replace('2019-09-12T09:00', '2019-09-16T14:00')),
      );
      await ben.getByRole('button', { name: 'Yes, let it go out' }).click();
      await ben.waitForLoadState();
      expect(await ben.getByText('Fifth wonder').count()).toBeGreaterThan(0);
      expect((await approved('alert-fifth'))?.outgoing).not.toContain('Fifth wonder');
      // Ada cancels it while Ben looks. His yes changes nothing.
      await ada.goto(`${url}${path}/cancel`);
      await ada
        .getByRole('button', { name: /cancel/i })
        .last()
        .click();
      await ada.waitForLoadState();
      await ben.getByRole('button', { name: 'Yes, let it go out' }).click();
      await ben.waitForLoadState();
      expect((await opened.world.switches.read('alert-fifth' as never)).cancelled).toBeDefined();
      expect((await approved('alert-fifth'))?.outgoing).not.toContain('Fifth wonder');
    });
  });
  await opened.moveTo('2019-09-17T10:30');
  expect(opened.mails.map(({ tag }) => JSON.stringify(tag)).join()).not.toContain('alert-fifth');
});
