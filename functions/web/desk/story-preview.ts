// What a draft looks like to readers, before anything goes out.
import { Hono } from 'hono';
import { readDraftProblems } from '#flow/draft/consequences';
import type { World } from '#ports';
import { render } from '#templates/pages';
import { flashSentence } from '#web/desk/decision-sentences';
import { draftDesk, type StoriesWorld } from '#web/desk/draft-desk';
import { type FormBody, placedProblems, textFrom } from '#web/desk/draft-form';
import { draftPreview } from '#web/desk/draft-preview';
import { framedMail, inFrame } from '#web/desk/framed-mail';
import type { Frame } from '#web/desk/needs';
import { draftAbout, testView } from '#web/desk/test-email';
import { FRAMED_PAGE_POLICY, FRAMING_POLICY, LIVE_FRAME_POLICY, MAIL_POLICY } from '#web/headers';
import { readBefore } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

/** What the script of the form fills. */
const EMPTY_PAGE = '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Preview</title></head><body></body></html>';

/** Serves the preview of a draft. With `?of=` it shows one publication as it would be with the draft. */
export function storyPreviewPages(world: StoriesWorld & Pick<World, 'testEmails'>, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { open, show } = draftDesk(world, frame);

  app.get('/desk/stories/:id/preview', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const { draft, url, title, now } = one;
    const of = c.req.query('of');
    const [preview, problems] = await Promise.all([
      draftPreview(world, draft, { file: draft.file, now, of }),
      readDraftProblems(world, draft, nowOf(c)),
    ]);
    const view = {
      url,
      title,
      of: of === undefined ? '' : `?of=${encodeURIComponent(of)}`,
      filled: preview.isFilled,
      problems: placedProblems(problems, draft.text),
      email: preview.email,
      posts: preview.posts,
      page: preview.page !== undefined,
      test:
        preview.testable && of === undefined ? await testView(world, c, { rules: one.written.rules, name: draftAbout(title) }) : undefined,
      flash: flashSentence(c.req.query('told'), 'email', false),
    };
    return show(c, 'desk/story-preview', view, `Preview: ${title}`, { headers: { 'Content-Security-Policy': FRAMING_POLICY } });
  });

  /** For the script of the form: what its fields show, without saving them. */
  app.post('/desk/stories/:id/preview-parts', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const { draft, now } = one;
    const body: FormBody = await c.req.parseBody({ all: true });
    const base = (await world.drafts.find(draft.draft, Number(body.version))) ?? draft;
    const typed = { ...draft, text: textFrom(body, base) };
    const { world: asRead } = await readBefore(c, world);
    const { email, posts, page, site, problems } = await draftPreview(asRead, typed, { file: draft.file, now });
    return c.json({
      email: email ? framedMail(email.html, site) : '',
      text: email?.text ?? '',
      posts: posts.length > 0 ? render('desk/preview-posts', { posts }) : '',
      page: page === undefined ? '' : inFrame(page),
      waits: placedProblems(problems, typed.text).find(({ note }) => !note)?.sentence ?? '',
    });
  });

  app.get('/desk/stories/:id/preview/frame.html', (c) => c.html(EMPTY_PAGE, 200, { 'Content-Security-Policy': LIVE_FRAME_POLICY }));

  app.get('/desk/stories/:id/preview/:part{email.html|page.html}', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const { draft, now } = one;
    const { email, page, site } = await draftPreview(world, draft, { file: draft.file, now, of: c.req.query('of') });
    if (c.req.param('part') === 'page.html')
      return page === undefined ? c.notFound() : c.html(page, 200, { 'Content-Security-Policy': FRAMED_PAGE_POLICY });
    return email ? c.html(framedMail(email.html, site), 200, { 'Content-Security-Policy': MAIL_POLICY }) : c.notFound();
  });
  return app;
}
