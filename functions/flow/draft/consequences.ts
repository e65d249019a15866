// What publishing a draft does: the plan with its file as it is now, and with the draft in its place.
import type { Temporal } from 'temporal-polyfill';
import { plainDateTime } from '#core/draft/date-fields';
import type { DraftVersion } from '#core/draft/draft';
import { newFileName } from '#core/draft/file-name';
import { fieldsOf } from '#core/draft/story-fields';
import { isNote, type Problem } from '#core/parsing/problem';
import type { PublicationId } from '#core/publication/publication';
import type { Slug, Story } from '#core/story/story';
import { isAfter } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import { withDraft, withoutStory } from '#flow/draft/drafted-content';
import { forecastMails } from '#flow/publish/check-mail';
import { type Consequence, comparePlans, isChanged, isEmpty } from '#flow/publish/compare-plans';
import { heldBack } from '#flow/publish/held-back';
import type { OutlookEntry } from '#flow/publish/outlook';
import { type Planned, type PlanWorld, readPlan } from '#flow/publish/plan';
import type { World } from '#ports';

export type ConsequencesWorld = PlanWorld & Pick<World, 'subscribers' | 'ledger' | 'drafts'>;

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
  const drafted = withDraft(world, draft);
  const { before, after, posts, compared: all } = await comparePlans(world, drafted, now);
  const { planned } = after;
  const its = after.problems.filter(({ file }) => file === draft.file);
  const [notes, problems] = [its.filter(isNote), its.filter((one) => !isNote(one))];
  const story = planned?.newsroom.stories.find(({ file }) => file === draft.file);
  const base = { file: draft.file, problems, notes, held: [], own: [], others: [] };
  if (!planned || !story) {
    const unread = problems.length > 0 ? problems : [{ file: draft.file, line: 1, sentence: planned ? NOT_READ : NO_RULES }];
    return { ...base, problems: unread, ...(planned && { planned }) };
  }
  const joined = ({ entry }: Consequence) =>
    entry.kind === 'digest' && entry.stories.includes(story.slug) && !wasIn(before.entries, entry.id, story.slug);
  const compared = all.map((one): Consequence => (one.what === 'changes' && joined(one) ? { ...one, what: 'goes' } : one));
  const isOwn = ({ entry }: Consequence) => entry.stories.includes(story.slug) || wasIn(before.entries, entry.id, story.slug);
  const held = heldBack(planned, forecastMails(planned), posts).filter(({ file }) => file === draft.file);
  return {
    ...base,
    story,
    held: held.flatMap(({ lines }) => lines),
    own: compared.filter((one) => isOwn(one) && !isEmpty(one.entry)),
    others: compared.filter((one) => !isOwn(one) && isChanged(one)),
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
  const { before, after, compared: all } = await comparePlans(world, withoutStory(world, file), now);
  if (!before.planned || !after.planned) return { own: [], others: [], event: false, page: false };
  const { planned } = before;
  const known = [...planned.newsroom.stories, ...planned.absent.map(({ story }) => story)];
  const story = known.find((one) => one.file === file);
  const nobody = { own: [], others: [], planned, event: false, page: false };
  if (!story) return nobody;
  // A deletion is no yes to what goes out as before.
  const compared = all.map(({ asked: _, ...one }) => one);
  const isOwn = ({ entry }: Consequence) => wasIn(before.entries, entry.id, story.slug);
  const isGone = (one: Consequence) => one.what === 'ends' && one.entry.audience > 0;
  return {
    ...nobody,
    story,
    own: compared.filter((one) => isOwn(one) && one.what !== 'not' && (isGone(one) || !isEmpty(one.entry))),
    others: compared.filter((one) => !isOwn(one) && isChanged(one)),
    // Of a file that is not there, the only problem is the question about its event.
    event: after.problems.some((problem) => problem.file === file),
    page: !isAfter(atWallClock(story.published, planned.newsroom.rules.timezone), now),
  };
}

const NO_RULES = 'The rules (newsroom.yaml) have a problem, and there are none of before. Put that right first: the plan says what it is.';
const NOT_READ = 'The story cannot be read as it is. Look at its fields again.';

function wasIn(entries: readonly OutlookEntry[], id: PublicationId, slug: Slug): boolean {
  return entries.find((entry) => entry.id === id)?.stories.includes(slug) ?? false;
}
