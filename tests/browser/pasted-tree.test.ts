import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { markdownOfPaste } from '#core/draft/paste';
import { treeOfHtml } from '#core/draft/pasted-html';
import { windows } from '#tests/browser/in-window';
import { GOOGLE_DOCS, OUTLOOK, PAGES, TEAMS, WEB_PAGE, WORD, WORD_ONLINE } from '#tests/core/draft/clipboards';

const inWindow = windows();
const clipboards = { WORD, WORD_ONLINE, GOOGLE_DOCS, OUTLOOK, TEAMS, PAGES, WEB_PAGE };

test('a browser reads each clipboard as the server does, under a policy that allows no styles', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { markdownOfPaste } from '#core/draft/paste';
        import { treeOfNode } from '#core/draft/pasted-tree';
        window.pasted = (html) => markdownOfPaste(treeOfNode(new DOMParser().parseFromString(html, 'text/html').body));`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  });
  await inWindow({}, async (page) => {
    await page.route('https://desk.example.org/**', (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: outputFiles[0]?.text ?? '' })
        : route.fulfill({
            contentType: 'text/html',
            headers: { 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'" },
            body: '<!doctype html><script src="/paste.js"></script>',
          }),
    );
    await page.goto('https://desk.example.org/');
    for (const [name, html] of Object.entries(clipboards)) {
      const read = await page.evaluate((text) => Reflect.get(window, 'pasted')(text), html);
      expect({ name, ...read }).toEqual({ name, ...markdownOfPaste(treeOfHtml(html)) });
    }
  });
});
