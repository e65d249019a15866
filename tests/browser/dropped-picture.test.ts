// Pictures that come into the text by the script: dropped, pasted or chosen, to a real S3 emulator, under the policy of the page.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Uploads } from '#adapters/s3/uploads';
import type { DraftId } from '#core/draft/draft';
import { accessiblePages } from '#tests/browser/accessible-pages';
import { tabTo } from '#tests/browser/by-keyboard';
import { windows } from '#tests/browser/in-window';
import { servedDesk } from '#tests/browser/served-desk';
import { freshS3 } from '#tests/contracts/fresh-s3';
import { phonePhotograph } from '#tests/web/desk/photograph';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const TEXT = 'We spoke first.\n\nThen we acted.';

const s3 = freshS3();
const inWindow = windows();
let newsroom: Awaited<ReturnType<typeof sampleNewsroom>>;
let served: Awaited<ReturnType<typeof servedDesk>>;
let photograph: Buffer;
const photographFile = join(tmpdir(), `IMG_2042-${process.pid}.jpg`);

beforeAll(async () => {
  newsroom = await sampleNewsroom();
  newsroom.world.uploads = s3Uploads(s3.client(), await s3.bucket());
  served = await servedDesk(newsroom);
  photograph = await phonePhotograph(800, 600);
  await writeFile(photographFile, photograph);
}, 120_000);
afterAll(async () => {
  await served?.stop();
});

const body = (page: Page) => page.getByLabel('Text', { exact: true });
const said = (page: Page) => page.getByRole('status');
const dialog = (page: Page) => page.getByRole('dialog', { name: 'What does the picture show?' });
const shows = (page: Page) => dialog(page).getByLabel('What does it show?');
const idIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) as DraftId;

/** Opens a post with two paragraphs. Whatever the browser complains of fails the test, unless it is `expected`. */
async function writing(
  look: (page: Page) => Promise<void>,
  { expected, ...options }: Parameters<typeof inWindow>[0] & { expected?: RegExp } = {},
) {
  await inWindow({ viewport: { width: 1280, height: 900 }, ...options }, async (page) => {
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => void complaints.push(String(error)));
    await begin(page);
    await look(page);
    expect(complaints.filter((one) => !expected?.test(one))).toEqual([]);
  });
}

async function begin(page: Page): Promise<void> {
  await page.goto(`${served.url}/desk/stories`);
  await page.getByRole('button', { name: 'Write a post' }).click();
  await page.waitForURL(/\/desk\/stories\/(?!new)/);
  await page.getByLabel('Title', { exact: true }).fill('Talking first');
  await body(page).fill(TEXT);
}

/** `size`: of a file of nothing but zeros, which the browser makes. */
type Given = { name: string; bytes: Buffer | string } | { name: string; size: number };

/** Lets files fall on an element, `line` lines below the upper edge of its text. */
async function drop(page: Page, files: Given[], { on = body(page), line = 0 } = {}): Promise<void> {
  const given = files.map((file) => [file.name, 'size' in file ? file.size : Buffer.from(file.bytes).toString('base64')] as const);
  await on.evaluate(
    (element, [names, at]) => {
      const dataTransfer = new DataTransfer();
      for (const [name, file] of names) {
        const bytes = typeof file === 'number' ? new Uint8Array(file) : Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name));
      }
      const { left, top } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const clientX = left + Number.parseFloat(style.paddingLeft) + 20;
      const clientY = top + Number.parseFloat(style.paddingTop) + Number.parseFloat(style.lineHeight) * (at + 0.5);
      const how = { dataTransfer, clientX, clientY, bubbles: true, cancelable: true };
      const isTaken = !element.dispatchEvent(new DragEvent('dragover', how));
      element.dispatchEvent(new DragEvent('drop', how));
      if (!isTaken) throw new Error('The page lets the browser open the file.');
    },
    [given, line] as const,
  );
}

async function paste(page: Page, types: Record<string, string>, files: ReturnType<typeof photo>[]): Promise<boolean> {
  const given = files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('base64')] as const);
  return body(page).evaluate(
    (element, [texts, names]) => {
      const clipboardData = new DataTransfer();
      for (const [type, text] of Object.entries(texts)) clipboardData.setData(type, text);
      for (const [name, text] of names)
        clipboardData.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name, { type: 'image/png' }));
      element.focus();
      return !element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    [types, given] as const,
  );
}

