// The script of the story form, in a real browser with the policy of the page.
import { getRequestListener } from '@hono/node-server';
import type { BrowserContext, BrowserContextOptions, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DraftId } from '#core/draft/draft';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import { tabTo } from '#tests/browser/by-keyboard';
import { windows } from '#tests/browser/in-window';
import { NO_FAULTS, overflow, violationsInBoth } from '#tests/browser/opened-browser';
import { servedDesk } from '#tests/browser/served-desk';
import { GOOGLE_DOCS, OUTLOOK, WORD } from '#tests/core/draft/clipboards';
import { sampleNewsroom } from '#tests/web/sample-newsroom';
import { signedInDesk } from '#tests/web/signed-in-desk';

const DESKTOP = { width: 1280, height: 900 };

const inWindow = windows();
let newsroom: Awaited<ReturnType<typeof sampleNewsroom>>;
let served: Loopback;
let signedIn: Awaited<ReturnType<typeof signedInDesk>>;
let behindSignIn: Loopback;
beforeAll(async () => {
  newsroom = await sampleNewsroom({ files: { 'posts/odd.md': '---\ntitle: [not closed\n---\n\nWords.\n' } });
  served = await servedDesk(newsroom);
  behindSignIn = await listenOnLoopback(
    getRequestListener((request) => {
      const app = new URL(request.url).pathname.startsWith('/desk') ? signedIn.app : signedIn.apps.public;
      return app.fetch(request, { event: { requestContext: { timeEpoch: signedIn.time.now.epochMilliseconds } } });
    }),
    { browsers: 'pages' },
  );
  signedIn = await signedInDesk(behindSignIn.url);
});
afterAll(async () => {
  await served?.stop();
  await signedIn?.standIn.stop();
  await behindSignIn?.stop();
});

const body = (page: Page) => page.getByLabel('Text', { exact: true });
const saved = (page: Page) => page.locator('#saved');
const banner = (page: Page) => page.getByRole('alert');

