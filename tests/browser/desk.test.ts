import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { windows } from '#tests/browser/in-window';
import { faultsOf, NO_FAULTS } from '#tests/browser/opened-browser';
import { servedDesk } from '#tests/browser/served-desk';
import { ALERT, unknownOutcomeNewsroom, unknownOutcomePost, X } from '#tests/web/desk/unknown-outcome-newsroom';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const alert = `/desk/publications/${ALERT}`;
const social = `/desk/publications/${X}`;

const newsrooms = {
  stopped: async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.world.switches.pause('email', 'Amazon SES has paused the account. Ask whoever runs it.');
    await newsroom.world.switches.pause('x', 'Our X account has no credit left. Buy some in the X developer console.');
    await newsroom.moveTo('2019-09-12T09:00');
    return newsroom;
  },
  undo: async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T08:56');
    return newsroom;
  },
  unsure: () => unknownOutcomeNewsroom({ held: 2, sought: 3, sent: 4 }),
  post: unknownOutcomePost,
  cancelled: async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2 });
    await newsroom.world.switches.cancel(ALERT, 'Sam', newsroom.time.now);
    await newsroom.moveTo('2019-09-12T09:20');
    return newsroom;
  },
};
const pages: { name: string; of: keyof typeof newsrooms; path: string }[] = [
  { name: 'the plan while email and X are stopped', of: 'stopped', path: '/desk/plan' },
  { name: 'an email that waits for its channel', of: 'stopped', path: alert },
  { name: 'an email that can still be stopped', of: 'undo', path: alert },
  { name: 'a page that asks before an email is cancelled', of: 'undo', path: `${alert}/cancel` },
  { name: 'the plan with something to decide', of: 'unsure', path: '/desk/plan' },
  { name: 'Home while email and X are stopped', of: 'stopped', path: '/desk/' },
  { name: 'Home with something to decide', of: 'unsure', path: '/desk/' },
  { name: 'an email of which it is not known who got it', of: 'unsure', path: alert },
  { name: 'an email of which it is not known who got it, after a decision', of: 'unsure', path: `${alert}?told=partly` },
  { name: 'a post of which it is not known whether it is there', of: 'post', path: social },
  { name: 'a cancelled email of which it is not known who got it', of: 'cancelled', path: alert },
];

const inWindow = windows();
const served = new Map<keyof typeof newsrooms, Awaited<ReturnType<typeof servedDesk>>>();
beforeAll(async () => {
  for (const of of ['stopped', 'undo', 'unsure', 'post', 'cancelled'] as const) served.set(of, await servedDesk(await newsrooms[of]()));
});
afterAll(async () => {
  for (const server of served.values()) await server.stop();
});

async function opened<T>(
  of: keyof typeof newsrooms,
  path: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  return inWindow(options, async (page) => {
    await page.goto(`${served.get(of)?.url}${path}`);
    return look(page);
  });
}

describe.each(pages)('$name', ({ name, of, path }) => {
  test(`${name} has no violation that axe finds, in light and dark mode, and fits 320 pixels`, async () => {
    expect(await opened(of, path, {}, faultsOf)).toEqual(NO_FAULTS);
  });
});

test('a wrong link on the desk is reported without a violation that axe finds, in light and dark mode', async () => {
  await opened('post', social, {}, async (page) => {
    await page.getByLabel('Link of the post').fill('nonsense');
    await page.getByRole('button', { name: 'It is there' }).click();
    await page.getByRole('alert').waitFor();
    expect(await faultsOf(page)).toEqual(NO_FAULTS);
  });
});

test('a held post is marked as posted by keyboard alone, and a wrong link is reported at its field', async () => {
  await opened('post', social, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
    await page.getByLabel('Link of the post').focus();
    await page.keyboard.type('https://x.com/another/status/12');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByRole('link', { name: 'Paste the link of the post.' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    const field = page.getByLabel('Link of the post');
    expect([await field.inputValue(), await field.getAttribute('aria-invalid')]).toEqual(['https://x.com/another/status/12', 'true']);
    await field.fill('https://x.com/sample/status/1234567890');
    await field.press('Enter');
    await page.getByText('It counts as posted.').waitFor();
  });
});

test('each button about held readers says for whom it is', async () => {
  await opened('unsure', alert, { javaScriptEnabled: false }, async (page) => {
    const names = await page.getByRole('button', { name: /^Send it again/ }).allInnerTexts();
    expect(new Set(names).size).toBe(3);
    await page.getByRole('button', { name: 'Count it as sent for both people' }).press('Enter');
    await page.getByText('It counts as sent.').waitFor();
    expect(await page.getByRole('heading', { name: 'It is not known whether 3 people got this' }).count()).toBe(1);
  });
});
