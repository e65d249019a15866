// Who changed what in a story, and any version of before.
import { Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { changesBetween } from '#core/draft/compare';
import type { DraftMark } from '#core/draft/draft';
import { groupSaves } from '#core/draft/saves';
import { count } from '#core/text/wrap';
import { nhsTime } from '#core/time/nhs-dates';
import { bringBack, setState } from '#flow/draft/change-draft';
import type { Asked } from '#web/desk/draft-desk';
import { draftDesk, readId, type StoriesWorld, savedAt, UNTITLED } from '#web/desk/draft-desk';
import type { Frame } from '#web/desk/needs';
import type { WebEnv } from '#web/request';

const SHOWN = 20;
const MOST_CHANGES = 6;
/** What stands in the history beside a version that is not a person's words or choice alone. */
const MARKS: Record<DraftMark, string> = {
  file: 'These are the words of the file, which was changed outside the desk: in the folder, or by an upload. What the desk had is in the version before.',
  unrecorded:
    'These are the words of the file. An earlier Publish had written them there, and was cut off before it was recorded here. What was written since is in the version before.',
  begun: 'The form was opened, and nothing was written yet.',
  'brought-in': 'These are the words of another site, as they were when the story was brought in.',
  'story-deleted': 'The story was deleted: its file and its page ended. Its text is kept here.',
};
const TAGS = { open: undefined, published: 'Published', deleted: 'Deleted' } as const;

/** Serves the history of a draft, and the forms that bring a version back, delete a draft, and take that back. */
export function storyHistoryPages(world: StoriesWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { open, show, writer } = draftDesk(world, frame);

  app.get('/desk/stories/:id/history', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const { draft, url, title, now } = one;
    const groups = groupSaves(await world.drafts.versions(draft.draft));
    const first = Math.max(0, Math.floor(Number(c.req.query('from') ?? 0)) || 0);
    const shown = groups.slice(first, first + SHOWN);
    const textOf = async (version: number | undefined) =>
      version === undefined ? undefined : (await world.drafts.find(draft.draft, version))?.text;
    const timeOf = ({ at }: { at: Temporal.Instant }) => nhsTime(at.toZonedDateTimeISO(now.timeZoneId));
    const texts = await Promise.all(groups.slice(first, first + SHOWN + 1).map(([{ version }]) => textOf(version)));
    const view = {
      url,
      title,
      rows: shown.map(([newest, ...earlier], i) => {
        const [text = '', before] = [texts[i], texts[i + 1]];
        const changes = before === undefined ? ['Began'] : changesBetween(before, text, draft.kind);
        const oldest = earlier.at(-1);
        return {
          number: newest.version,
          when: savedAt(oldest ?? newest, now),
          until: oldest && timeOf(oldest) !== timeOf(newest) ? timeOf(newest) : undefined,
          by: newest.by,
          tag: TAGS[newest.state],
          mark: newest.mark && MARKS[newest.mark],
          saves: oldest && count(earlier.length + 1, 'save'),
          changes: changes.length > 0 ? changes.slice(0, MOST_CHANGES) : ['No word changed'],
          more: changes.length > MOST_CHANGES ? changes.length - MOST_CHANGES : undefined,
        };
      }),
      older: groups.length > first + SHOWN ? first + SHOWN : undefined,
    };
    return show(c, 'desk/story-history', view, `History: ${title}`);
  });

  const findVersion = (c: Asked) => world.drafts.find(readId(c.req.param('id')), Number(c.req.param('version')));

  app.get('/desk/stories/:id/history/:version', async (c) => {
    const [one, version] = await Promise.all([open(c), findVersion(c)]);
    if (!one || !version) return c.notFound();
    const { draft, url, now } = one;
    const view = {
      url,
      number: version.version,
      title: version.title || UNTITLED,
      when: savedAt(version, now),
      by: version.by,
      newest: version.version === draft.version,
      since: changesBetween(version.text, draft.text, draft.kind),
      text: version.text,
    };
    return show(c, 'desk/story-version', view, `${view.title}, as it was`);
  });

  app.post('/desk/stories/:id/history/:version/restore', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const brought = await bringBack(world, one.draft.draft, Number(c.req.param('version')), writer(c));
    return brought.kind === 'unknown' ? c.notFound() : c.redirect(one.url, 303);
  });

  app.post('/desk/stories/:id/:action{delete|undelete}', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const state = c.req.param('action') === 'delete' ? 'deleted' : 'open';
    await setState(world, one.draft.draft, state, writer(c));
    return c.redirect(state === 'deleted' ? '/desk/stories?told=deleted' : one.url, 303);
  });
  return app;
}
