// `npm run gallery`: every kind of email and post in every shape, on one page in gallery/. `npm run gallery -- digest change` shows
// these kinds only; `npm run gallery -- --docs` also renews the pictures in docs/gallery/.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { emailRules } from '#core/email-check/check';
import { openedBrowser, overflow, violations } from '#tests/browser/opened-browser';
import { docsPictures } from '#tests/gallery/docs-pictures';
import { picturedMails } from '#tests/gallery/pictured-mails';
import { sampleContent } from '#tests/gallery/sample-content';
import { MAIL_KINDS, shownMails } from '#tests/gallery/shown-mails';
import { POST_KINDS, shownPosts } from '#tests/gallery/shown-posts';
import { writeGallery } from '#tests/gallery/write-gallery';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const FOLDER = join(import.meta.dirname, '..', '..', 'gallery');

const given = process.argv.slice(2);
const docs = given.includes('--docs');
const asked = given.filter((argument) => argument !== '--docs');
const kinds = [...Object.keys(MAIL_KINDS), ...Object.keys(POST_KINDS)];
const unknown = asked.filter((kind) => !kinds.includes(kind));

async function make(): Promise<string[]> {
  const began = performance.now();
  const content = await sampleContent();
  const wanted = ({ kind }: { kind: string }) => asked.length === 0 || asked.includes(kind);
  const gallery = await writeGallery(
    FOLDER,
    { mails: shownMails(content).filter(wanted), posts: shownPosts(content).filter(wanted) },
    content,
  );
  const { mails, posts } = gallery;
  say(`${mails.length} emails and ${posts.length} posts written and checked. Now their pictures.`);
  const browser = await openedBrowser();
  const wrong = [...mails, ...posts].flatMap(({ kind, title, wrong: why }) => (why === undefined ? [] : [`${kind}: ${title}: ${why}`]));
  let pictures = 0;
  let where = '';
  try {
    const { shots, wide } = await picturedMails(browser, FOLDER, mails, say);
    wrong.push(...wide);
    pictures = [...shots.values()].flat().length;
    where = await gallery.writePage(shots);
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await (await browser.newContext({ colorScheme, viewport: { width: 320, height: 640 } })).newPage();
      await page.goto(pathToFileURL(where).href);
      wrong.push(...(await violations(page)).map((violation) => `the gallery itself: ${violation.slice(0, 300)}`));
      if ((await overflow(page)) > 0) wrong.push('the gallery itself is wider than a window of 320 pixels.');
      await page.context().close();
    }
    if (docs) for (const line of await docsPictures(browser, FOLDER)) say(line);
  } finally {
    await browser.close();
  }
  const passed = mails.reduce((sum, mail) => sum + mail.passed, 0);
  const sizes = Object.keys(MAIL_KINDS).flatMap((kind) => {
    const of = mails.filter((mail) => mail.kind === kind).map(({ bytes }) => bytes / 1000);
    return of.length === 0
      ? []
      : [
          `  ${kind.padEnd(13)} ${Math.min(...of)
            .toFixed(0)
            .padStart(3)} to ${Math.max(...of)
            .toFixed(0)
            .padStart(3)} kB of HTML, ${of.length} emails`,
        ];
  });
  say(`\n${sizes.join('\n')}\n`);
  say(`${mails.length} emails, ${posts.length} posts, ${pictures} pictures in ${Math.round((performance.now() - began) / 1000)} s.`);
  say(
    `${passed} of ${mails.length * emailRules.length} rules of the checklist held, each counted for each email; ${wrong.length} things are wrong.`,
  );
  say(`The page: ${where}`);
  return wrong;
}

if (unknown.length > 0) {
  say(`There is no kind ${unknown.join(', ')}. There are: ${kinds.join(', ')}.`);
  process.exitCode = 1;
} else {
  const wrong = await make();
  for (const line of wrong) say(`WRONG  ${line}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
