import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessiblePages } from '#tests/browser/accessible-pages';
import { tabTo } from '#tests/browser/by-keyboard';
import { windows } from '#tests/browser/in-window';
import { servedDesk } from '#tests/browser/served-desk';
import { contentFolder, openedNewsroom } from '#tests/local/opened-newsroom';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';

const inWindow = windows();

describe('a reader with an email in the inbox', () => {
  const day = (n: number) => POST.replace('What we learned', `News of day ${n}`).replace('2019-09-12', `2019-09-${n}`);
  let folder: Awaited<ReturnType<typeof contentFolder>>;
  let newsroom: Awaited<ReturnType<typeof openedNewsroom>>;

  beforeAll(async () => {
    folder = await contentFolder({ 'posts/day-13.md': day(13), 'posts/day-16.md': day(16), 'posts/day-17.md': day(17) });
    newsroom = await openedNewsroom(['--content', folder.content, '--data', folder.data, '--at', '2019-09-12T08:00']);
  });
  afterAll(async () => {
    await newsroom?.stop();
    await folder?.remove();
  });

  /** The newest mail to the reader: its subject, and the paths behind its links. */
  const newest = async () => {
    const mails: { id: string; to: string; subject: string }[] = await newsroom.json('/local/inbox.json');
    const mail = mails.findLast(({ to }) => to === 'ama@avon.example.org');
    const text = await (await newsroom.get(`/local/inbox/${mail?.id}.eml`)).text();
    const preferences = /https:\/\/news\.example\.org(\/p\/[\w-]+)"/.exec(text)?.[1] ?? '';
    const unsubscribe = /List-Unsubscribe: <https:\/\/news\.example\.org([^>]+)>/.exec(text)?.[1] ?? '';
    return { subject: mail?.subject ?? '', preferences, unsubscribe };
  };

  test('a reader changes what they get and changes it back, by keyboard alone and without JavaScript, and the emails follow', {
    timeout: 120_000,
  }, async () => {
    await newsroom.clock({ to: '2019-09-12T09:30' });
    const first = await newest();
    expect(first.subject).toMatch('What we learned');
    await inWindow({ javaScriptEnabled: true, viewport: { width: 1280, height: 900 } }, async (page) => {
      // Our pages have no script. This test runs one to see where the keyboard focus is.
      expect(await (await newsroom.get(first.preferences)).text()).not.toMatch('<script');
      const choose = async (key: 'ArrowUp' | 'ArrowDown', now: string) => {
        await page.goto(`${newsroom.url}${first.preferences}`);
        await tabTo(page, key === 'ArrowUp' ? 'Each new post' : 'Once a week', 'radio');
        await page.keyboard.press(key);
        await tabTo(page, 'Save changes', 'button');
        await page.keyboard.press('Enter');
        await page.getByText('Your changes are saved.').waitFor();
        expect(await page.locator('.nhsuk-summary-list').textContent()).toMatch(now);
      };
      await choose('ArrowUp', 'Once a week');
      await newsroom.clock({ to: '2019-09-13T09:30' });
      expect((await newest()).subject).toBe(first.subject);
      await choose('ArrowDown', 'Each new post');
      await newsroom.clock({ to: '2019-09-16T09:30' });
      expect((await newest()).subject).toMatch('News of day 16');
    });
  });

  test('a reader unsubscribes and undoes it without JavaScript', { timeout: 120_000 }, async () => {
    const mail = await newest();
    await inWindow({ javaScriptEnabled: false }, async (page) => {
      const heading = () => page.getByRole('heading', { level: 1 }).textContent();
      await page.goto(`${newsroom.url}${mail.unsubscribe}`);
      await page.getByRole('button', { name: 'Stop all emails' }).click();
      expect(await heading()).toBe('You have left');
      await page.goto(`${newsroom.url}${mail.preferences}`);
      expect(await heading()).toBe('You have left');
      await page.getByRole('button', { name: 'Undo' }).press('Enter');
      expect(await heading()).toBe('You are back');
      await page.goto(`${newsroom.url}${mail.preferences}`);
      expect(await heading()).toBe('The emails you get');
    });
    await newsroom.clock({ to: '2019-09-17T09:30' });
    expect((await newest()).subject).toMatch('News of day 17');
  });
});