const photo = (name = 'IMG_2042.jpg') => ({ name, bytes: photograph });
const isInside = (page: Page) => page.evaluate(() => document.activeElement?.closest('dialog') !== null);

describe('a picture that is dropped on the text', () => {
  test('a picture that falls on a paragraph is asked about, stands after it with its words, and one Undo takes it out', async () => {
    await writing(async (page) => {
      await drop(page, [photo()], { line: 0 });
      await dialog(page).waitFor();
      const [width, height] = await dialog(page)
        .getByAltText('The picture that you chose')
        .evaluate((image: HTMLImageElement) => image.decode().then(() => [image.naturalWidth, image.naturalHeight]));
      expect([width, height]).toEqual([600, 800]);
      expect(await shows(page).evaluate((element) => element === document.activeElement)).toBe(true);
      await shows(page).fill('Two nurses [talking]');
      await dialog(page).getByLabel('Caption').fill('In Bristol');
      await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
      await said(page).getByText('The picture is in the text.').waitFor();
      expect(await dialog(page).count()).toBe(0);
      const text = await body(page).inputValue();
      expect(text).toMatch(
        /^We spoke first\.\n\n!\[Two nurses \\\[talking\\\]\]\((?:talking-first|picture)-\w{8}\.jpg "In Bristol"\)\n\nThen we acted\.$/,
      );
      expect(newsroom.files.has(`images/${/\(([^ ]+) /.exec(text)?.[1]}`)).toBe(true);
      expect(await body(page).evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('Control+z');
      expect(await body(page).inputValue()).toBe(TEXT);
      await page.keyboard.press('Control+y');
      expect(await body(page).inputValue()).toBe(text);
      await page.locator('#saved').getByText('Saved at 8am').waitFor();
      expect((await newsroom.world.drafts.newest(idIn(page)))?.text).toContain('![Two nurses \\[talking\\]](');
      // What is said of the picture is not replaced by what is said of saving.
      expect(await said(page).innerText()).toBe('The picture is in the text.');
    });
  });

  test('until when the people in a dropped picture agreed is asked for, stands in the form, and is saved with the text', async () => {
    await writing(async (page) => {
      await drop(page, [photo()], { line: 0 });
      await dialog(page).waitFor();
      await shows(page).fill('Two nurses talking');
      await dialog(page).getByLabel('Are there people in it who can be recognised?').fill('2027-03-01');
      await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
      await said(page).getByText('The picture is in the text.').waitFor();
      const src = /\((\S+\.jpg)\)/.exec(await body(page).inputValue())?.[1];
      expect(await page.locator('#peopleAgreed').inputValue()).toBe(`${src}: 2027-03-01`);
      await page.getByRole('button', { name: 'Save draft' }).click();
      await expect
        .poll(async () => (await newsroom.world.drafts.newest(idIn(page)))?.text)
        .toContain(`people_agreed:\n  ${src}: 2027-03-01\n`);
    });
  });

  test('a picture comes to the place where it fell, also when the text above it has grown meanwhile', async () => {
    await writing(async (page) => {
      const held = Promise.withResolvers<void>();
      await page.route(/picture\/here$/, async (route) => {
        await held.promise;
        await route.continue();
      });
      await drop(page, [photo()], { line: 2 });
      await said(page).getByText('The picture is being sent').waitFor();
      await drop(page, [photo()]);
      expect(await said(page).innerText()).toContain('One picture at a time');
      await body(page).evaluate((element: HTMLTextAreaElement) => {
        element.focus();
        element.setSelectionRange(0, 0);
      });
      await page.keyboard.type('Before all.');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      held.resolve();
      await shows(page).fill('Two nurses talking');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await said(page).getByText('The picture is in the text.').waitFor();
      expect(await body(page).inputValue()).toMatch(
        /^Before all\.\n\nWe spoke first\.\n\nThen we acted\.\n\n!\[Two nurses talking\]\(\S+\)$/,
      );
    });
  });

  test('a file that falls beside the text is not opened in place of the page', async () => {
    await writing(async (page) => {
      await drop(page, [photo()], { on: page.getByRole('heading', { level: 1 }) });
      expect(await said(page).innerText()).toBe('Drop the picture on the text, where it should stand. Nothing was added.');
      expect(await body(page).inputValue()).toBe(TEXT);
    });
  });

  test('of several files the first is added, and a sentence says what to do with the others', async () => {
    await writing(async (page) => {
      await drop(page, [photo(), photo('IMG_2043.jpg')]);
      await shows(page).fill('Two nurses talking');
      await page.keyboard.press('Control+Enter');
      await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
      await said(page).getByText('Only the first one was taken: add the others one by one.').waitFor();
    });
  });
});

describe('cancelling', () => {
  test.each(['Escape', 'Cancel'])('%s closes the dialog, adds nothing, and leaves text and focus where they were', async (how) => {
    await writing(async (page) => {
      await body(page).evaluate((element: HTMLTextAreaElement) => {
        element.focus();
        element.setSelectionRange(3, 3);
      });
      await paste(page, {}, [photo('image.png')]);
      await shows(page).fill('Two nurses talking');
      if (how === 'Escape') await page.keyboard.press('Escape');
      else await dialog(page).getByRole('button', { name: 'Cancel' }).click();
      await said(page).getByText('No picture was added. The text is as you left it.').waitFor();
      expect(await body(page).inputValue()).toBe(TEXT);
      await page.keyboard.type('!');
      expect(await body(page).inputValue()).toBe('We !spoke first.\n\nThen we acted.');
      // The next picture begins with empty fields.
      await drop(page, [photo()]);
      await dialog(page).waitFor();
      expect(await shows(page).inputValue()).toBe('');
    });
  });
});

describe('pasting', () => {
  test('a picture alone on the clipboard comes to the caret', async () => {
    await writing(async (page) => {
      await body(page).evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(5, 5));
      expect(
        await paste(page, { 'text/html': '<meta charset="utf-8"><img src="https://example.org/a.png" alt="">' }, [photo('image.png')]),
      ).toBe(true);
      await shows(page).fill('Two nurses talking');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await said(page).getByText('The picture is in the text.').waitFor();
      expect(await body(page).inputValue()).toMatch(/^We spoke first\.\n\n!\[Two nurses talking\]\(\S+\)\n\nThen we acted\.$/);
    });
  });

  test('words on the clipboard win over a picture of them', async () => {
    await writing(async (page) => {
      await body(page).fill('');
      await paste(page, { 'text/html': '<p>Words <b>of Word</b></p>', 'text/plain': 'Words of Word' }, [photo('image.png')]);
      expect(await body(page).inputValue()).toBe('Words **of Word**');
      expect(await paste(page, { 'text/plain': 'Cells of a sheet' }, [photo('image.png')])).toBe(false);
      expect(await dialog(page).count()).toBe(0);
      expect(await said(page).innerText()).toBe('');
    });
  });

  test('a file that was copied together with its name is a picture', async () => {
    await writing(async (page) => {
      await paste(page, { 'text/plain': 'IMG_2042.png' }, [photo('IMG_2042.png')]);
      await dialog(page).waitFor();
    });
  });
});

