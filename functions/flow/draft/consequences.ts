// What publishing a draft does: the plan with its file as it is now, and with the draft in its place.
import type { Temporal } from 'temporal-polyfill';
import { plainDateTime } from '#core/draft/date-fields';
import type { DraftVersion } from '#core/draft/draft';
import { newFileName } from '#core/draft/file-name';
import { fieldsOf } from '#core/draft/story-fields';
import { isNote, type Problem } from '#core/parsing/problem';
import type { PublicationId } from '#core/publication/publication';
import type { Slug, Story } from '#core/story/story';
import { fingerprint } from '#core/text/fingerprint';
import { isAfter } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import { withDraft, withoutStory } from '#flow/draft/drafted-content';
import { outgoingNow, unbegun } from '#flow/publish/approve';
import { forecastMails } from '#flow/publish/check-mail';
import { type Foreseen, forecastPosts } from '#flow/publish/forecast';
import { heldBack } from '#flow/publish/held-back';
import { missingYes } from '#flow/publish/missing-yes';
import { type OutlookEntry, type OutlookWorld, readOutlook } from '#flow/publish/outlook';
import { type Planned, type PlanWorld, readPlan } from '#flow/publish/plan';
import type { World } from '#ports';

export type ConsequencesWorld = PlanWorld & Pick<World, 'subscribers' | 'drafts'>;

/** How far ahead is looked: an event may be a year away. */
const AHEAD_HOURS = 366 * 24;

/**
 * What becomes of one publication: it is new (`goes`), goes out at another time (`moves`), with other words (`changes`), as before
 * (`stays`), or not any more (`ends`); it has gone out, and nothing changes that (`went`); or it goes to nobody, for its reason (`not`).
 */
export type Consequence = {
  what: 'goes' | 'moves' | 'changes' | 'stays' | 'ends' | 'went' | 'not';
  entry: OutlookEntry;
  /** When it was to go out before. */
  before?: Temporal.ZonedDateTime;
  priceMilliUsd: number;
  /** Why it waits for a yes. */
  asked?: string;
  /** A short code of all that goes out; of a digest only of its stories, since others change it too. */
  fingerprint: string;
};

/**
 * `problems`: what keeps the story from being published. `notes`: what is worth a look. `file`: where it is written. `others`: publications
 * of other stories that this one moves.
 */
export type Consequences = {
  file: string;
  story?: Story;
  problems: Problem[];
  notes: Problem[];
  held: string[];
  own: Consequence[];
  others: Consequence[];
  planned?: Planned;
};

/** Returns where the draft is written: into its file, or for a new story into one that is named after its title and day. */
export async function fileOfDraft(
  world: Pick<World, 'content' | 'drafts'>,
  draft: DraftVersion,
  now: Temporal.ZonedDateTime,
): Promise<string> {
  if (draft.file !== undefined) return draft.file;
  const [{ stories }, drafts] = await Promise.all([world.content.read(), world.drafts.all()]);
  const taken = new Set([...stories.map(({ file }) => file), ...drafts.flatMap(({ file }) => file ?? [])]);
  return newFileName(draft.kind, draft.title, dayOf(draft) ?? now.toPlainDate(), taken);
}

/** Returns the day in a new story's file name: of the event, or of the blog post's publication. */
function dayOf({ text, kind }: DraftVersion): Temporal.PlainDate | undefined {
  const { starts, published } = fieldsOf(text, kind).fields;
  return plainDateTime(kind === 'event' ? starts : published)?.toPlainDate();
}

/** Returns the problems that keep the draft from being published. Changes nothing. */
export async function readDraftProblems(
  world: PlanWorld,
  draft: Pick<DraftVersion, 'text'> & { file: string },
  now: Temporal.Instant,
): Promise<Problem[]> {
  const planned = await readPlan(withDraft(world, draft), now, now);
  return planned?.newsroom.problems.filter((one) => one.file === draft.file && !isNote(one)) ?? [];
}

