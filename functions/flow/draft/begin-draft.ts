import type { Temporal } from 'temporal-polyfill';
import type { DateTimeFields } from '#core/draft/date-fields';
import { decodeFile } from '#core/draft/decode-file';
import type { DraftId, DraftVersion } from '#core/draft/draft';
import { withoutDraftKey } from '#core/draft/draft-key';
import { fieldsOf, newStory, type StoryFields, type StoryKind, withFields } from '#core/draft/story-fields';
import { nextAllowed } from '#core/plan/quiet-times';
import type { Rules } from '#core/rules/rules';
import { isStoryFile, storyKindOf } from '#core/story/story-files';
import { fieldsAt } from '#flow/draft/preview-draft';
import { addVersion, type Writer } from '#flow/draft/save-draft';
import type { World } from '#ports';

type BeginWorld = Pick<World, 'drafts' | 'machine'>;

/**
 * Makes the draft of a new story before its first letter is written, so that the first save cannot go wrong alone. `begun`: what its form
 * holds at first. Without a title and a text it stands in no list until somebody writes.
 */
export async function beginDraft(world: BeginWorld, kind: StoryKind, begun: Partial<StoryFields>, writer: Writer): Promise<DraftVersion> {
  const empty = newStory(kind, {});
  const text = withFields(empty, kind, { ...fieldsOf(empty, kind).fields, ...begun });
  const { title = '', body = '' } = begun;
  const mark = title === '' && body === '' ? { mark: 'begun' as const } : {};
  const draft: DraftVersion = { draft: draftId(world), version: 1, ...writer, kind, text, title, state: 'open', ...mark };
  if ((await world.drafts.save(draft)) === 'stale') throw new Error(`${draft.draft} is the id of another draft. Begin once more.`);
  return draft;
}

/** Returns when a new story is published, unless its writer says otherwise: the next morning on which emails may go out. */
export function nextMorning(now: Temporal.ZonedDateTime, rules: Rules | undefined): DateTimeFields {
  const tomorrow = now.add({ days: 1 }).with({ hour: 9, minute: 0, second: 0, millisecond: 0 });
  const allowed = rules ? nextAllowed(tomorrow, rules) : tomorrow;
  return fieldsAt(allowed, Math.max(9, allowed.hour));
}

/**
 * Opens a story's file for editing, in the draft that it had before. What was not published yet in that draft is still in it. Undefined
 * when there is no such file, or when its bytes are no text.
 */
export async function editStory(
  world: BeginWorld & Pick<World, 'content'>,
  file: string,
  writer: Writer,
): Promise<DraftVersion | undefined> {
  const [{ stories }, drafts] = await Promise.all([world.content.read(), world.drafts.all()]);
  const source = stories.find((one) => one.file === file && isStoryFile(one.file));
  const written = source && decodeFile(source);
  const text = written === undefined ? undefined : withoutDraftKey(written);
  if (source?.version === undefined || text === undefined) return undefined;
  // Also a deleted one, so that a story has one history.
  const its = drafts.filter((one) => one.file === file);
  const known = its.find(({ state }) => state !== 'deleted') ?? its[0];
  const before = known && (await world.drafts.newest(known.draft));
  if (before?.state === 'open' && before.file === file) return before;
  const kind = storyKindOf(file);
  const as = { ...writer, kind, text, title: fieldsOf(text, kind).fields.title, file, base: source.version, state: 'open' } as const;
  if (!before) return firstVersion(world, { draft: draftId(world), version: 1, ...as });
  const mark = before.state === 'deleted' || before.base === source.version ? undefined : 'file';
  const saved = await addVersion(world, { ...before, ...as, version: before.version + 1 }, mark);
  return saved.kind === 'saved' ? saved.draft : saved.kind === 'crossed' ? saved.theirs : undefined;
}

async function firstVersion(world: BeginWorld, draft: DraftVersion): Promise<DraftVersion> {
  if ((await world.drafts.save(draft)) === 'stale') throw new Error(`${draft.draft} is the id of another draft. Begin once more.`);
  return draft;
}

function draftId({ machine }: Pick<World, 'machine'>): DraftId {
  // biome-ignore lint/plugin/no-cast: this is where ids of drafts are made.
  return machine.nonce() as DraftId;
}
