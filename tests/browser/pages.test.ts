import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessiblePages } from '#tests/browser/accessible-pages';
import { windows } from '#tests/browser/in-window';
import { overflow } from '#tests/browser/opened-browser';
import { contentFolder, openedNewsroom } from '#tests/local/opened-newsroom';
import { EVENT, POST } from '#tests/web/sample-newsroom';

const LONG = 'Anunbreakablewordthatislongerthanawindowof320pixelscanhold';

let folder: Awaited<ReturnType<typeof contentFolder>>;
let newsroom: Awaited<ReturnType<typeof openedNewsroom>>;
const inWindow = windows();
let paths: Record<string, string>;

beforeAll(async () => {
  const image = await readFile(join(import.meta.dirname, '..', '..', 'content', 'images', 'plan-do-study-act.png'));
  folder = await contentFolder({
    'images/cycle.png': image,
    'posts/what-we-learned.md': POST.replace('summary:', 'image: { src: cycle.png, alt: Four steps in a circle }\nsummary:').replace(
      'We went',
      `${LONG}\n\n| A | B |\n|---|---|\n| 1 | ${LONG} |\n\n    ${LONG} ${LONG}\n\nWe went`,
    ),
    'events/called-off.md': EVENT.replace('Spring session', 'A session called off').replace('summary:', 'status: cancelled\nsummary:'),
    'posts/with-a-problem.md': POST.replace('Ama Bright', ''),
  });
  newsroom = await openedNewsroom([
    ...['--content', folder.content, '--data', folder.data, '--at', '2019-09-09T08:00'],
    ...['--pretend', 'dkim-2', '--pretend', 'sandbox', '--pretend', 'one-person'],
  ]);
  await newsroom.clock({ to: '2020-01-14T18:00' });
  const [mail] = await newsroom.json('/local/inbox.json');
  const text = await (await newsroom.get(`/local/inbox/${mail.id}.eml`)).text();
  const unsubscribe = /List-Unsubscribe: <https:\/\/news\.example\.org([^>]+)>/.exec(text)?.[1] ?? '';
  const preferences = /https:\/\/news\.example\.org(\/p\/[\w-]+)"/.exec(text)?.[1] ?? '';
  paths = {
    'the front page': '/',
    'what needs you': '/desk/',
    'the plan': '/desk/plan',
    'the month on the desk': '/desk/calendar?month=2020-03',
    'the week on the desk': '/desk/calendar?week=2020-W03',
    'the form of the rehearsal': '/desk/rehearse',
    'a rehearsal': '/desk/rehearse?frequency=weekly&weeks=13&drafts=yes',
    'the preview of an email to come': '/desk/publications/reminder-spring-7d',
    'the form that moves an email': '/desk/publications/reminder-spring-7d/move',
    'the form of a digest’s words': '/desk/publications/digest-weekly-2020-01-16/digest',
    'what needs a yes in the next year': '/desk/yes?story=spring',
    'an email that went out': '/desk/publications/alert-what-we-learned',
    'who got an email': '/desk/publications/alert-what-we-learned/people',
    'the people': '/desk/people',
    'a report': '/desk/reports?period=last-year',
    'a yearly report': '/desk/reports/year?of=2019',
    'whether everything is in order': '/desk/doctor',
    'a post on X': '/desk/publications/x-what-we-learned',
    'the inbox': '/local/inbox',
    'a mail in the inbox': `/local/inbox/${mail.id}`,
    'the X timeline': '/local/x',
    'the list of stories': '/posts',
    'a post': '/posts/what-we-learned',
    'an event': '/events/spring',
    'a cancelled event': '/events/called-off',
    'all events': '/events',
    'the topics': '/topics',
    'a topic': '/topics/medication',
    'a topic without stories': '/topics/leadership',
    'the search': '/search',
    'a search with a result': '/search?q=learned',
    'a search that finds nothing': `/search?q=${LONG}`,
    'the sent emails': '/sent',
    'a sent email about a post': '/sent/alert-what-we-learned',
    'a sent email about an event': '/sent/announcement-spring',
    'the calendar': '/calendar',
    'the accessibility statement': '/accessibility',
    'the privacy page': '/privacy',
    'the unsubscribe page': unsubscribe,
    'the page of preferences': preferences,
    'a link that does not work': '/u/preview',
    'a page that is not there': '/nowhere',
  };
});
afterAll(async () => {
  await newsroom?.stop();
  await folder?.remove();
});