/** Opens a draft of its own for a test. Whatever the browser complains of fails the test, unless it is `expected`. */
async function written(
  look: (page: Page, draft: DraftId, context: BrowserContext) => Promise<void>,
  { expected, ...options }: BrowserContextOptions & { expected?: RegExp } = {},
): Promise<void> {
  await inWindow({ viewport: DESKTOP, ...options }, async (page) => {
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`)));
    page.on('pageerror', (error) => void complaints.push(String(error)));
    await page.goto(`${served.url}/desk/stories`);
    await page.getByRole('button', { name: 'Write a post' }).click();
    await page.waitForURL(/\/desk\/stories\/(?!new)/);
    await look(page, idIn(page), page.context());
    expect(complaints.filter((one) => !expected?.test(one))).toEqual([]);
  });
}

const idIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) as DraftId;
const isSave = (url: URL) => /^\/desk\/stories\/[^/]+$/.test(url.pathname);

/** Answers each save that the page sends by `how`, and nothing else. */
async function onSaves(page: Page, how: (route: Route) => Promise<void>): Promise<void> {
  await page.route(isSave, (route) => (route.request().method() === 'POST' ? how(route) : route.continue()));
}

async function textsOf(draft: DraftId): Promise<string[]> {
  const versions = await newsroom.world.drafts.versions(draft);
  const texts = await Promise.all(versions.map(({ version }) => newsroom.world.drafts.find(draft, version)));
  return texts.map((one) => one?.text ?? '').reverse();
}

describe('saving', () => {
  test('what is written is saved two seconds after the last letter, and the buttons go on from there', async () => {
    await written(async (page, draft) => {
      await page.getByLabel('Title', { exact: true }).fill('Saved by itself');
      await body(page).pressSequentially('We spoke first.');
      expect(await saved(page).innerText()).toBe('Not saved yet');
      await saved(page).getByText('Saved at 8am').waitFor();
      expect((await newsroom.world.drafts.newest(draft))?.text).toContain('We spoke first.');
      await body(page).pressSequentially(' It helped.');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'Check before you publish: Saved by itself' }).waitFor();
      expect((await newsroom.world.drafts.newest(draft))?.text).toContain('We spoke first. It helped.');
    });
  });

  test('letters that come while a save is on its way are saved after it, from the version that it gave', async () => {
    await written(async (page, draft) => {
      let most = 0;
      let onTheWay = 0;
      const held = Promise.withResolvers<void>();
      await onSaves(page, async (route) => {
        onTheWay += 1;
        most = Math.max(most, onTheWay);
        await held.promise;
        const answer = await route.fetch();
        onTheWay -= 1;
        await route.fulfill({ response: answer });
      });
      const first = page.waitForRequest((request) => request.method() === 'POST' && isSave(new URL(request.url())));
      await body(page).pressSequentially('One.');
      await first;
      await body(page).pressSequentially(' Two.');
      // Pressed again, because nothing seems to happen.
      for (let press = 0; press < 3; press += 1) await page.getByRole('button', { name: 'Save draft' }).click();
      held.resolve();
      await page.getByRole('status').getByText('Saved at 8am').waitFor();
      expect(most).toBe(1);
      expect((await textsOf(draft)).map((text) => text.split('---\n').at(-1)?.trim())).toEqual(['', 'One.', 'One. Two.']);
    });
  });

  test('a page that is opened and left unchanged saves nothing', async () => {
    await written(async (page, draft) => {
      await page.goto(`${served.url}/desk/stories`);
      expect(await textsOf(draft)).toHaveLength(1);
    });
  });

  test('what was typed last is saved when the page is left at once', async () => {
    await written(async (page, draft) => {
      await body(page).pressSequentially('In the last moment.');
      await page.goto(`${served.url}/desk/stories`);
      await expect.poll(async () => (await newsroom.world.drafts.newest(draft))?.text).toContain('In the last moment.');
      await page.goto(`${served.url}/desk/stories/${draft}`);
      expect(await page.locator('#kept-words').innerText()).toBe('');
    });
  });
});

describe('a save that fails', () => {
  test('a connection that is lost in mid-sentence is said in red, and the words are saved when it is back', async () => {
    await written(
      async (page, draft, context) => {
        await context.setOffline(true);
        await body(page).pressSequentially('We were just about to');
        await banner(page).getByText('Not saved: the desk does not answer.').waitFor();
        await banner(page).getByText('Your words are kept in this browser.').waitFor();
        expect(await saved(page).innerText()).toBe('Not saved');
        await body(page).pressSequentially(' say it.');
        await context.setOffline(false);
        await page.getByRole('status').getByText('Saved again. Nothing is lost.').waitFor();
        expect(await banner(page).innerText()).toBe('');
        await expect.poll(async () => (await newsroom.world.drafts.newest(draft))?.text).toContain('We were just about to say it.');
      },
      { expected: /ERR_INTERNET_DISCONNECTED/ },
    );
  });

  test('words that never reached the desk are offered when the draft is opened again, and nothing is restored by itself', async () => {
    await written(
      async (page, draft, context) => {
        const { save } = newsroom.world.drafts;
        newsroom.world.drafts.save = () => Promise.reject(new Error('The table does not answer.'));
        await body(page).pressSequentially('Only in this browser.');
        await banner(page).getByText('Not saved: the desk answered with a fault.').waitFor();
        await page.close();
        const again = await context.newPage();
        await again.goto(`${served.url}/desk/stories/${draft}`);
        expect(await body(again).inputValue()).toBe('');
        const notice = again.locator('#kept-words');
        expect(await notice.innerText()).toContain('This browser kept other words for this story less than a minute ago.');
        await notice.getByText('Compare them').click();
        expect(await notice.innerText()).toContain('Only in this browser.');
        newsroom.world.drafts.save = save;
        await notice.getByRole('button', { name: 'Use the words of this browser' }).click();
        expect(await body(again).inputValue()).toBe('Only in this browser.');
        await saved(again).getByText('Saved at 8am').waitFor();
        expect((await newsroom.world.drafts.newest(draft))?.text).toContain('Only in this browser.');
        await again.reload();
        expect(await again.locator('#kept-words').innerText()).toBe('');
      },
      { expected: /500/ },
    );
  });

  test('a text that is too long to be saved is said with what to do, stays in the browser, and is saved once it is shorter', async () => {
    await written(
      async (page, draft) => {
        const long = 'We spoke before we acted. '.repeat(16_000);
        await body(page).fill(long);
        await banner(page).getByText('Not saved: the text is too long.').waitFor();
        expect(await banner(page).innerText()).toContain('Put a part of it into another story');
        expect(await banner(page).innerText()).toContain('Your words are kept in this browser.');
        await page.reload();
        await page.locator('#kept-words').getByText('This browser kept other words').waitFor();
        await page.getByRole('button', { name: 'Use the words of this browser' }).click();
        expect(await body(page).inputValue()).toBe(long);
        await body(page).fill('Shorter.');
        await page.getByRole('button', { name: 'Save draft' }).click();
        await page.getByRole('status').getByText('Saved at 8am').waitFor();
        expect((await newsroom.world.drafts.newest(draft))?.text).toContain('Shorter.');
        expect(await banner(page).innerText()).toBe('');
      },
      { expected: /413/ },
    );
  });

  test('a save whose answer is lost is not taken for somebody else’s', async () => {
    await written(
      async (page, draft) => {
        let answered = 0;
        await onSaves(page, async (route) => {
          const answer = await route.fetch();
          answered += 1;
          await (answered === 1 ? route.abort() : route.fulfill({ response: answer }));
        });
        await body(page).pressSequentially('One.');
        await banner(page).getByText('Not saved: the desk does not answer.').waitFor();
        await body(page).pressSequentially(' Two.');
        await page.getByRole('button', { name: 'Save draft' }).click();
        await page.getByRole('status').getByText('Saved at 8am').waitFor();
        expect((await textsOf(draft)).map((text) => text.split('---\n').at(-1)?.trim())).toEqual(['', 'One.', 'One. Two.']);
      },
      { expected: /ERR_FAILED/ },
    );
  });

  test.each([
    ['a page of somebody between, which says 200', { status: 200, contentType: 'text/html', body: '<h1>Welcome to our network</h1>' }],
    ['an answer without a version', { status: 200, json: {} }],
    ['a fault', { status: 502, body: 'Bad gateway' }],
  ])('%s is not taken for a save', async (_, answer) => {
    await written(
      async (page) => {
        await onSaves(page, (route) => route.fulfill(answer));
        await body(page).pressSequentially('Not there.');
        await banner(page).getByText('Not saved: the desk answered with a fault.').waitFor();
        expect(await saved(page).innerText()).toBe('Not saved');
      },
      { expected: /502/ },
    );
  });

  test('a person who is signed out while writing signs in in another window, presses Save draft, and has lost nothing', async () => {
    await inWindow({ viewport: DESKTOP }, async (page) => {
      await page.goto(`${behindSignIn.url}/desk/stories`);
      await page.getByRole('link', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: 'Write a post' }).click();
      await page.waitForURL(/\/desk\/stories\/(?!new)/);
      const draft = idIn(page);
      await page.context().clearCookies();
      await body(page).pressSequentially('An hour of work.');
      await banner(page).getByText('Not saved: you are signed out.').waitFor();
      const opening = page.context().waitForEvent('page');
      await banner(page).getByRole('link', { name: 'Sign in in a new window' }).click();
      const other = await opening;
      await other.getByRole('heading', { level: 1, name: 'Your sign-in' }).waitFor();
      await page.getByRole('button', { name: 'Save draft' }).click();
      await saved(page).getByText('Saved at 8am').waitFor();
      expect(await banner(page).innerText()).toBe('');
      expect((await signedIn.world.drafts.newest(draft))?.text).toContain('An hour of work.');
    });
  });

  test('two windows of a phone with one draft, of which one lost its connection: it says who saved and when, overwrites nothing, and shows both texts', async () => {
    await written(
      async (page, draft, context) => {
        const other = await context.newPage();
        await other.goto(page.url());
        await body(page).pressSequentially('Of the first window.');
        await saved(page).getByText('Saved at 8am').waitFor();
        await context.setOffline(true);
        await body(other).pressSequentially('Of the second window.');
        await banner(other).getByText('Not saved: the desk does not answer.').waitFor();
        await context.setOffline(false);
        await banner(other).getByText('saved this draft on Thursday 12 September 2019 at 8am, in another window.').waitFor();
        await body(other).pressSequentially(' And more.');
        expect(await textsOf(draft)).toHaveLength(2);
        await other.getByRole('button', { name: 'Save draft' }).click();
        await other.getByRole('heading', { name: /while you were writing/ }).waitFor();
        const both = ['Of the first window.', 'Of the second window. And more.'];
        for (const text of both) expect(await other.getByRole('main').textContent()).toContain(text);
        await other.getByRole('button', { name: 'Save both as one' }).click();
        await saved(other).waitFor();
        for (const text of both) expect(await body(other).inputValue()).toContain(text);
        expect(await textsOf(draft)).toHaveLength(3);
      },
      { expected: /409|ERR_INTERNET_DISCONNECTED/, viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true },
    );
  });
});

describe('the toolbar', () => {
  test('the toolbar is one stop of the keyboard, with arrows between its buttons, and what it does can be undone', async () => {
    await written(async (page) => {
      await page.getByLabel('Summary', { exact: true }).focus();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Heading');
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Bold');
      await page.keyboard.press('End');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Footnote');
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Heading');
      await page.keyboard.press('Tab');
      expect(await body(page).evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.type('We spoke first');
      await page.keyboard.press('Shift+Control+ArrowLeft');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      expect(await body(page).inputValue()).toBe('We spoke **first**');
      expect(await body(page).evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('Control+z');
      expect(await body(page).inputValue()).toBe('We spoke first');
      await page.keyboard.press('Tab');
      expect(await body(page).evaluate((element) => element === document.activeElement)).toBe(false);
    });
  });

  test('Ctrl with B, I and K make bold, italic and a link, and what they write is saved', async () => {
    await written(async (page, draft) => {
      await body(page).fill('one two three');
      for (const [from, key] of [
        [8, 'k'],
        [4, 'i'],
        [0, 'b'],
      ] as const) {
        await body(page).evaluate((element: HTMLTextAreaElement, at) => element.setSelectionRange(at, at + (at === 8 ? 5 : 3)), from);
        await page.keyboard.press(`Control+${key}`);
      }
      expect(await body(page).inputValue()).toBe('**one** *two* [three](https://)');
      await saved(page).getByText('Saved at 8am').waitFor();
      expect((await newsroom.world.drafts.newest(draft))?.text).toContain('**one** *two* [three](https://)');
    });
  });

  test.each(['Add a picture to the text', 'Upload a picture', 'Preview'])(
    'the button %s saves what is typed, and leads on',
    async (name) => {
      await written(async (page, draft) => {
        await body(page).fill('Words before it.');
        await page.getByRole('button', { name, exact: true }).click();
        await page.waitForURL(/\/(picture\/(text|top)|preview)$/);
        expect((await textsOf(draft)).map((text) => text.split('---\n').at(-1)?.trim())).toEqual(['', 'Words before it.']);
      });
    },
  );

  test('without JavaScript there is no toolbar, no preview and no word of saving by itself', async () => {
    await written(
      async (page) => {
        expect(await page.getByRole('toolbar').count()).toBe(0);
        expect(await page.getByRole('alert').innerText()).toBe('');
        expect(await page.getByRole('status').innerText()).toBe('');
      },
      { javaScriptEnabled: false },
    );
  });
});

test('a post is written and published by keyboard alone, with the script', async () => {
  await written(async (page) => {
    const type = async (name: string, words: string) => {
      await tabTo(page, name, 'textbox');
      await page.keyboard.type(words);
    };
    const press = async (name: string) => {
      await tabTo(page, name, 'button');
      await page.keyboard.press('Enter');
    };
    await type('Title', 'By keyboard');
    await type('Author', 'Sam Example');
    await type('Text', 'We spoke first.');
    await press('Continue');
    await page.getByRole('heading', { name: 'Check before you publish: By keyboard' }).waitFor();
    await press('Publish');
    await page.getByRole('heading', { level: 1, name: 'Published' }).waitFor();
    expect([...newsroom.files.keys()].filter((file) => file.includes('by-keyboard'))).toHaveLength(1);
  });
});

test('a file that has no fields is saved by itself too', async () => {
  await written(async (page) => {
    await page.goto(`${served.url}/desk/stories`);
    await page.locator('form:has(input[value="posts/odd.md"]) button').click();
    const file = page.getByLabel('The file', { exact: true });
    await file.press('Control+End');
    await page.keyboard.type('More words.');
    await saved(page).getByText('Saved at 8am').waitFor();
    expect((await newsroom.world.drafts.newest(idIn(page)))?.text).toContain('Words.\nMore words.');
  });
});

describe('pasting', () => {
  /** Pastes as a browser does: what is on a clipboard comes with an event, in each of its types. */
  const paste = (page: Page, clipboard: Record<string, string>) =>
    body(page).evaluate((element, types) => {
      const clipboardData = new DataTransfer();
      for (const [type, text] of Object.entries(types)) clipboardData.setData(type, text);
      element.focus();
      return element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, clipboard);

  test('a page of Google Docs keeps its bold and its lists, under the policy of the page', async () => {
    await written(async (page) => {
      await paste(page, { 'text/html': GOOGLE_DOCS, 'text/plain': 'plain bold' });
      const text = await body(page).inputValue();
      expect(text).toContain('plain **bold** and *italic*, a [link](https://example.org/packs).');
      expect(text).toContain('- One\n  - Deeper\n- **Two**');
    });
  });

  test('a text of Word comes as headings, lists and tables, and a sentence says that its pictures did not', async () => {
    await written(async (page) => {
      await paste(page, { 'text/html': WORD, 'text/plain': 'x' });
      const text = await body(page).inputValue();
      expect(text).toContain('- Huddles\n  - at 11am\n- Calm boxes');
      expect(text).not.toMatch(/file:|mso|<o:p>/);
      expect(await page.getByRole('status').innerText()).toMatch(/not taken along/);
      await page.keyboard.press('Control+z');
      expect(await body(page).inputValue()).toBe('');
    });
  });

  test('words of an email go into the middle of a text, apart from its paragraphs', async () => {
    await written(async (page) => {
      await body(page).fill('Before.\n\nAfter.');
      await body(page).evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(7, 7));
      await paste(page, { 'text/html': OUTLOOK, 'text/plain': 'x' });
      const text = await body(page).inputValue();
      expect(text).toMatch(/^Before\.\n\nDear all,\n\n/);
      expect(text).toMatch(/\n\nAfter\.$/);
    });
  });

  test('plain text is pasted as it is, by Ctrl with V and by Ctrl with Shift and V', async () => {
    await written(
      async (page) => {
        await page.evaluate(async () => {
          const html = new Blob(['<p>A <b>bold</b> word</p>'], { type: 'text/html' });
          const plain = new Blob(['A bold word'], { type: 'text/plain' });
          await navigator.clipboard.write([new ClipboardItem({ 'text/html': html, 'text/plain': plain })]);
        });
        await body(page).focus();
        await page.keyboard.press('Control+v');
        expect(await body(page).inputValue()).toBe('A **bold** word');
        await body(page).fill('');
        await page.keyboard.press('Control+Shift+v');
        expect(await body(page).inputValue()).toBe('A bold word');
        await body(page).fill('');
        await page.evaluate(() => navigator.clipboard.writeText('# not *changed*\n<b>at all</b>'));
        await page.keyboard.press('Control+v');
        expect(await body(page).inputValue()).toBe('# not *changed*\n<b>at all</b>');
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
  });

  test('a script in pasted HTML does not run', async () => {
    await written(async (page) => {
      await paste(page, {
        'text/html': '<p>Words<img src="/nowhere.png" onerror="document.title=1"><script>document.title=2</script></p>',
      });
      expect(await body(page).inputValue()).toBe('Words');
      expect(await page.title()).toMatch(/^Without a title/);
    });
  });
});

describe('the preview beside the text', () => {
  const frame = (page: Page, title = 'The email') => page.frameLocator(`iframe[title="${title}"]`);
  const shown = (page: Page, words: string) => frame(page).locator('p', { hasText: words });
  /** Both pictures were asked for, and answered. */
  const complete = (images: Element[]) => images.length === 2 && images.every((one) => (one as HTMLImageElement).complete);
  const LONG = Array.from({ length: 60 }, (_, i) => `Paragraph ${i + 1} of a long text.`).join('\n\n');

  test('the preview shows each way in which readers get the story, by the program that sends it', async () => {
    await written(async (page) => {
      await page.getByLabel('Title', { exact: true }).fill('Talking first');
      await body(page).fill('We spoke **first**.\n\n- one');
      await frame(page).getByRole('heading', { name: 'Talking first' }).waitFor();
      expect(await frame(page).locator('strong', { hasText: 'first' }).count()).toBe(1);
      await page.getByRole('tab', { name: 'Email' }).focus();
      await page.keyboard.press('ArrowRight');
      await frame(page, 'The email on a phone').getByRole('heading', { name: 'Talking first' }).waitFor();
      await page.keyboard.press('ArrowRight');
      expect(await page.getByRole('tabpanel', { name: 'Plain text' }).innerText()).toMatch(/We spoke first\.\s+[-•] one/);
      await page.keyboard.press('ArrowRight');
      const posts = await page.getByRole('tabpanel', { name: 'Social posts' }).innerText();
      expect(posts).toMatch(/\d+ of 280 characters, as X counts them/);
      expect(posts).toContain('It costs $0.20.');
      await page.keyboard.press('End');
      await frame(page, 'The page on the website').getByRole('heading', { level: 1, name: 'Talking first' }).waitFor();
    });
  });

  test('the preview follows what is typed, and stays where its reader has scrolled to', async () => {
    await written(async (page) => {
      await body(page).fill(LONG);
      await shown(page, 'Paragraph 60 of a long text.').waitFor();
      const place = (to?: number) =>
        frame(page)
          .locator('html')
          .evaluate((html, top) => {
            if (top !== undefined) html.scrollTop = top;
            return html.scrollTop;
          }, to);
      expect(await place(300)).toBe(300);
      await body(page).press('Control+End');
      await body(page).pressSequentially(' And a word more.');
      await shown(page, 'And a word more.').waitFor();
      expect(await place()).toBe(300);
    });
  });

  test('an answer about earlier words never takes the place of a later one, however late it comes', async () => {
    await written(async (page) => {
      await shown(page, '[Text]').waitFor();
      const held = Promise.withResolvers<void>();
      let asked = 0;
      await page.route(/preview-parts$/, async (route) => {
        asked += 1;
        if (asked === 1) await held.promise;
        await route.continue();
      });
      await body(page).fill('Earlier words.');
      await expect.poll(() => asked).toBe(1);
      await body(page).fill('Later words.');
      held.resolve();
      await shown(page, 'Later words.').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await shown(page, 'Later words.').count()).toBe(1);
      expect(await shown(page, 'Earlier words.').count()).toBe(0);
    });
  });

  test('the preview saves nothing, and a lost connection leaves the last one there', async () => {
    await written(
      async (page, draft, context) => {
        await body(page).fill('Seen once.');
        await shown(page, 'Seen once.').waitFor();
        expect(await textsOf(draft)).toHaveLength(1);
        await context.setOffline(true);
        await body(page).fill('Not seen.');
        await banner(page).getByText('Not saved: the desk does not answer.').waitFor();
        expect(await shown(page, 'Seen once.').count()).toBe(1);
      },
      { expected: /ERR_INTERNET_DISCONNECTED/ },
    );
  });

  test('scripts and hostile pictures in a draft do not run in the preview, nor would they if the desk let them through', async () => {
    const hostile =
      '<script>top.document.title = "ran"</script><img src="/favicon.svg?x" onload="top.document.title = \'ran\'"><img src="/none" onerror="top.document.title = \'ran\'">';
    await written(
      async (page) => {
        await page.getByLabel('Title', { exact: true }).fill(`Title ${hostile}`);
        await shown(page, '[Text]').waitFor();
        await body(page).fill(`Words. ${hostile}`);
        await page.getByText('The preview waits until this is put right:').waitFor();
        expect(await shown(page, '[Text]').count()).toBe(1);
        await page.route(/preview-parts$/, (route) =>
          route.fulfill({
            json: {
              email: `<!DOCTYPE html><html><head></head><body><p>Let through</p>${hostile}</body></html>`,
              text: hostile,
              posts: hostile,
              page: hostile,
              waits: '',
            },
          }),
        );
        await body(page).pressSequentially('.');
        await shown(page, 'Let through').waitFor();
        await expect.poll(() => frame(page).locator('img').evaluateAll(complete)).toBe(true);
        await page.getByRole('tab', { name: 'Social posts' }).click();
        await expect.poll(() => page.getByRole('tabpanel').locator('img').evaluateAll(complete)).toBe(true);
        expect(await page.title()).not.toBe('ran');
        expect(await page.locator('iframe[title="The email"]').getAttribute('sandbox')).not.toContain('allow-scripts');
      },
      { expected: /Content Security Policy|sandboxed|404/ },
    );
  });

  test.each([1280, 390])('the form with its script has no violation that axe finds, in light and dark mode at %i pixels', async (width) => {
    const faults = async (page: Page) => ({ ...(await violationsInBoth(page)), tooWideBy: await overflow(page) });
    await written(
      async (page, _, context) => {
        await body(page).fill('Some words.');
        await shown(page, 'Some words.').waitFor();
        await context.setOffline(true);
        await body(page).fill('Some more words.');
        await banner(page).getByText('Not saved').first().waitFor();
        for (const name of ['Email', 'Plain text', 'Social posts']) {
          await page.getByRole('tab', { name }).click();
          expect([name, await faults(page)]).toEqual([name, NO_FAULTS]);
        }
        await context.setOffline(false);
        await page.getByRole('status').getByText('Saved again. Nothing is lost.').waitFor();
        await page.evaluate(() => {
          const fields = [['body', 'Kept words.\n'.repeat(40)]];
          localStorage.setItem(`newsroom ${location.pathname} another page`, JSON.stringify({ at: Date.now(), fields }));
        });
        await page.reload();
        await page.getByText('Compare them').click();
        expect(await faults(page)).toEqual(NO_FAULTS);
      },
      { expected: /ERR_INTERNET_DISCONNECTED/, viewport: { width, height: 800 } },
    );
  });
});
