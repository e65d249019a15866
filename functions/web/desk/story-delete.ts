// Deleting a story that is published: one page says what that does, and the deletion is for what it showed.
import { Hono } from 'hono';
import { decodeFile } from '#core/draft/decode-file';
import { RETENTION } from '#core/rules/retention';
import { nhsDate } from '#core/time/nhs-dates';
import { notAsShown, shownText } from '#flow/draft/as-shown';
import { type Deletion, readDeletion } from '#flow/draft/consequences';
import { deleteStory } from '#flow/draft/delete-story';
import { recordAudit } from '#web/desk/audit';
import { deletionGroups } from '#web/desk/consequences-view';
import { type Asked, draftDesk, type OpenDraft, type StoriesWorld } from '#web/desk/draft-desk';
import type { Frame } from '#web/desk/needs';
import { nowOf, type WebEnv } from '#web/request';

export function storyDeletePages(world: StoriesWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { open, show, writer } = draftDesk(world, frame);

  const ask = async (c: Asked, one: OpenDraft, deletion: Deletion, changed = false) => {
    const { draft, url, title, written, now } = one;
    const file = written.files.find((each) => each.file === draft.file);
    const heading = `Delete “${title}”?`;
    const view = {
      url,
      heading,
      changed,
      gone: !file,
      event: deletion.event,
      page: deletion.page,
      unplanned: !deletion.planned,
      groups: deletionGroups(deletion),
      edited: file !== undefined && draft.text !== decodeFile(file),
      until: nhsDate(now.toPlainDate().add(RETENTION.deletedDrafts)),
      version: draft.version,
      fileVersion: file?.version ?? '',
      shown: shownText(deletion, nowOf(c)),
    };
    return show(c, 'desk/story-delete', view, heading, changed ? { status: 409 } : {});
  };

  app.get('/desk/stories/:id/delete-story', async (c) => {
    const one = await open(c);
    if (!one || one.isNew || one.draft.state === 'deleted') return c.notFound();
    return ask(c, one, await readDeletion(world, one.draft.file, nowOf(c)));
  });

  app.post('/desk/stories/:id/delete-story', async (c) => {
    const one = await open(c);
    if (!one || one.isNew) return c.notFound();
    // A second press of the button.
    if (one.draft.mark === 'story-deleted') return c.redirect(DELETED, 303);
    const { draft } = one;
    const body = await c.req.parseBody();
    const deletion = await readDeletion(world, draft.file, nowOf(c));
    const isSame = draft.version === Number(body.version) && notAsShown(deletion, String(body.shown), nowOf(c)).length === 0;
    if (!isSame) return ask(c, one, deletion, true);
    await recordAudit(world, c, 'deleted-story', { to: draft.file });
    const answer = await deleteStory(world, draft, String(body['file-version']), writer(c));
    if (answer === 'deleted') return c.redirect(DELETED, 303);
    const now = (await open(c)) ?? one;
    return ask(c, now, await readDeletion(world, now.draft.file, nowOf(c)), true);
  });
  return app;
}

const DELETED = '/desk/stories?told=story-deleted';
