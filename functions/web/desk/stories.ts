// Stories on the desk: the list, the form, what a change does, Publish, and the history.
import { type Context, Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import type { DraftId, DraftVersion } from '#core/draft/draft';
import { fieldsOf, type StoryFields } from '#core/draft/story-fields';
import { nextAllowed } from '#core/plan/quiet-times';
import type { Rules } from '#core/rules/rules';
import { count } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import { beginDraft, editStory } from '#flow/draft/begin-draft';
import { type Consequences, type ConsequencesWorld, fileOfDraft, notAsShown, readConsequences, shownText } from '#flow/draft/consequences';
import { fieldsAt } from '#flow/draft/preview-draft';
import { publishDraft } from '#flow/draft/publish-draft';
import { addVersion, saveDraft } from '#flow/draft/save-draft';
import type { World } from '#ports';
import { recordAudit, who } from '#web/desk/audit';
import { consequenceGroups, consequenceLine, promiseOf } from '#web/desk/consequences-view';
import { type FormBody, formView, placedProblems, textFrom, titleOf } from '#web/desk/draft-form';
import { type DraftPreviewWorld, draftPreview } from '#web/desk/draft-preview';
import { draftUrl } from '#web/desk/draft-url';
import { framedMail } from '#web/desk/framed-mail';
import type { Frame } from '#web/desk/needs';
import { storiesView, UNTITLED } from '#web/desk/stories-view';
import { FRAMED_PAGE_POLICY, FRAMING_POLICY, MAIL_POLICY } from '#web/headers';
import { page } from '#web/page';
import { type ContentWorld, readWritten } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export type StoriesWorld = ContentWorld & ConsequencesWorld & DraftPreviewWorld & Pick<World, 'drafts' | 'audit' | 'machine'>;

/** Serves the stories and their drafts. Only Publish lets anything out; every other form changes drafts only. */
export function storyPages(world: StoriesWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const find = (c: Context<WebEnv>) => world.drafts.newest(readId(c.req.param('id')));
  const writer = (c: Context<WebEnv>) => ({ by: who(c), at: nowOf(c) });
  const here = (c: Context<WebEnv>, rules: Rules | undefined) => nowOf(c).toZonedDateTimeISO(rules?.timezone ?? 'Europe/London');

  app.get('/desk/stories', async (c) => {
    const [written, drafts] = await Promise.all([readWritten(world), world.drafts.all()]);
    const { q = '', kind = '', topic = '', state = '' } = c.req.query();
    const view = { ...storiesView(written, drafts, nowOf(c), { q, kind, topic, state }), flash: FLASHES.get(c.req.query('told') ?? '') };
    const { rules } = written;
    return c.html(page('desk/stories', view, { title: 'Stories', rules, ...(await frame(c)), current: '/desk/stories' }));
  });

  app.post('/desk/stories/new', async (c) => {
    const { rules } = await readWritten(world);
    const kind = (await c.req.parseBody()).kind === 'event' ? 'event' : 'post';
    const begun = { ...(kind === 'post' ? await remembered(world, who(c)) : {}), published: nextMorning(here(c, rules), rules) };
    return c.redirect(draftUrl((await beginDraft(world, kind, begun, writer(c))).draft), 303);
  });

  app.post('/desk/stories/edit', async (c) => {
    const { file } = await c.req.parseBody();
    const draft = typeof file === 'string' ? await editStory(world, file, writer(c)) : undefined;
    return draft ? c.redirect(draftUrl(draft.draft), 303) : c.notFound();
  });

  type Asked = { isLooked?: boolean; crossed?: DraftVersion; typed?: string; seen?: number; status?: 200 | 409 };

  const form = async (c: Context<WebEnv>, draft: DraftVersion, asked: Asked = {}) => {
    const { rules, images } = await readWritten(world);
    const text = asked.typed ?? draft.text;
    const now = here(c, rules);
    const file = await fileOfDraft(world, draft, now);
    const problems = asked.isLooked ? (await readConsequences(world, { text, file }, nowOf(c))).problems : [];
    const shown = formView({ text, kind: draft.kind }, { rules, images, problems });
    const title = titleOf(text, draft.kind) || UNTITLED;
    const view = {
      form: shown,
      url: draftUrl(draft.draft),
      heading: draft.file === undefined ? (draft.kind === 'post' ? 'Write a post' : 'Announce an event') : `Edit: ${title}`,
      version: asked.crossed?.version ?? draft.version,
      saved: savedSentence(draft, now),
      crossed: asked.crossed && { by: asked.crossed.by, when: at(asked.crossed, now), text: asked.crossed.text },
      deletable: draft.state === 'open',
    };
    const isWrong = shown.errors.length > 0 || asked.crossed !== undefined;
    const around = { title: `${isWrong ? 'Error: ' : ''}${title}`, rules, ...(await frame(c)), current: '/desk/stories' };
    return c.html(page('desk/story', view, around), asked.status ?? 200);
  };

  app.get('/desk/stories/:id', async (c) => {
    const draft = await find(c);
    return draft ? form(c, draft, { isLooked: c.req.query('look') === 'yes' }) : c.notFound();
  });

  app.post('/desk/stories/:id', async (c) => {
    const draft = await find(c);
    if (!draft) return c.notFound();
    const body: FormBody = await c.req.parseBody({ all: true });
    const seen = Number(body.version);
    // The form was filled in over the version that its writer saw.
    const base = (await world.drafts.find(draft.draft, seen)) ?? draft;
    const text = textFrom(body, base);
    const saved = await saveDraft(world, draft.draft, { seen, text, title: titleOf(text, draft.kind) }, writer(c));
    if (saved.kind === 'unknown') return c.notFound();
    if (saved.kind === 'crossed') return form(c, draft, { crossed: saved.theirs, typed: text, status: 409 });
    const url = draftUrl(draft.draft);
    if (body.do === 'preview') return c.redirect(`${url}/preview`, 303);
    return c.redirect(body.do === 'continue' ? `${url}/check` : url, 303);
  });

  app.get('/desk/stories/:id/preview', async (c) => {
    const draft = await find(c);
    if (!draft) return c.notFound();
    const { rules } = await readWritten(world);
    const file = await fileOfDraft(world, draft, here(c, rules));
    const of = c.req.query('of');
    const [preview, { problems }] = await Promise.all([
      draftPreview(world, draft, { file, now: here(c, rules), of }),
      readConsequences(world, { text: draft.text, file }, nowOf(c)),
    ]);
    const url = draftUrl(draft.draft);
    const title = draft.title || UNTITLED;
    const view = {
      url,
      title,
      of: of === undefined ? '' : `?of=${encodeURIComponent(of)}`,
      filled: preview.isFilled,
      problems: placedProblems(problems, draft.text),
      email: preview.email,
      posts: preview.posts,
      page: preview.page !== undefined,
    };
    const around = { title: `Preview: ${title}`, rules, ...(await frame(c)), current: '/desk/stories' };
    return c.html(page('desk/story-preview', view, around), 200, { 'Content-Security-Policy': FRAMING_POLICY });
  });

  app.get('/desk/stories/:id/preview/:part{email.html|page.html}', async (c) => {
    const draft = await find(c);
    if (!draft) return c.notFound();
    const { rules } = await readWritten(world);
    const file = await fileOfDraft(world, draft, here(c, rules));
    const { email, page: site, site: origin } = await draftPreview(world, draft, { file, now: here(c, rules), of: c.req.query('of') });
    if (c.req.param('part') === 'page.html')
      return site === undefined ? c.notFound() : c.html(site, 200, { 'Content-Security-Policy': FRAMED_PAGE_POLICY });
    return email ? c.html(framedMail(email.html, origin), 200, { 'Content-Security-Policy': MAIL_POLICY }) : c.notFound();
  });

  type Changed = { title: string; words: string; lines: string[] };

  const check = async (c: Context<WebEnv>, draft: DraftVersion, found?: Consequences, changed?: Changed) => {
    const { rules } = await readWritten(world);
    const now = here(c, rules);
    const file = await fileOfDraft(world, draft, now);
    const consequences = found ?? (await readConsequences(world, { text: draft.text, file }, nowOf(c)));
    const { problems, notes, held } = consequences;
    const url = draftUrl(draft.draft);
    const title = draft.title || UNTITLED;
    const view = {
      url,
      heading: `Check before you publish: ${title}`,
      lede: 'Nothing has gone out. This is what your change does.',
      changed,
      problems: [...placedProblems(problems, draft.text), ...held.map((sentence) => ({ field: 'body', sentence }))],
      notes: placedProblems(notes, draft.text).slice(0, MOST_NOTES),
      groups: consequenceGroups(consequences, url),
      answers: answersOf(draft, rules),
      promise: promiseOf(consequences),
      version: draft.version,
      shown: shownText(consequences, nowOf(c)),
    };
    const around = { title: `${changed ? 'Error: ' : ''}${view.heading}`, rules, ...(await frame(c)), current: '/desk/stories' };
    return c.html(page('desk/story-check', view, around), changed ? 409 : 200);
  };

  app.get('/desk/stories/:id/check', async (c) => {
    const draft = await find(c);
    return draft ? check(c, draft) : c.notFound();
  });

  app.post('/desk/stories/:id/publish', async (c) => {
    const draft = await find(c);
    if (!draft) return c.notFound();
    const { version, shown } = await c.req.parseBody();
    const url = draftUrl(draft.draft);
    // A second press of the button.
    if (draft.state === 'published') return c.redirect(`${url}/published`, 303);
    if (draft.version !== Number(version)) return check(c, draft, undefined, { ...OTHER_TEXT, lines: [] });
    const { rules } = await readWritten(world);
    const file = await fileOfDraft(world, draft, here(c, rules));
    const consequences = await readConsequences(world, { text: draft.text, file }, nowOf(c));
    if (!consequences.story || consequences.held.length > 0) return check(c, draft, consequences, { ...NOT_READY, lines: [] });
    const differs = notAsShown(consequences, typeof shown === 'string' ? shown : '', nowOf(c));
    if (differs === 'all' || differs.length > 0) {
      const lines = differs === 'all' ? [] : differs.map((one) => consequenceLine(one, consequences));
      return check(c, draft, consequences, { ...OTHER_PLAN, lines });
    }
    await recordAudit(world, c, 'published-story', { to: file });
    const yes = consequences.own.flatMap(({ asked, entry }) => (asked === undefined ? [] : [entry.id]));
    const answer = await publishDraft(world, { ...draft, file }, yes, writer(c));
    if (answer.kind === 'draft changed') return check(c, (await find(c)) ?? draft, undefined, { ...OTHER_TEXT, lines: [] });
    return answer.kind === 'published' ? c.redirect(`${url}/published`, 303) : crossedFile(c, { ...((await find(c)) ?? draft), file });
  });

  const crossedFile = async (c: Context<WebEnv>, draft: DraftVersion & { file: string }) => {
    const { rules, files } = await readWritten(world);
    const present = files.find(({ file }) => file === draft.file);
    const view = {
      url: draftUrl(draft.draft),
      title: draft.title || UNTITLED,
      theirs: present?.bytes === undefined ? 'The file is gone.' : new TextDecoder().decode(present.bytes),
      mine: draft.text,
      version: draft.version,
      fileVersion: present?.version ?? '',
    };
    const around = { title: `Error: ${view.title}`, rules, ...(await frame(c)), current: '/desk/stories' };
    return c.html(page('desk/story-crossed-file', view, around), 409);
  };

  app.post('/desk/stories/:id/settle', async (c) => {
    const draft = await find(c);
    if (!draft) return c.notFound();
    const { keep, version, 'file-version': fileVersion } = await c.req.parseBody();
    const { rules, files } = await readWritten(world);
    const file = await fileOfDraft(world, draft, here(c, rules));
    const present = files.find((one) => one.file === file);
    // What the writer saw must still be what is there, on both sides.
    if (draft.version !== Number(version) || (present?.version ?? '') !== fileVersion) return crossedFile(c, { ...draft, file });
    const theirs = present?.bytes === undefined ? draft.text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(present.bytes);
    const text = keep === 'theirs' ? theirs : draft.text;
    const { base: _, ...rest } = draft;
    const settled = {
      ...rest,
      ...writer(c),
      file,
      text,
      title: titleOf(text, draft.kind),
      version: draft.version + 1,
      state: 'open',
    } as const;
    await addVersion(world, present?.version === undefined ? settled : { ...settled, base: present.version });
    return c.redirect(`${draftUrl(draft.draft)}${keep === 'theirs' ? '' : '/check'}`, 303);
  });

  app.get('/desk/stories/:id/published', async (c) => {
    const draft = await find(c);
    if (!draft?.file) return c.notFound();
    const { rules } = await readWritten(world);
    const consequences = await readConsequences(world, { text: draft.text, file: draft.file }, nowOf(c));
    const url = draftUrl(draft.draft);
    const view = { url, title: draft.title || UNTITLED, groups: consequenceGroups({ ...consequences, others: [] }, url) };
    return c.html(
      page('desk/story-published', view, { title: `Published: ${view.title}`, rules, ...(await frame(c)), current: '/desk/stories' }),
    );
  });

  app.get('/desk/stories/:id/history', async (c) => {
    const draft = await find(c);
    if (!draft) return c.notFound();
    const { rules } = await readWritten(world);
    const now = here(c, rules);
    const versions = await world.drafts.versions(draft.draft);
    const view = {
      url: draftUrl(draft.draft),
      title: draft.title || UNTITLED,
      versions: versions.map((one) => ({
        number: one.version,
        when: at(one, now),
        by: one.by,
        tag: one.state === 'published' ? 'Published' : one.state === 'deleted' ? 'Deleted' : undefined,
        what: one.title || UNTITLED,
      })),
    };
    return c.html(
      page('desk/story-history', view, { title: `History: ${view.title}`, rules, ...(await frame(c)), current: '/desk/stories' }),
    );
  });

  const findVersion = async (c: Context<WebEnv>) => world.drafts.find(readId(c.req.param('id')), Number(c.req.param('version')));

  app.get('/desk/stories/:id/history/:version', async (c) => {
    const [draft, one] = await Promise.all([find(c), findVersion(c)]);
    if (!draft || !one) return c.notFound();
    const { rules } = await readWritten(world);
    const view = {
      url: draftUrl(one.draft),
      number: one.version,
      title: one.title || UNTITLED,
      when: at(one, here(c, rules)),
      by: one.by,
      newest: one.version === draft.version,
      text: one.text,
    };
    return c.html(page('desk/story-version', view, { title: view.title, rules, ...(await frame(c)), current: '/desk/stories' }));
  });

  app.post('/desk/stories/:id/history/:version/restore', async (c) => {
    const [draft, one] = await Promise.all([find(c), findVersion(c)]);
    if (!draft || !one) return c.notFound();
    await addVersion(world, { ...draft, ...writer(c), text: one.text, title: one.title, version: draft.version + 1, state: 'open' });
    return c.redirect(draftUrl(draft.draft), 303);
  });

  app.post('/desk/stories/:id/:action{delete|undelete}', async (c) => {
    const draft = await find(c);
    if (!draft) return c.notFound();
    const state = c.req.param('action') === 'delete' ? 'deleted' : 'open';
    if (draft.state !== state) await addVersion(world, { ...draft, ...writer(c), version: draft.version + 1, state });
    return c.redirect(state === 'deleted' ? '/desk/stories?told=deleted' : draftUrl(draft.draft), 303);
  });
  return app;
}

/** More notes on one story are not read. */
const MOST_NOTES = 3;

const FLASHES: ReadonlyMap<string, string> = new Map([
  ['deleted', 'The draft is deleted. You can bring it back for 30 days, at the end of this page. What has been published stays as it is.'],
]);

const OTHER_TEXT = {
  title: 'The text changed since you looked',
  words: 'Nothing was published. This page shows it as it is now: look at it again, and press Publish.',
};
const NOT_READY = { title: 'It cannot be published yet', words: 'Nothing was published. Put right what this page says first.' };
const OTHER_PLAN = {
  title: 'What this does has changed since you looked',
  words: 'Nothing was published. This page shows what it does now: look at it again, and press Publish.',
};

function readId(text: string | undefined): DraftId {
  // biome-ignore lint/plugin/no-cast: whatever it is, either a draft has this id or none has.
  return (text ?? '') as DraftId;
}

function at(version: Pick<DraftVersion, 'at'>, { timeZoneId }: Temporal.ZonedDateTime): string {
  return nhsDateTime(version.at.toZonedDateTimeISO(timeZoneId));
}

function savedSentence(draft: DraftVersion, now: Temporal.ZonedDateTime): string {
  if (draft.state === 'published')
    return `Published on ${at(draft, now)} by ${draft.by}. What you change here is a draft until you publish it.`;
  const deleted = draft.state === 'deleted' ? 'This draft is deleted. Saving it brings it back. ' : '';
  return `${deleted}Saved on ${at(draft, now)} by ${draft.by}.`;
}

/** The author and role of the newest post that this person has written here. */
async function remembered(world: Pick<World, 'drafts'>, by: string): Promise<Partial<StoryFields>> {
  const last = (await world.drafts.all()).find((draft) => draft.by === by && draft.kind === 'post' && draft.state !== 'deleted');
  const text = last && (await world.drafts.newest(last.draft))?.text;
  if (text === undefined) return {};
  const { author, role } = fieldsOf(text, 'post').fields;
  return { author, role };
}

/** The next morning on which emails may go out. */
function nextMorning(now: Temporal.ZonedDateTime, rules: Rules | undefined): StoryFields['published'] {
  const tomorrow = now.add({ days: 1 }).with({ hour: 9, minute: 0, second: 0, millisecond: 0 });
  const allowed = rules ? nextAllowed(tomorrow, rules) : tomorrow;
  return fieldsAt(allowed, Math.max(9, allowed.hour));
}

/** Undefined when it is no time. */
function readTime({ day, month, year, time }: StoryFields['published']): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}`, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Answer = { key: string; value: string; field: string };

/** What the writer filled in, to be checked once more. */
function answersOf({ text, kind }: DraftVersion, rules: Rules | undefined): Answer[] {
  const { fields, asFile } = fieldsOf(text, kind);
  if (asFile) return [];
  const when = (fields: StoryFields['published']) => {
    const time = readTime(fields);
    return time
      ? nhsDateTime(time)
      : Object.values(fields)
          .filter((part) => part !== '')
          .join(' ');
  };
  const words = fields.body.split(/\s+/u).filter((word) => word !== '').length;
  const topics = fields.topics.map((topic) => [...(rules?.topics ?? [])].find(([key]) => key === topic)?.[1] ?? topic).join(', ');
  const of: [string, string, string][] =
    kind === 'post'
      ? [['Author', [fields.author, fields.role].filter((one) => one !== '').join(', '), 'author']]
      : [
          ['Starts', when(fields.starts), 'starts'],
          ['Ends', when(fields.ends), 'ends'],
          ['Place', fields.venue, 'venue'],
          ['Online link', fields.online, 'online'],
        ];
  const all: [string, string, string][] = [
    ['Title', fields.title, 'title'],
    ...of,
    ['Summary', fields.summary || 'The beginning of the text', 'summary'],
    ['Text', count(words, 'word'), 'body'],
    ['Topics', topics || 'None: it goes to everybody', 'topics'],
    ['Picture', fields.imageSrc || 'None', 'imageSrc'],
    ['Publish on', when(fields.published), 'published'],
  ];
  return all.filter(([, value]) => value !== '').map(([key, value, field]) => ({ key, value, field }));
}