describe('the button above the text', () => {
  test('a picture is chosen, described and added by keyboard alone', async () => {
    await writing(async (page) => {
      // Asked for early: the browser must know that the test takes the file chooser before a key opens it.
      const choosing = page.waitForEvent('filechooser');
      await body(page).focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Shift+Tab');
      for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
      await page.getByRole('button', { name: 'Picture', exact: true }).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Enter');
      await (await choosing).setFiles(photographFile);
      await dialog(page).waitFor();
      await page.keyboard.type('Two nurses talking');
      // Nothing outside the dialog can be reached. After its last button comes the browser's own bar.
      for (let i = 0; i < 3; i += 1) {
        expect(await isInside(page)).toBe(true);
        await page.keyboard.press('Tab');
      }
      await tabTo(page, 'Add it to the text', 'button');
      await page.keyboard.press('Enter');
      await said(page).getByText('The picture is in the text.').waitFor();
      expect(await body(page).inputValue()).toMatch(/Then we acted\.\n\n!\[Two nurses talking\]\(\S+\)$/);
    });
  });
});

describe('what is wrong', () => {
  test.each<[string, Buffer | string | number, RegExp]>([
    ['a renamed PDF', '%PDF-1.7 and more', /^The picture is a PDF\. Export the page as PNG/],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', /^The picture is .*SVG/],
    ['a photograph of an iPhone as it keeps it', Buffer.from('\0\0\0\x24ftypheic\0\0\0\0mif1heic', 'latin1'), /^The picture is .*HEIC/],
    ['an empty file', '', /^The picture is empty/],
    ['60 MB', 60_000_000, /^The picture has 60 MB, and one may have 30 MB\. Make it smaller/],
  ])(
    '%s is refused in the sentence of the form, which stays, and the text is as it was',
    async (_, bytes, sentence) => {
      await writing(
        async (page) => {
          await drop(page, [typeof bytes === 'number' ? { name: 'team.png', size: bytes } : { name: 'team.png', bytes }]);
          await said(page)
            .getByText(/^The picture (?!is being sent)/)
            .waitFor();
          expect(await said(page).innerText()).toMatch(sentence);
          await page.locator('#saved').getByText('Saved at 8am').waitFor();
          expect(await said(page).innerText()).toMatch(sentence);
          expect(await dialog(page).count()).toBe(0);
          expect(await body(page).inputValue()).toBe(TEXT);
        },
        { expected: /422/ },
      );
    },
    60_000,
  );

  test('a picture without words is not added: the dialog says so at its field, and keeps what was typed', async () => {
    await writing(
      async (page) => {
        await drop(page, [photo()]);
        await dialog(page).getByLabel('Caption').fill('In Bristol');
        await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
        await dialog(page).getByRole('alert').getByText('Say what the picture shows.').waitFor();
        expect(await shows(page).getAttribute('aria-invalid')).toBe('true');
        expect(await shows(page).evaluate((element) => element === document.activeElement)).toBe(true);
        await page.keyboard.type('IMG_2042.jpg');
        await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
        await dialog(page).getByRole('alert').getByText(/file/).waitFor();
        await shows(page).fill('Two nurses talking');
        await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
        await said(page).getByText('The picture is in the text.').waitFor();
        expect(await body(page).inputValue()).toContain('"In Bristol")');
      },
      { expected: /422/ },
    );
  });

  test('a bucket that does not answer is said, and so is a person who is signed out; the text is as it was', async () => {
    await writing(
      async (page) => {
        const bucket = new RegExp(
          `^${await s3
            .client()
            .config.endpoint?.()
            .then(({ hostname, port }) => `http://${hostname}:${port}`)}`,
        );
        await page.route(bucket, (route) => route.abort());
        await drop(page, [photo()]);
        await said(page).getByText('The picture did not arrive. Look at your connection').waitFor();
        await page.unroute(bucket);
        await page.route(/picture\/here$/, (route) => route.fulfill({ status: 401, body: 'Sign in' }));
        await drop(page, [photo()]);
        await said(page).getByText('The picture was not added: you are signed out.').waitFor();
        expect(await body(page).inputValue()).toBe(TEXT);
      },
      { expected: /401|ERR_FAILED/ },
    );
  });

  test('an answer that is lost while the words are sent leaves the dialog as it is, to be pressed again', async () => {
    await writing(
      async (page) => {
        await drop(page, [photo()]);
        await shows(page).fill('Two nurses talking');
        await page.context().setOffline(true);
        await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
        await dialog(page).getByRole('alert').getByText('Not added yet: the desk does not answer.').waitFor();
        await page.context().setOffline(false);
        await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
        await said(page).getByText('The picture is in the text.').waitFor();
        expect(await body(page).inputValue()).toContain('![Two nurses talking](');
      },
      { expected: /ERR_INTERNET_DISCONNECTED/ },
    );
  });
});

test('the page of the form lets its script talk to the desk and to the bucket, and to nobody else', async () => {
  await writing(
    async (page) => {
      const reached = await page.evaluate(() =>
        fetch('https://example.org/', { mode: 'no-cors' }).then(
          () => 'reached',
          () => 'stopped',
        ),
      );
      expect(reached).toBe('stopped');
    },
    { expected: /Content Security Policy|Refused to connect/ },
  );
});

accessiblePages(
  'the dialog of a picture',
  () => ['as it opens', 'with a problem'],
  async (options, look) =>
    inWindow(options, async (page) => {
      const found: Record<string, Awaited<ReturnType<typeof look>>> = {};
      await begin(page);
      await drop(page, [photo()]);
      await dialog(page).waitFor();
      found['as it opens'] = await look(page);
      await dialog(page).getByRole('button', { name: 'Add it to the text' }).click();
      await dialog(page).getByRole('alert').getByText('Say what').waitFor();
      found['with a problem'] = await look(page);
      return found;
    }),
);
