// Writing on the desk in a browser: how long a preview and a save take, with a newsroom on this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { type Page, chromium as playwright } from 'playwright-core';
import { listenOnLoopback } from '#local/stand-ins/loopback';
import { js } from '#templates/editor-js';
import { median } from './median.ts';
import { openNewsroom } from './start-up.ts';

/** `previewMs`: from a keystroke until the preview shows it. `saveMs`: from sending a save until its answer. `zipped`: in bytes. */
export type EditorFigures = { words: number; previewMs: number; saveMs: number; zipped: number };

const PARAGRAPH = 'We spoke with **everybody** on the ward before we changed anything, and wrote down what they said about it.';
/** 2,000 words. */
export const LONG_TEXT = Array.from({ length: 106 }, () => PARAGRAPH).join('\n\n');

/** Types into a story of 2,000 words, `times` times. */
export async function measureEditor(times: number): Promise<EditorFigures> {
  const data = await mkdtemp(join(tmpdir(), 'newsroom-editor-'));
  const { port, stop: free } = await listenOnLoopback((_, response) => response.end());
  await free();
  const newsroom = await openNewsroom('node', ['functions/local/commands/start.ts', '--port', String(port), '--data', data]);
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`http://127.0.0.1:${port}/desk/stories`);
    await page.getByRole('button', { name: 'Write a post' }).click();
    await page.getByLabel('Title', { exact: true }).fill('A long story');
    await page.getByLabel('Author', { exact: true }).fill('Sam Example');
    await page.getByLabel('Text', { exact: true }).fill(LONG_TEXT);
    const previews: number[] = [];
    for (let i = 0; i < times; i += 1) {
      previews.push(await typeOneWord(page, `word${i}`));
      await page.locator('#saved').getByText('Saved at').waitFor();
    }
    return {
      words: LONG_TEXT.split(/\s+/u).length,
      previewMs: median(previews),
      saveMs: median(await saves(page)),
      zipped: gzipSync(js).length,
    };
  } finally {
    await browser.close();
    await newsroom.stop();
    await rm(data, { recursive: true, force: true });
  }
}

/** Returns the milliseconds until the frame of the email shows the word. */
function typeOneWord(page: Page, word: string): Promise<number> {
  return page.evaluate(async (typed) => {
    const field = document.querySelector<HTMLTextAreaElement>('#body');
    const frame = document.querySelector<HTMLIFrameElement>('iframe[title="The email"]');
    if (!field || !frame) throw new Error('This page has no text or no preview. Open the form of a story.');
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    const start = performance.now();
    document.execCommand('insertText', false, ` ${typed}`);
    while (!frame.contentDocument?.querySelector('body')?.textContent?.includes(typed))
      await new Promise((resolve) => setTimeout(resolve, 1));
    return performance.now() - start;
  }, word);
}

function saves(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByName(location.href, 'resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming && entry.initiatorType === 'fetch')
      .map(({ duration }) => duration),
  );
}
