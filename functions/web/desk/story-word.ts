// A story that was written in Word: its file becomes a new draft. The browser sends it straight to the bucket, because a Lambda takes
// 4.5 MB at most, and a document with photographs has more.
import { Hono } from 'hono';
import { isTooLong } from '#core/draft/draft';
import type { StoryFields } from '#core/draft/story-fields';
import { uploadId } from '#core/image/uploaded-picture';
import { count } from '#core/text/wrap';
import { beginDraft } from '#flow/draft/begin-draft';
import { type Asked, draftDesk, draftUrl } from '#web/desk/draft-desk';
import type { Frame } from '#web/desk/needs';
import { newUpload, sentFile } from '#web/desk/sent-file';
import type { PicturesWorld } from '#web/desk/story-picture';
import { formsTo } from '#web/headers';
import type { WebEnv } from '#web/request';

const PAGE = '/desk/stories/word';
/** With its pictures. */
const MOST_MEGABYTES = 20;
const TOO_LARGE = `The document has more than ${MOST_MEGABYTES} MB. Take its pictures out in Word, save it under another name, and choose that.`;
const GONE = 'The file is not here, or no more: it is kept for a day. Choose it again.';
const LONG = 'The document is too long for a story. Save the part that you need as a document of its own, and choose that.';

type Read = { title: string; body: string };

/**
 * Serves the form that takes a Word file, and the page that says what was read. What cannot be read is answered with one sentence, and no
 * draft is made. `begun`: what the form of a new post holds at first.
 */
export function storyWordPages(world: PicturesWorld, frame: Frame, begun: (c: Asked) => Promise<Partial<StoryFields>>): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { show, writer } = draftDesk(world, frame);

  const choose = async (c: Asked, problem?: string) => {
    const upload = newUpload(world);
    const form = await world.uploads.form(upload, new URL(`${PAGE}/${upload}`, c.req.url));
    const headers = { 'Content-Security-Policy': formsTo(new URL(form.url).origin) };
    const title = `${problem === undefined ? '' : 'Error: '}Begin with a Word file`;
    const status = problem === undefined ? 200 : 422;
    return show(c, 'desk/story-word', { form, problem, megabytes: MOST_MEGABYTES }, title, { status, headers });
  };

  /** What was read of the file that was sent, or one sentence on why nothing was. Undefined: the address names no file. */
  const read = async (c: Asked): Promise<Read | { problem: string } | undefined> => {
    const sent = await sentFile(world, c.req.param('upload'), { most: MOST_MEGABYTES * 1_000_000, gone: GONE, tooLarge: TOO_LARGE });
    if (!sent || 'problem' in sent) return sent;
    const { bytes } = sent;
    if (bytes.length === 0) return { problem: 'Choose the Word file.' };
    // The reader of Word files is loaded with the first one.
    const { docxToMarkdown } = await import('#core/draft/docx');
    const found = await docxToMarkdown(bytes);
    if ('problem' in found) return found;
    return isTooLong(found.markdown) ? { problem: LONG } : titled(found.markdown);
  };

  app.get(PAGE, (c) => choose(c));

  app.get(`${PAGE}/:upload`, async (c) => {
    const found = await read(c);
    if (!found) return c.notFound();
    if ('problem' in found) return choose(c, found.problem);
    const words = found.body.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    return show(
      c,
      'desk/story-word-read',
      { title: found.title, words: count(words, 'word'), action: c.req.path, again: PAGE },
      'We have read the document',
    );
  });

  app.post(`${PAGE}/:upload`, async (c) => {
    const found = await read(c);
    if (!found) return c.notFound();
    if ('problem' in found) return choose(c, found.problem);
    const draft = await beginDraft(world, 'post', { ...(await begun(c)), ...found }, writer(c));
    const upload = uploadId(c.req.param('upload'));
    if (upload) await world.uploads.remove(upload);
    return c.redirect(`${draftUrl(draft.draft)}?told=word`, 303);
  });
  return app;
}

/** A document that begins with a heading has its title there. */
function titled(markdown: string): Read {
  const [, title, body] = /^#{1,6} +([^\n]+)\n+(.*)$/su.exec(markdown) ?? [];
  return title === undefined || body === undefined
    ? { title: '', body: markdown }
    : { title: title.replaceAll(/\*\*|\\(?=[^\w\s])/gu, '').trim(), body };
}
