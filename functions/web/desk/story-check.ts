// The page before Publish: what the change does, what stands against it, and what was written. Publish is a yes to what it shows.
import { Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { plainDateTime } from '#core/draft/date-fields';
import type { DraftVersion } from '#core/draft/draft';
import { fieldsOf, type StoryFields, type StoryKind } from '#core/draft/story-fields';
import { readingOf } from '#core/preflight/long-sentences';
import { mended } from '#core/preflight/preflight';
import { people } from '#core/publication/names';
import { count } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import { notAsShown, shownText } from '#flow/draft/as-shown';
import { type Consequences, readConsequences } from '#flow/draft/consequences';
import { deadLinksOf, preflightOf } from '#flow/draft/preflight';
import { type PublishDecisions, publishDraft } from '#flow/draft/publish-draft';
import { saveDraft } from '#flow/draft/save-draft';
import type { Consequence } from '#flow/publish/compare-plans';
import type { LinkChecker } from '#ports';
import { recordAudit } from '#web/desk/audit';
import { consequenceGroups, consequenceLine, promiseOf } from '#web/desk/consequences-view';
import { type Asked, draftDesk, type OpenDraft, type StoriesWorld } from '#web/desk/draft-desk';
import { placedProblems, TO_WORDS, titleOf } from '#web/desk/draft-form';
import { ownWords } from '#web/desk/four-eyes';
import type { Frame } from '#web/desk/needs';
import { blocking, worthALook } from '#web/desk/preflight-view';
import type { StoryMerge } from '#web/desk/story-merge';
import type { Written } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

/** Why the page comes back instead of publishing. `lines`: what would go out otherwise than it was shown. */
type Refusal = { title: string; words: string; lines: string[] };

/** Serves the check of a draft, and Publish. */
export function storyCheckPages(
  world: StoriesWorld,
  frame: Frame,
  { merge, links }: { merge: StoryMerge; links: LinkChecker | undefined },
): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { open, reopen, show, writer } = draftDesk(world, frame);

  const check = async (c: Asked, one: OpenDraft, consequences: Consequences, refusal?: Refusal) => {
    const { draft, url, title, written } = one;
    const { problems, notes, held } = consequences;
    const deadLinks = links && (await deadLinksOf(links, draft, consequences));
    const items = preflightOf(draft, consequences, one.now, deadLinks);
    const view = {
      url,
      heading: `Check before you publish: ${title}`,
      lede: 'Nothing has gone out. This is what your change does.',
      refusal,
      flash: c.req.query('told') === 'mended' && !refusal ? MENDED : undefined,
      problems: [...placedProblems(problems, draft.text), ...held.map((sentence) => ({ field: 'body', sentence })), ...blocking(items)],
      notes: worthALook(items, notes, draft.text),
      groups: consequenceGroups(consequences, url),
      archive: consequences.story?.archive === true,
      answers: answersOf(draft, written),
      promise: promiseOf(consequences),
      own: await ownYes(c, one, consequences),
      tells: toldText(consequences),
      holdable: decisionsOf(consequences, { tells: true, holds: true }).held.length > 0,
      version: draft.version,
      shown: shownText(consequences, nowOf(c)),
    };
    return show(c, 'desk/story-check', view, view.heading, refusal ? { status: 409 } : {});
  };

  /** Why what this publishes waits for the yes of somebody else. */
  const ownYes = async (c: Asked, { draft }: OpenDraft, { own, planned }: Consequences) => {
    const [first] = own.filter(({ asked }) => asked !== undefined);
    const publication = planned?.publications.find(({ id }) => id === first?.entry.id);
    return planned && publication && ownWords(world, c, { publication, planned }, draft);
  };

  app.get('/desk/stories/:id/check', async (c) => {
    const one = await open(c);
    return one ? check(c, one, await readConsequences(world, one.draft, nowOf(c))) : c.notFound();
  });

  // The button of a note. It changes the draft that the note was about, and no other version.
  app.post('/desk/stories/:id/mend', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const { draft, url } = one;
    const { version, note } = await c.req.parseBody();
    const consequences = await readConsequences(world, draft, nowOf(c));
    const seen = Number(version);
    const mend = preflightOf(draft, consequences, one.now).find(({ key }) => key === note)?.mend;
    if (draft.version !== seen || !mend) return check(c, one, consequences, { ...NOT_MENDED, lines: [] });
    const text = mended(draft, mend);
    const saved = await saveDraft(world, draft.draft, { seen, text, title: titleOf(text, draft.kind) }, writer(c));
    if (saved.kind === 'saved') return c.redirect(`${url}/check?told=mended`, 303);
    const now = (await reopen(c)) ?? one;
    return check(c, now, await readConsequences(world, now.draft, nowOf(c)), { ...NOT_MENDED, lines: [] });
  });

  app.post('/desk/stories/:id/publish', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const { draft, url } = one;
    const { version, shown, tell, hold } = await c.req.parseBody();
    // A second press of the button.
    if (draft.state === 'published') return c.redirect(`${url}/published`, 303);
    const consequences = await readConsequences(world, draft, nowOf(c));
    const isBlocked = blocking(preflightOf(draft, consequences, one.now)).length > 0;
    const refused = refusalOf(consequences, { isBlocked, isSame: draft.version === Number(version), shown: String(shown), now: nowOf(c) });
    if (refused) return check(c, one, consequences, refused);
    await recordAudit(world, c, 'published-story', { to: draft.file });
    const answer = await publishDraft(world, draft, decisionsOf(consequences, { tells: tell !== 'no', holds: hold === 'yes' }), writer(c));
    if (answer.kind === 'published') return c.redirect(`${url}/published`, 303);
    const now = (await reopen(c)) ?? one;
    if (answer.kind === 'file changed') return merge.crossedFile(c, now);
    return check(c, now, await readConsequences(world, now.draft, nowOf(c)), { ...OTHER_TEXT, lines: [] });
  });

  app.get('/desk/stories/:id/published', async (c) => {
    const one = await open(c);
    if (!one || one.isNew) return c.notFound();
    const { draft, url, title } = one;
    const consequences = await readConsequences(world, draft, nowOf(c));
    const view = { url, title, groups: consequenceGroups({ ...consequences, others: [] }, url) };
    return show(c, 'desk/story-published', view, `Published: ${title}`);
  });
  return app;
}

