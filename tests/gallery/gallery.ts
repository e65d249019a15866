// `npm run gallery`: every kind of email and post in every shape, on one page in gallery/.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { emailRules } from '#core/email-check/check';
import { BadOptions, readNames } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { openedBrowser, overflow, violations } from '#tests/browser/opened-browser';
import { docsPictures } from '#tests/gallery/docs-pictures';
import { picturedMails } from '#tests/gallery/pictured-mails';
import { sampleContent } from '#tests/gallery/sample-content';
import { MAIL_KINDS, shownMails } from '#tests/gallery/shown-mails';
import { POST_KINDS, shownPosts } from '#tests/gallery/shown-posts';
import { writeGallery } from '#tests/gallery/write-gallery';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const FOLDER = join(import.meta.dirname, '..', '..', 'gallery');

const KINDS = [...new Set([...Object.keys(MAIL_KINDS), ...Object.keys(POST_KINDS)])];
const USAGE = {
  line: 'npm run gallery -- [KIND …] [--docs]',
  about: `Writes every kind of email and post in every shape to one page in gallery/, with pictures (docs/templates.md).
  KIND     only these kinds: ${KINDS.join(', ')}
  --docs   also renews the pictures in docs/gallery/
Ends with 0 if all is well, 1 if something is wrong with an email or post, and 2 if the command was wrong.`,
};

async function make(asked: readonly string[], docs: boolean): Promise<string[]> {
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

await runCommand(async () => {
  const { names, values } = readNames({ docs: { type: 'boolean', default: false } }, USAGE);
  const unknown = names.filter((kind) => !KINDS.includes(kind));
  if (unknown.length > 0) throw new BadOptions([`There is no kind ${unknown.join(', ')}. There are: ${KINDS.join(', ')}.`]);
  const wrong = await make(names, values.docs);
  for (const line of wrong) say(`WRONG  ${line}`);
  return wrong.length === 0;
});