function opened<T>(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> {
  return inWindow(options, async (page) => {
    await page.goto(`${newsroom.url}${path}`);
    return look(page);
  });
}

/** What `look` finds on each page, by the page's name. */
function foundOnEach<T>(options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<Record<string, T>> {
  return inWindow(options, async (page) => {
    const found: Record<string, T> = {};
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(`${newsroom.url}${path}`);
      found[name] = await look(page);
    }
    return found;
  });
}

describe('each page', () => {
  test('each page that the browser tests open has an address', () => {
    expect(Object.values(paths)).not.toContain('');
  });

  accessiblePages('each page', () => Object.keys(paths), foundOnEach);

  test('each page shows its images, styles and frames under its own content policy', async () => {
    for (const path of [
      '/posts/what-we-learned',
      '/events/spring',
      '/search',
      '/sent/alert-what-we-learned',
      '/local/x',
      '/desk/publications/alert-what-we-learned',
      '/local/inbox',
    ]) {
      const refused = await opened('/privacy', {}, async (page) => {
        const said: string[] = [];
        page.on('console', (message) => said.push(message.text()));
        await page.goto(`${newsroom.url}${path}`, { waitUntil: 'networkidle' });
        const blank = await page.evaluate(() => [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.src));
        // The typeface of an email in a frame is that of its heading, not of the body.
        const font = await page.evaluate(() => getComputedStyle(document.querySelector('h1') ?? document.body).fontFamily);
        return [...said, ...blank, ...(font.startsWith('Arial') ? [] : [font])];
      });
      expect([path, refused]).toEqual([path, []]);
    }
  });
});

test('on a phone and in a wide window every page of the desk has a header of one height, whole tags, headings that touch nothing, and buttons as tall as their field', {
  timeout: 120_000,
}, async () => {
  const heights = { 390: new Set<number>(), 1280: new Set<number>() };
  const wrong: string[] = [];
  await inWindow({}, async (page) => {
    for (const [name, path] of Object.entries(paths)) {
      if (!path.startsWith('/desk/')) continue;
      await page.goto(`${newsroom.url}${path}`);
      for (const width of [390, 1280] as const) {
        await page.setViewportSize({ width, height: 844 });
        const found = await page.evaluate(lookOf);
        heights[width].add(found.header);
        wrong.push(...found.faults.map((fault) => `${name}, ${width} pixels wide: ${fault}`));
      }
    }
  });
  expect(wrong).toEqual([]);
  expect([heights[390].size, heights[1280].size]).toEqual([1, 1]);
});

/** What is ugly on the page that is open: runs in the browser. */
function lookOf(): { header: number; faults: string[] } {
  const box = (element: Element) => element.getBoundingClientRect();
  const seen = (element: Element) => box(element).height > 0 && box(element).width > 1;
  const words = (element: Element) => `“${element.textContent?.trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
  const all = (selector: string) => [...document.querySelectorAll(selector)].filter(seen);
  const broken = all('.nhsuk-tag').filter((tag) => box(tag).height > 1.9 * Number.parseFloat(getComputedStyle(tag).fontSize));
  const glued = all('main h2, main h3').filter((heading) => {
    const before = heading.previousElementSibling;
    return before && seen(before) && box(before).bottom <= box(heading).top + 1 && box(heading).top - box(before).bottom < 8;
  });
  const tall = all('.search__line').filter((line) => {
    const [field, button] = [line.querySelector('input'), line.querySelector('button')];
    return field && button && Math.abs(box(field).height - box(button).height) > 6;
  });
  return {
    header: Math.round(document.querySelector('main')?.getBoundingClientRect().top ?? 0),
    faults: [
      ...broken.map((tag) => `the tag ${words(tag)} is broken in two`),
      ...glued.map((heading) => `the heading ${words(heading)} touches what is above it`),
      ...tall.map((line) => `the button ${words(line)} is not as tall as its field`),
    ],
  };
}

test('each page for readers begins with a link that skips to its main part', { timeout: 60_000 }, async () => {
  const wrong: string[] = [];
  await inWindow({ javaScriptEnabled: false, viewport: { width: 375, height: 700 } }, async (page) => {
    for (const [name, path] of Object.entries(paths)) {
      if (/^\/(desk|local)\//.test(path) || path === '/') continue;
      await page.goto(`${newsroom.url}${path}`);
      await page.keyboard.press('Tab');
      const skip = page.locator(':focus');
      const box = await skip.boundingBox();
      if ((await skip.textContent()) !== 'Skip to main content' || !box || box.x < 0 || box.y < 0)
        wrong.push(`${name}: not first, or not seen`);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      const inMain = await page.locator('main :focus, footer :focus').count();
      if (!page.url().endsWith('#main') || inMain !== 1) wrong.push(`${name}: does not skip`);
    }
  });
  expect(wrong).toEqual([]);
});

test('a reader without JavaScript searches, and finds a sent email, by keyboard alone', async () => {
  await opened('/search', { javaScriptEnabled: false }, async (page) => {
    await page.getByLabel('Words to look for in our posts and events').focus();
    await page.keyboard.type('SURPRISED');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '1 result for “SURPRISED”' }).waitFor();
    await page.getByRole('link', { name: 'What we learned' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'What we learned' }).waitFor();
    await page.getByRole('link', { name: 'Sent emails' }).press('Enter');
    await page.getByRole('link', { name: 'What we learned', exact: true }).press('Enter');
    await page.getByText('We sent this email on').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch('What we learned');
    await page.getByRole('link', { name: 'All sent emails' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sent emails' }).waitFor();
  });
});

test('an email in a frame shows its text and images, and its frame is sandboxed', async () => {
  await opened('/desk/publications/alert-what-we-learned', { viewport: { width: 1280, height: 900 } }, async (page) => {
    const frame = page.frameLocator('iframe.frame-wide');
    expect(await frame.getByRole('heading', { level: 1 }).textContent()).toMatch('What we learned');
    const image = frame.locator('img').first();
    expect(await image.evaluate((element) => (element instanceof HTMLImageElement ? element.naturalWidth : 0))).toBeGreaterThan(0);
  });
});

test('a reader without JavaScript unsubscribes by the button, and an editor moves the clock and pauses, by keyboard alone', async () => {
  await opened(paths['the unsubscribe page'] ?? '', { javaScriptEnabled: false }, async (page) => {
    await page.getByRole('button', { name: 'Stop all emails' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You have left');
  });
  await opened('/desk/people', { javaScriptEnabled: false }, async (page) => {
    await page.getByRole('link', { name: 'Pause everything' }).press('Enter');
    await page.getByLabel('Why?').focus();
    await page.keyboard.type('Waiting for news');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Everything is paused' }).waitFor();
    await page.getByRole('button', { name: 'Let everything go on' }).press('Enter');
    await page.getByRole('link', { name: 'Pause everything' }).waitFor();
  });
  await opened('/', { javaScriptEnabled: false }, async (page) => {
    const before = await page.getByRole('heading', { level: 2 }).first().textContent();
    await page.getByRole('button', { name: 'Move to the next thing on the plan' }).press('Enter');
    await page.waitForLoadState();
    expect(await page.getByRole('heading', { level: 2 }).first().textContent()).not.toBe(before);
  });
  await opened('/posts', { javaScriptEnabled: false }, async (page) => {
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to main content');
  });
});

test('the month on the desk is a table where there is room, and on a phone a list of the days with something', async () => {
  const look = async (page: Page) => ({
    names: await page.getByRole('columnheader').count(),
    shown: await page.locator('td.cal__day').filter({ visible: true }).count(),
    words: await page
      .getByText('Thursday 19 March')
      .first()
      .evaluate((day) => day.getBoundingClientRect().width > 10),
  });
  const path = '/desk/calendar?month=2020-03';
  expect(await opened(path, { viewport: { width: 1280, height: 900 } }, look)).toEqual({ names: 7, shown: 42, words: false });
  const onPhone = await opened(path, { viewport: { width: 375, height: 700 }, javaScriptEnabled: false }, look);
  expect(onPhone.names).toBe(0);
  expect(onPhone.shown).toBeLessThan(12);
  expect(onPhone.words).toBe(true);
});

test('a person finds the week of an email in the calendar, and opens the form that moves it, by keyboard alone', async () => {
  await opened('/desk/calendar?month=2020-03', { javaScriptEnabled: false }, async (page) => {
    await page.getByRole('link', { name: 'Week of 16 March' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Calendar: Week of 16 March 2020' }).waitFor();
    await page.getByRole('link', { name: /^Move Reminder, 7 days before: Spring session/ }).press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Move “Reminder/ }).waitFor();
    expect(await page.getByRole('radio').count()).toBeGreaterThan(3);
  });
});

test('a person rehearses the weeks of a reader of events, and opens her email, by keyboard alone and without JavaScript', async () => {
  await opened('/desk/calendar', { javaScriptEnabled: false }, async (page) => {
    await page.getByRole('link', { name: 'Rehearse' }).press('Enter');
    await page.getByLabel('Only news of our events').press('Space');
    await page.getByLabel('How far ahead, from today?').selectOption('13 weeks');
    await page.getByRole('button', { name: 'Show her weeks' }).press('Enter');
    await page.getByRole('heading', { name: 'Her inbox' }).waitFor();
    await page
      .getByRole('link', { name: /Spring session/ })
      .first()
      .press('Enter');
    await page.getByText('It has not been sent').waitFor();
    expect(await page.frameLocator('iframe.frame-wide').getByText('Spring session').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Back to the rehearsal' }).press('Enter');
    await page.getByRole('heading', { name: 'Her inbox' }).waitFor();
  });
});

test('a yearly report fits a sheet of A4, in black on white also for whoever reads in the dark, and shows nothing that only a screen can use', async () => {
  // 180 millimetres: the sheet without its margins.
  await opened('/desk/reports/year?of=2019', { viewport: { width: 680, height: 980 }, colorScheme: 'dark' }, async (page) => {
    expect(await page.locator('svg.chart').count()).toBeGreaterThan(5);
    await page.emulateMedia({ media: 'print' });
    expect(await overflow(page)).toBe(0);
    for (const gone of ['.menu', '.masthead', 'footer', '.figures__file', '.nhsuk-back-link'])
      expect([gone, await page.locator(gone).filter({ visible: true }).count()]).toEqual([gone, 0]);
    const inks = await page.evaluate(() => [
      ...new Set(
        [...document.querySelectorAll('.chart text, .figures td, h1')].map((one) => {
          const { fill, color } = getComputedStyle(one);
          return one.localName === 'text' ? fill : color;
        }),
      ),
    ]);
    expect(inks).toEqual(['rgb(0, 0, 0)']);
    expect(
      await page.evaluate(
        () => getComputedStyle(document.querySelector('.figures td a, .figures th a') ?? document.body, '::after').content,
      ),
    ).toBe('none');
  });
});
