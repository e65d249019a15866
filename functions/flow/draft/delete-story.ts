// Deleting a story that is published: its file leaves the content, and its words stay on the desk, in a deleted draft.
import { decodeFile } from '#core/draft/decode-file';
import type { DraftVersion } from '#core/draft/draft';
import { fieldsOf } from '#core/draft/story-fields';
import { addVersion, type Writer } from '#flow/draft/save-draft';
import type { World } from '#ports';

/** `file changed`, `draft changed`: since it was shown; nothing is deleted. */
export type StoryDeleted = 'deleted' | 'file changed' | 'draft changed';

/** Saves of others in between. More than that at one moment is no accident. */
const MOST_TRIES = 5;

/**
 * Deletes the story of a draft, if both still are what the person was shown. `fileVersion`: of the file that they were shown. May throw;
 * safe to repeat: a file that is gone counts as deleted.
 */
export async function deleteStory(
  world: Pick<World, 'drafts' | 'content'>,
  shown: DraftVersion & { file: string },
  fileVersion: string,
  writer: Writer,
): Promise<StoryDeleted> {
  const newest = await world.drafts.newest(shown.draft);
  if (newest?.version !== shown.version) return 'draft changed';
  const { stories } = await world.content.read();
  const source = stories.find(({ file }) => file === shown.file);
  if (source) {
    if (source.version !== fileVersion) return 'file changed';
    // Before the file is gone, its words are in a version.
    const text = source.version === newest.base ? undefined : decodeFile(source);
    if (text !== undefined && text !== newest.text && !(await keepWords(world, { ...newest, text }, writer))) return 'draft changed';
    if ((await world.content.remove(shown.file, fileVersion)) === 'stale') return 'file changed';
  }
  await markDeleted(world, newest, writer);
  return 'deleted';
}

/**
 * Keeps the words of a file that the draft has not seen. It does not agree with them: should the deletion break off here, whoever publishes
 * the draft is shown them first. False when somebody has saved the draft meanwhile.
 */
async function keepWords(world: Pick<World, 'drafts'>, draft: DraftVersion, writer: Writer): Promise<boolean> {
  const words = { text: draft.text, title: fieldsOf(draft.text, draft.kind).fields.title };
  const next = { ...draft, ...words, ...writer, version: draft.version + 1, state: 'open' as const };
  return (await addVersion(world, next, 'file')).kind === 'saved';
}

/** The file is gone by now: whatever is saved meanwhile stays in the history, and the draft is deleted with its newest words. */
async function markDeleted(world: Pick<World, 'drafts'>, { text, title, draft }: DraftVersion, writer: Writer): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const newest = await world.drafts.newest(draft);
    if (newest === undefined || newest.mark === 'story-deleted') return;
    const { base: _, ...last } = newest;
    // The words of the file, which were kept a moment ago, do not replace those of the draft.
    const words = newest.mark === 'file' && newest.by === writer.by && newest.at.equals(writer.at) ? { text, title } : {};
    const deleted = { ...last, ...words, ...writer, version: newest.version + 1, state: 'deleted' as const };
    if ((await addVersion(world, deleted, 'story-deleted')).kind === 'saved') return;
  }
  throw new Error(`${draft} is being saved elsewhere all the time. The story's file is deleted: press the button again.`);
}