/** Computes what publishing the draft now would do. Changes nothing. */
export async function readConsequences(
  world: ConsequencesWorld,
  draft: Pick<DraftVersion, 'text'> & { file: string },
  now: Temporal.Instant,
): Promise<Consequences> {
  const until = now.add({ hours: AHEAD_HOURS });
  const drafted = withDraft(world, draft);
  const [before, after] = await Promise.all([readOutlook(world, now, until), readOutlook(drafted, now, until)]);
  const { planned } = after;
  const its = after.problems.filter(({ file }) => file === draft.file);
  const [notes, problems] = [its.filter(isNote), its.filter((one) => !isNote(one))];
  const story = planned?.newsroom.stories.find(({ file }) => file === draft.file);
  const base = { file: draft.file, problems, notes, held: [], own: [], others: [] };
  if (!planned || !story) {
    const unread = problems.length > 0 ? problems : [{ file: draft.file, line: 1, sentence: planned ? NOT_READ : NO_RULES }];
    return { ...base, problems: unread, ...(planned && { planned }) };
  }
  const { posts } = await forecastPosts(drafted, planned);
  const yes = await missingYes(drafted, planned, posts);
  const ahead = { planned, posts, yes };
  const was = before.planned && { planned: before.planned, posts: (await forecastPosts(world, before.planned)).posts, yes: new Map() };
  const joined = ({ entry }: Consequence) =>
    entry.kind === 'digest' && entry.stories.includes(story.slug) && !wasIn(before.entries, entry.id, story.slug);
  const compared = (await compare(world, was && { ...was, entries: before.entries }, { ...ahead, entries: after.entries })).map(
    (one): Consequence => (one.what === 'changes' && joined(one) ? { ...one, what: 'goes' } : one),
  );
  const isOwn = ({ entry }: Consequence) => entry.stories.includes(story.slug) || wasIn(before.entries, entry.id, story.slug);
  const held = heldBack(planned, forecastMails(planned), posts).filter(({ file }) => file === draft.file);
  return {
    ...base,
    story,
    held: held.flatMap(({ lines }) => lines),
    own: compared.filter((one) => isOwn(one) && !isEmpty(one.entry)),
    others: compared.filter(
      (one) => !isOwn(one) && one.what !== 'stays' && one.what !== 'went' && one.what !== 'not' && !isEmpty(one.entry),
    ),
    planned,
  };
}

/**
 * What deleting a story does. `event`: readers have been told of it, it is still to come, and nobody tells them that it is not. `page`: it
 * has a page on the website by now. Without `planned` there are no rules to plan by, and nothing can be said.
 */
export type Deletion = Pick<Consequences, 'own' | 'others' | 'planned'> & { story?: Story; event: boolean; page: boolean };

/** Computes what deleting a story now would do. Changes nothing. */
export async function readDeletion(world: ConsequencesWorld, file: string, now: Temporal.Instant): Promise<Deletion> {
  const until = now.add({ hours: AHEAD_HOURS });
  const without = withoutStory(world, file);
  const [before, after] = await Promise.all([readOutlook(world, now, until), readOutlook(without, now, until)]);
  if (!before.planned || !after.planned) return { own: [], others: [], event: false, page: false };
  const { planned } = before;
  const known = [...planned.newsroom.stories, ...planned.absent.map(({ story }) => story)];
  const story = known.find((one) => one.file === file);
  const nobody = { own: [], others: [], planned, event: false, page: false };
  if (!story) return nobody;
  const was = { planned, posts: (await forecastPosts(world, planned)).posts, yes: new Map(), entries: before.entries };
  const { posts } = await forecastPosts(without, after.planned);
  const compared = await compare(world, was, { planned: after.planned, posts, yes: new Map(), entries: after.entries });
  const isOwn = ({ entry }: Consequence) => wasIn(before.entries, entry.id, story.slug);
  const isOther = ({ what, entry }: Consequence) => what !== 'stays' && what !== 'went' && what !== 'not' && !isEmpty(entry);
  const isGone = (one: Consequence) => one.what === 'ends' && one.entry.audience > 0;
  return {
    ...nobody,
    story,
    own: compared.filter((one) => isOwn(one) && one.what !== 'not' && (isGone(one) || !isEmpty(one.entry))),
    others: compared.filter((one) => !isOwn(one) && isOther(one)),
    // Of a file that is not there, the only problem is the question about its event.
    event: after.problems.some((problem) => problem.file === file),
    page: !isAfter(atWallClock(story.published, planned.newsroom.rules.timezone), now),
  };
}

const NO_RULES = 'The rules (newsroom.yaml) have a problem, and there are none of before. Put that right first: the plan says what it is.';
const NOT_READ = 'The story cannot be read as it is. Look at its fields again.';

