// Stories on the desk: the list, and the form in which one is written. Only Publish lets anything out; every other form changes drafts.
import { Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import type { DraftVersion } from '#core/draft/draft';
import { fieldsOf, type StoryFields, type StoryKind } from '#core/draft/story-fields';
import type { Problem } from '#core/parsing/problem';
import { nhsTime } from '#core/time/nhs-dates';
import { beginDraft, editStory, nextMorning } from '#flow/draft/begin-draft';
import { readDraftProblems } from '#flow/draft/consequences';
import { type SavedOrTooLong, saveDraft } from '#flow/draft/save-draft';
import { draftsToPublish, isInFile } from '#flow/draft/unpublished';
import type { OtherSites, World } from '#ports';
import { who } from '#web/desk/audit';
import { type BringInWorld, bringInPages } from '#web/desk/bring-in';
import { type Asked, draftDesk, draftUrl, type OpenDraft, savedAt } from '#web/desk/draft-desk';
import { type FormBody, formView, textFrom, titleOf } from '#web/desk/draft-form';
import type { Frame } from '#web/desk/needs';
import { storiesView } from '#web/desk/stories-view';
import { storyCheckPages } from '#web/desk/story-check';
import { storyDeletePages } from '#web/desk/story-delete';
import { storyHistoryPages } from '#web/desk/story-history';
import { storyMerge } from '#web/desk/story-merge';
import { type PicturesWorld, picturesTo, storyPicturePages } from '#web/desk/story-picture';
import { storyPreviewPages } from '#web/desk/story-preview';
import { storyWordPages } from '#web/desk/story-word';
import { editorPolicy } from '#web/headers';
import { EDITOR } from '#web/page';
import { readFor, readWritten } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

/** Serves the stories and their drafts. */
export function storyPages(
  world: PicturesWorld & BringInWorld & Pick<World, 'testEmails'>,
  frame: Frame,
  others: OtherSites,
): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { open, show, writer, now } = draftDesk(world, frame);
  const merge = storyMerge(world, frame);
  /** What the form of a new post holds at first: its author as last time, and the next morning. */
  const begunPost = async (c: Asked): Promise<Partial<StoryFields>> => {
    const written = await readWritten(world);
    return { ...(await remembered(world, who(c))), published: nextMorning(now(c, written), written.rules) };
  };

  app.get('/desk/stories', async (c) => {
    const [written, heads] = await Promise.all([readFor(c, world), world.drafts.all()]);
    const drafts = { all: heads, toPublish: await draftsToPublish(world, heads, written.files) };
    const { q = '', kind = '', topic = '', state = '', page } = c.req.query();
    const list = storiesView(written, drafts, nowOf(c), { q, kind, topic, state }, page);
    if (!list) return c.notFound();
    return show(c, 'desk/stories', { ...list, flash: FLASHES.get(c.req.query('told') ?? '') }, 'Stories');
  });

  app.post('/desk/stories/new', async (c) => {
    const written = await readWritten(world);
    const asked = (await c.req.parseBody()).kind;
    const kind = NEW_KINDS.find((one) => one === asked) ?? 'post';
    const begun = kind === 'post' ? await begunPost(c) : { published: nextMorning(now(c, written), written.rules) };
    return c.redirect(draftUrl((await beginDraft(world, kind, begun, writer(c))).draft), 303);
  });

  app.post('/desk/stories/edit', async (c) => {
    const { file } = await c.req.parseBody();
    const draft = typeof file === 'string' ? await editStory(world, file, writer(c)) : undefined;
    return draft ? c.redirect(draftUrl(draft.draft), 303) : c.notFound();
  });

  app.route('/', storyWordPages(world, frame, begunPost));
  app.route('/', bringInPages(world, frame, others.outside));

  app.get('/desk/stories/:id', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const isLooked = c.req.query('look') === 'yes';
    return showForm(c, one, isLooked ? await readDraftProblems(world, one.draft, nowOf(c)) : []);
  });

  /** `unsaved`: what a person typed over this version, and the desk cannot keep. */
  const showForm = async (c: Asked, one: OpenDraft, problems: readonly Problem[], unsaved?: DraftVersion) => {
    const { draft, isNew, url, title, written } = one;
    const shown = unsaved ?? draft;
    const form = formView(shown, { rules: written.rules, images: written.images, stories: written.stories, problems });
    if (unsaved) {
      form.errors.push({ field: form.asFile ? 'file' : 'body', sentence: TOO_LONG, note: false });
      form.fields.body.error = TOO_LONG;
    }
    const view = {
      form,
      url,
      heading: isNew ? HEADINGS[draft.kind] : `Edit: ${title}`,
      version: shown.version,
      saved: unsaved ? NOT_SAVED : savedSentence(one),
      savedAt: draft.at.toString(),
      flash: FLASHES.get(c.req.query('told') ?? ''),
      deletable: draft.state === 'open' && draft.mark !== 'begun' && !isInFile(draft, written.files),
      published: !isNew && draft.state !== 'deleted' && written.files.some(({ file }) => file === draft.file),
    };
    const named = `${form.errors.length > 0 ? 'Error: ' : ''}${title}`;
    const headers = { 'Content-Security-Policy': editorPolicy(await picturesTo(world)) };
    return show(c, 'desk/story', view, named, { headers, script: EDITOR, ...(unsaved && { status: 413 }) });
  };

  app.post('/desk/stories/:id', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const { draft, url } = one;
    const body: FormBody = await c.req.parseBody({ all: true });
    const seen = Number(body.version);
    // The form was filled in over the version that its writer saw.
    const base = (await world.drafts.find(draft.draft, seen)) ?? draft;
    const text = textFrom(body, base);
    const saved = await saveDraft(world, draft.draft, { seen, text, title: titleOf(text, draft.kind) }, writer(c));
    if (saved.kind === 'unknown') return c.notFound();
    if (c.req.header('Accept') === 'application/json') return savedAnswer(c, saved, one.now);
    if (saved.kind === 'crossed') return merge.crossedDraft(c, one, { base, mine: text, theirs: saved.theirs });
    if (saved.kind === 'too long') return showForm(c, one, [], { ...base, text });
    return c.redirect(url + (typeof body.do === 'string' ? (NEXT.get(body.do) ?? '') : ''), 303);
  });

  app.route('/', storyPicturePages(world, frame));
  app.route('/', storyPreviewPages(world, frame));
  app.route('/', storyCheckPages(world, frame, { merge, links: others.links }));
  app.route('/', storyDeletePages(world, frame));
  app.route('/', storyHistoryPages(world, frame));
  app.route('/', merge.pages);
  return app;
}

