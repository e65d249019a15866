// A changed template is seen after a reload while the newsroom runs, and a mistake in it breaks nothing.
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchTemplates } from '#local/commands/watch-templates';
import { invokeHttp } from '#local/newsroom/lambda-http';
import { type LocalNewsroom, openNewsroom } from '#local/newsroom/newsroom';
import { contentFolder } from '#tests/local/opened-newsroom';

const root = join(import.meta.dirname, '..', '..', '..');
const NEW = 'The templates are new: reload the page.';
const LAST_LINK = />[^<]+<\/a>(?=\s*<\/p>)/;
const FOOTER = join('email', 'html', 'partials', 'footer.hbs');

let folder: Awaited<ReturnType<typeof contentFolder>>;
let newsroom: LocalNewsroom;
let watching: Awaited<ReturnType<typeof watchTemplates>>;
let templates: string;
let built: Buffer;

let output: (line: string) => void = () => undefined;
const nextLine = () =>
  new Promise<string>((resolve) => {
    output = resolve;
  });

/** Changes a template, and returns the line that the newsroom then prints. */
async function change(file: string, to: (text: string) => string): Promise<string> {
  const path = join(templates, file);
  const text = await readFile(path, 'utf8');
  const line = nextLine();
  await writeFile(path, to(text));
  return line;
}

const get = async (handler: 'desk' | 'public', path: string) =>
  (await invokeHttp(newsroom[handler], new Request(`http://127.0.0.1${path}`), newsroom.clock.now())).text();
const preview = () => get('desk', '/desk/publications/alert-what-we-learned/mail.html');

beforeAll(async () => {
  folder = await contentFolder();
  templates = join(folder.content, 'templates');
  await cp(join(root, 'templates'), templates, { recursive: true });
  built = await readFile(join(root, 'dist', 'desk', 'index.mjs'));
  const { content, data } = folder;
  const [rules, subscribers] = [join(content, 'newsroom.yaml'), join(content, 'subscribers.csv')];
  newsroom = await openNewsroom({ data, content, rules, subscribers, fresh: true, at: '2019-09-09T08:00' });
  watching = await watchTemplates(newsroom, { templates, live: join(data, 'live'), say: (line) => output(line) });
});
afterAll(async () => {
  await watching.stop();
  await newsroom.stop();
  await folder.remove();
  expect(built.equals(await readFile(join(root, 'dist', 'desk', 'index.mjs')))).toBe(true);
});

test('a changed partial is in the preview of an email, and a changed page in the site', async () => {
  expect(await preview()).not.toContain('Words of today');
  expect(await change(FOOTER, (text) => text.replace(LAST_LINK, '>Words of today</a>'))).toContain(NEW);
  expect(await preview()).toContain('>Words of today</a>');
  expect(await change(join('pages', 'site', 'stories.hbs'), (text) => `<p class="nhsuk-tag--pink">A new page</p>${text}`)).toContain(NEW);
  const page = await get('public', '/posts');
  expect(page).toContain('A new page');
  const [, styles = ''] = /<link[^>]*href="([^"]*site\.css[^"]*)"/.exec(page) ?? [];
  expect(await get('public', styles.replaceAll('&#x3D;', '='))).toContain('.nhsuk-tag--pink');
});

test('a changed template is seen whether the editor program replaces the file or writes into it', async () => {
  const path = join(templates, FOOTER);
  const line = nextLine();
  await writeFile(`${path}.draft`, (await readFile(path, 'utf8')).replace('Words of today', 'Words of tomorrow'));
  await rename(`${path}.draft`, path);
  expect(await line).toContain(NEW);
  expect(await preview()).toContain('Words of tomorrow');
  expect(await change(FOOTER, (text) => text.replace('of tomorrow', 'of another day'))).toContain(NEW);
  expect(await preview()).toContain('Words of another day');
});

test('a template that cannot be compiled is reported with its file and line, and the old one is shown until it is mended', async () => {
  const before = await preview();
  const whole = await readFile(join(templates, FOOTER), 'utf8');
  const broken: [string, string][] = [
    ['\n{{#if greeting}}', 'This cannot be read'],
    ['{{> html/no-such-partial}}', 'There is no partial "html/no-such-partial"'],
    ['{{shout title}}', 'There is no helper "shout"'],
  ];
  for (const [phrase, reason] of broken) {
    const line = await change(FOOTER, () => whole + phrase);
    expect(line).toMatch(
      /^templates\/email\/html\/partials\/footer\.hbs line \d+: .*\. Until that is put right, the templates stay as they were\.$/,
    );
    expect(line).toContain(reason);
    expect(await preview()).toBe(before);
  }
  expect(await change(FOOTER, () => whole.replace('another day', 'a mended day'))).toContain(NEW);
  expect(await preview()).toBe(before.replace('another day', 'a mended day'));
});

test('an email keeps the look that it had when it began, and the next one has the new look', async () => {
  await newsroom.moveTo(newsroom.clock.now().add({ hours: 74 }));
  const [mail] = await newsroom.ses.mails();
  expect(mail?.publication).toBe('alert-what-we-learned');
  expect(await preview()).toContain('Words of a mended day');
  expect(await change(FOOTER, (text) => text.replace('a mended day', 'the next'))).toContain(NEW);
  expect(await preview()).toContain('Words of a mended day');
  expect(await get('desk', '/desk/publications/announcement-spring/mail.html')).toContain('Words of the next');
});
