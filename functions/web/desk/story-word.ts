// A story that was written in Word: its file becomes a new draft.
import { Hono } from 'hono';
import { isTooLong } from '#core/draft/draft';
import type { StoryFields } from '#core/draft/story-fields';
import { beginDraft } from '#flow/draft/begin-draft';
import { type Asked, draftDesk, draftUrl, type StoriesWorld } from '#web/desk/draft-desk';
import type { Frame } from '#web/desk/needs';
import type { WebEnv } from '#web/request';

/**
 * Serves the form that takes a Word file. What cannot be read is answered with one sentence, and no draft is made. `begun`: what the form
 * of a new post holds at first.
 */
export function storyWordPages(world: StoriesWorld, frame: Frame, begun: (c: Asked) => Promise<Partial<StoryFields>>): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { show, writer } = draftDesk(world, frame);
  const form = (c: Asked, problem?: string) =>
    show(c, 'desk/story-word', { problem }, `${problem === undefined ? '' : 'Error: '}Begin with a Word file`);

  app.get('/desk/stories/word', (c) => form(c));

  app.post('/desk/stories/word', async (c) => {
    const { document } = await c.req.parseBody();
    if (!(document instanceof File) || document.size === 0) return form(c, 'Choose the Word file.');
    // The reader of Word files is loaded with the first one.
    const { docxToMarkdown } = await import('#core/draft/docx');
    const read = await docxToMarkdown(new Uint8Array(await document.arrayBuffer()));
    if ('problem' in read) return form(c, read.problem);
    if (isTooLong(read.markdown)) return form(c, LONG);
    const { title, body } = titled(read.markdown);
    const draft = await beginDraft(world, 'post', { ...(await begun(c)), title, body }, writer(c));
    return c.redirect(`${draftUrl(draft.draft)}?told=word`, 303);
  });
  return app;
}

const LONG = 'The document is too long for a story. Save the part that you need as a document of its own, and choose that.';

/** A document that begins with a heading has its title there. */
function titled(markdown: string): { title: string; body: string } {
  const [, title, body] = /^#{1,6} +([^\n]+)\n+(.*)$/su.exec(markdown) ?? [];
  return title === undefined || body === undefined
    ? { title: '', body: markdown }
    : { title: title.replaceAll(/\*\*|\\(?=[^\w\s])/gu, '').trim(), body };
}