const NEW_KINDS = ['post', 'event', 'message'] as const;
const HEADINGS: Record<StoryKind, string> = { post: 'Write a post', event: 'Announce an event', message: 'Send a message' };

/** The page after the draft is saved, by the button that was pressed. */
const NEXT: ReadonlyMap<string, string> = new Map([
  ['preview', '/preview'],
  ['continue', '/check'],
  ['picture', '/picture/top'],
  ['picture-in-text', '/picture/text'],
]);

/** What the script of the form is told of its save. */
function savedAnswer(c: Asked, saved: Exclude<SavedOrTooLong, { kind: 'unknown' }>, now: Temporal.ZonedDateTime): Response {
  if (saved.kind === 'too long') return c.json({}, 413);
  if (saved.kind === 'crossed') return c.json({ by: saved.theirs.by, when: savedAt(saved.theirs, now) }, 409);
  return c.json({ version: saved.draft.version, savedAt: nhsTime(saved.draft.at.toZonedDateTimeISO(now)) });
}

const NOT_SAVED = 'Not saved';
const TOO_LONG =
  'Not saved: the text is too long. A story may have 100,000 characters. Put a part of it into another story, or take out what was pasted by mistake. Your words are still in this form.';

const FLASHES: ReadonlyMap<string, string> = new Map([
  ['word', 'This is what we read from the Word file. Look it over: its pictures, comments and deleted words are not here.'],
  ['picture', 'The picture is in the story, and the draft is saved.'],
  [
    'story-deleted',
    'The story is deleted, and its page ends within a few minutes. You can bring it back as a draft for 30 days, at the end of this page.',
  ],
  ['deleted', 'The draft is deleted. You can bring it back for 30 days, at the end of this page. What has been published stays as it is.'],
]);

const NOTHING_YET = 'Nothing is written yet. It is kept as a draft from your first word.';
const IN_FILE = 'These are the words of the story’s file, as they are published. What you change here is a draft until you publish it.';

function savedSentence({ draft, written, now }: OpenDraft): string {
  if (draft.mark === 'begun') return NOTHING_YET;
  if (draft.state === 'open' && isInFile(draft, written.files)) return IN_FILE;
  if (draft.state === 'published')
    return `Published on ${savedAt(draft, now)} by ${draft.by}. What you change here is a draft until you publish it.`;
  const what = draft.mark === 'story-deleted' ? 'story' : 'draft';
  const deleted = draft.state === 'deleted' ? `This ${what} is deleted. Saving it brings it back as a draft. ` : '';
  return `${deleted}Saved on ${savedAt(draft, now)} by ${draft.by}.`;
}

/** The author and role of the newest post that this person has written here. */
async function remembered(world: Pick<World, 'drafts'>, by: string): Promise<Partial<StoryFields>> {
  const last = (await world.drafts.all()).find((draft) => draft.by === by && draft.kind === 'post' && draft.state !== 'deleted');
  const text = last && (await world.drafts.newest(last.draft))?.text;
  if (text === undefined) return {};
  const { author, role } = fieldsOf(text, 'post').fields;
  return { author, role };
}