const MENDED = 'The change is in your draft. Its history has the version before.';

/** Returns what a press of Publish decides. What is new and has a time of its own can be held; a digest goes out with other stories. */
function decisionsOf({ own }: Consequences, { tells, holds }: { tells: boolean; holds: boolean }): PublishDecisions {
  const idsOf = (which: (one: Consequence) => boolean) => own.filter(which).map(({ entry }) => entry.id);
  const isOut = (one: Consequence) => one.asked !== undefined && (tells || !isTelling(one));
  return {
    yes: idsOf(isOut),
    untold: tells ? [] : idsOf((one) => isTelling(one) && one.asked !== undefined),
    held: holds ? idsOf((one) => one.what === 'goes' && one.entry.kind !== 'digest' && (tells || !isTelling(one))) : [],
  };
}

/** True for the notice of a change, by email or on a channel. A reminder may wait for the same yes, and has the new facts. */
function isTelling({ entry: { kind, change, sequence } }: Consequence): boolean {
  return kind === 'change' || (kind === 'social' && change !== undefined && sequence !== undefined);
}

/** Whom a notice of the change reaches; undefined when there is none. */
function toldText({ own }: Consequences): string | undefined {
  const notice = own.find((one) => isTelling(one) && one.entry.channel === 'email' && one.asked !== undefined);
  return notice && people(notice.entry.audience);
}