/**
 * Compares the plan as it is with the plan of a world in which people have set something else, publication by publication. Changes nothing.
 * Undefined while no rules can be read.
 */
export async function comparePlans(
  world: OutlookWorld,
  changed: OutlookWorld,
  now: Temporal.Instant,
): Promise<{ compared: Consequence[]; planned: Planned } | undefined> {
  const until = now.add({ hours: AHEAD_HOURS });
  const [before, after] = await Promise.all([readOutlook(world, now, until), readOutlook(changed, now, until)]);
  if (!before.planned || !after.planned) return undefined;
  const [were, are] = [await forecastPosts(world, before.planned), await forecastPosts(changed, after.planned)];
  const was = { planned: before.planned, posts: were.posts, yes: new Map(), entries: before.entries };
  const yes = await missingYes(changed, after.planned, are.posts);
  const compared = await compare(world, was, { planned: after.planned, posts: are.posts, yes, entries: after.entries });
  return { compared: compared.filter(({ entry }) => !isEmpty(entry)), planned: after.planned };
}

type Side = {
  entries: readonly OutlookEntry[];
  planned: Planned;
  posts: ReadonlyMap<PublicationId, Foreseen>;
  yes: ReadonlyMap<PublicationId, string>;
};

async function compare(world: Pick<World, 'switches' | 'texts'>, before: Side | undefined, after: Side): Promise<Consequence[]> {
  const were = new Map((before?.entries ?? []).map((entry) => [entry.id, entry]));
  const found: Consequence[] = [];
  for (const entry of after.entries) {
    const past = were.get(entry.id);
    const print = await fingerprintOf(world, entry, after);
    const asked = after.yes.get(entry.id);
    const what = whatBecomes(past, entry, before && past && isAhead(past) ? await fingerprintOf(world, past, before) : '', print);
    found.push({
      what,
      // Nobody gets it any more: the page says who would have.
      entry: what === 'ends' && past ? { ...entry, audience: past.audience } : entry,
      ...(past && !past.due.equals(entry.due) && { before: past.due }),
      priceMilliUsd: after.posts.get(entry.id)?.priceMilliUsd ?? 0,
      ...(asked !== undefined && { asked }),
      fingerprint: print,
    });
  }
  const are = new Set(after.entries.map(({ id }) => id));
  for (const entry of were.values())
    if (!are.has(entry.id) && isAhead(entry)) found.push({ what: 'ends', entry, priceMilliUsd: 0, fingerprint: '' });
  return found;
}

function whatBecomes(past: OutlookEntry | undefined, entry: OutlookEntry, before: string, after: string): Consequence['what'] {
  if (!isAhead(entry)) return past && isAhead(past) ? 'ends' : GONE.has(entry.state) ? 'not' : 'went';
  if (!past || !isAhead(past)) return 'goes';
  if (!past.due.equals(entry.due)) return 'moves';
  return before === after && past.stories.join() === entry.stories.join() ? 'stays' : 'changes';
}

const GONE: ReadonlySet<OutlookEntry['state']> = new Set(['dropped', 'missed', 'empty', 'cancelled']);

/** True while it is still to go out. */
function isAhead({ state, lost }: OutlookEntry): boolean {
  return (state === 'planned' || state === 'waiting') && lost !== true;
}

/** True for what goes to nobody: an empty digest, or one that nobody wants. */
function isEmpty({ state, kind, audience }: OutlookEntry): boolean {
  return state === 'empty' || (kind === 'digest' && audience === 0);
}

function wasIn(entries: readonly OutlookEntry[], id: PublicationId, slug: Slug): boolean {
  return entries.find((entry) => entry.id === id)?.stories.includes(slug) ?? false;
}

async function fingerprintOf(world: Pick<World, 'switches' | 'texts'>, entry: OutlookEntry, { planned, posts }: Side): Promise<string> {
  if (!isAhead(entry)) return '';
  if (entry.kind === 'digest') return fingerprint(entry.stories.join());
  const publication = planned.publications.find(({ id }) => id === entry.id);
  // A cancelled post is not foreseen, and goes nowhere.
  if (publication?.decision !== 'go' || (entry.channel !== 'email' && !posts.has(entry.id))) return '';
  return fingerprint(await outgoingNow(world, unbegun(publication, planned)));
}