describe('each page behind a personal link', () => {
  let served: Awaited<ReturnType<typeof servedDesk>>;
  let paths: Record<string, string>;
  /** Forms of the preferences page: what is typed, and the button. */
  const forms = {
    'a choice with mistakes': { type: { 'Your name': 'x'.repeat(90) }, press: 'Save changes' },
    'a pause with mistakes': { type: { Day: '31', Month: '2', Year: '2020' }, press: 'Pause my emails' },
    'an address with mistakes': { type: { 'Your new email address': 'josé at home' }, press: 'Use this address' },
    'another address': { type: { 'Your new email address': `${'x'.repeat(50)}@example.org` }, press: 'Use this address' },
    'a pause': { type: { Day: '1', Month: '2', Year: '2020' }, press: 'Pause my emails' },
  };

  beforeAll(async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}, {}, {}, {}] });
    const { world, anyone, time } = newsroom;
    await newsroom.moveTo('2019-09-12T09:00');
    const [, unsubscribed, mistaken, erased, ...burst] = [0, 1, 2, 3, 4, 5, 6].map((n) =>
      world.subscribers.idOf(`person${n}@avon.example.org`),
    );
    const fresh = (id = anyone) => `/p/${world.tokens.sign('fresh', id, time.now.add({ hours: 24 }))}`;
    const preferences = (id = anyone, hours = 24) => `/p/${world.tokens.sign('preferences', id, time.now.add({ hours }))}`;
    if (unsubscribed) await newsroom.ask(`/u/${world.tokens.sign('unsubscribe', unsubscribed)}`, { method: 'POST' });
    if (mistaken) await world.suppressions.add(mistaken, 'bounced', time.now);
    if (erased) await newsroom.ask(`${fresh(erased)}/forget`, { method: 'POST' });
    for (const id of burst) await world.pendingUnsubscribes.record({ id, at: time.now, network: 'n', inBurst: true });
    served = await servedDesk(newsroom);
    paths = {
      'the preferences': preferences(),
      'the preferences by a fresh link': fresh(),
      'what needs a fresh link': `${preferences()}/held`,
      'what needs a fresh link, without emails': `${preferences(mistaken)}/forget`,
      'subject access': `${fresh()}/held`,
      'subject access after erasure': `${preferences(erased)}/held`,
      erasure: `${fresh()}/forget`,
      'the preferences after erasure': preferences(erased),
      'the preferences after an unsubscribe': preferences(unsubscribed),
      'the preferences of a bounced address': preferences(mistaken),
      'an expired link': preferences(anyone, -48),
      unsubscribe: `/u/${world.tokens.sign('unsubscribe', anyone)}`,
      'a bad link': '/p/preview',
      'pending unsubscribes': '/desk/departures',
    };
  });
  afterAll(() => served?.stop());

  async function foundOnEach<T>(options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<Record<string, T>> {
    return inWindow(options, async (page) => {
      const found: Record<string, T> = {};
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(`${served.url}${path}`);
        found[name] = await look(page);
      }
      for (const [name, { type, press }] of Object.entries(forms)) {
        await page.goto(`${served.url}${paths['the preferences by a fresh link']}`);
        for (const [label, value] of Object.entries(type)) await page.getByLabel(label, { exact: true }).fill(value);
        await page.getByRole('button', { name: press }).press('Enter');
        await page.waitForLoadState();
        found[name] = await look(page);
      }
      return found;
    });
  }

  const names = () => [...Object.keys(paths), ...Object.keys(forms)];
  accessiblePages('each page behind a personal link', names, foundOnEach);

  test('each page behind a personal link has a title and one heading, and its error summary links to each mistake', {
    timeout: 60_000,
  }, async () => {
    const found = await foundOnEach({}, async (page) => ({
      headings: await page.getByRole('heading', { level: 1 }).count(),
      lost: await page.evaluate(
        () =>
          [...document.querySelectorAll('.nhsuk-error-summary a')].filter((link) => {
            const field = document.querySelector(link.getAttribute('href') ?? '');
            return !document.title.startsWith('Error: ') || !field?.closest('.nhsuk-form-group--error');
          }).length,
      ),
    }));
    expect(found).toEqual(Object.fromEntries(names().map((name) => [name, { headings: 1, lost: 0 }])));
  });
});