/** Returns why a press of Publish publishes nothing; undefined when it may. */
function refusalOf(
  consequences: Consequences,
  { isBlocked, isSame, shown, now }: { isBlocked: boolean; isSame: boolean; shown: string; now: Temporal.Instant },
): Refusal | undefined {
  if (!isSame) return { ...OTHER_TEXT, lines: [] };
  const isWrong = !consequences.story || consequences.problems.length > 0 || consequences.held.length > 0;
  if (isWrong || isBlocked) return { ...NOT_READY, lines: [] };
  const differs = notAsShown(consequences, shown, now);
  if (differs === 'all') return { ...OTHER_PLAN, lines: [] };
  return differs.length === 0 ? undefined : { ...OTHER_PLAN, lines: differs.map((one) => consequenceLine(one, consequences)) };
}

const OTHER_TEXT = {
  title: 'The text changed since you looked',
  words: 'Nothing was published. This page shows it as it is now: look at it again, and press Publish.',
};
const NOT_MENDED = {
  title: OTHER_TEXT.title,
  words: 'Your press changed nothing. This page shows the text as it is now.',
};
const NOT_READY = { title: 'It cannot be published yet', words: 'Nothing was published. Put right what this page says first.' };
const OTHER_PLAN = {
  title: 'What this does has changed since you looked',
  words: 'Nothing was published. This page shows what it does now: look at it again, and press Publish.',
};

type Answer = { key: string; value: string; field: string };

/** What the writer filled in, to be checked once more. */
function answersOf({ text, kind }: DraftVersion, written: Pick<Written, 'rules' | 'stories'>): Answer[] {
  const { fields, asFile } = fieldsOf(text, kind);
  if (asFile) return [];
  const when = (fields: StoryFields['published']) => {
    const time = plainDateTime(fields);
    return time
      ? nhsDateTime(time)
      : Object.values(fields)
          .filter((part) => part !== '')
          .join(' ');
  };
  const topics = fields.topics.map((topic) => [...(written.rules?.topics ?? [])].find(([key]) => key === topic)?.[1] ?? topic).join(', ');
  const of: Record<StoryKind, [string, string, string][]> = {
    post: [['Author', [fields.author, fields.role].filter((one) => one !== '').join(', '), 'author']],
    event: [
      ['Starts', when(fields.starts), 'starts'],
      ['Ends', when(fields.ends), 'ends'],
      ['Place', fields.venue, 'venue'],
      ['Online link', fields.online, 'online'],
    ],
    message: [['Who gets it', toWords(fields, written, topics), 'to']],
  };
  const all: [string, string, string][] = [
    ['Title', fields.title, 'title'],
    ...of[kind],
    ['Summary', fields.summary || 'The beginning of the text', 'summary'],
    ['Text', lengthOf(fields.body), 'body'],
    ['Topics', kind === 'message' ? '' : topics || 'None: it goes to everybody', 'topics'],
    ['Picture', fields.imageSrc || 'None', 'imageSrc'],
    ['Publish on', when(fields.published), 'published'],
  ];
  return all.filter(([, value]) => value !== '').map(([key, value, field]) => ({ key, value, field }));
}

function toWords(
  { to, organisations, event }: StoryFields,
  { rules, stories }: Pick<Written, 'rules' | 'stories'>,
  topics: string,
): string {
  const trusts = organisations.map((one) => rules?.organisations.get(one) ?? one).join(', ');
  const title = stories.find(({ file }) => file === `events/${event}.md`)?.title ?? event;
  const narrowed = { topics, organisations: trusts, event: title }[to];
  const words = TO_WORDS.get(to) ?? to;
  return narrowed ? `${words}: ${narrowed}` : words;
}

/** Says how long the text is, and how it reads. LIX adds the words of a sentence to the percentage of long words. */
function lengthOf(body: string): string {
  const { words, average, lix } = readingOf(body);
  const length = count(words, 'word');
  return lix === undefined ? length : `${length}, about ${average} to a sentence (LIX ${lix})`;
}
