// What is being written: drafts of the desk, and files that say `draft: true`.
import type { Temporal } from 'temporal-polyfill';
import { plainDateTime } from '#core/draft/date-fields';
import { decodeFile } from '#core/draft/decode-file';
import type { DraftHead, DraftVersion } from '#core/draft/draft';
import { withoutDraftKey } from '#core/draft/draft-key';
import { fieldsOf, type StoryKind } from '#core/draft/story-fields';
import type { SourceFile } from '#core/parsing/source-file';
import type { Story } from '#core/story/story';
import { storyKindOf } from '#core/story/story-files';
import { inBatches } from '#flow/loops/in-batches';
import type { World } from '#ports';

/**
 * Something that goes out only once it is published. `published`: the time that its writer has given it. `text`: what Publish would write.
 * `draft`: absent for a file that says `draft: true`. `changes`: its file is a story already.
 */
export type Unpublished = {
  title: string;
  kind: StoryKind;
  published: Temporal.PlainDateTime | undefined;
  text: string;
  draft?: DraftVersion;
  file?: string;
  changes: boolean;
};

const AT_ONCE = 10;

/** True when the story's file has these very words: nothing of the draft waits for Publish, whether or not one was recorded. */
export function isInFile({ file, text }: Pick<DraftVersion, 'file' | 'text'>, files: readonly SourceFile[]): boolean {
  const source = file === undefined ? undefined : files.find((one) => one.file === file);
  return source !== undefined && decodeFile(source) === text;
}

/**
 * Returns the drafts that have something to be published, in their order. A form into which nobody has written has nothing, and neither has
 * a draft whose words are in its file: it was opened and left as it was, or its Publish broke off after it had written the file.
 */
export async function draftsToPublish(
  world: Pick<World, 'drafts'>,
  heads: readonly DraftHead[],
  files: readonly SourceFile[],
): Promise<DraftHead[]> {
  const open = heads.filter(({ state, mark }) => state === 'open' && mark !== 'begun');
  const edited = open.filter(({ file }) => file !== undefined);
  const read = await inBatches(edited, AT_ONCE, (some) => Promise.all(some.map(({ draft }) => world.drafts.newest(draft))));
  const inFile = new Set(read.flat().flatMap((one) => (one && isInFile(one, files) ? [one.draft] : [])));
  return open.filter(({ draft }) => !inFile.has(draft));
}

/** Returns every draft that has something to be published, with its newest text, the newest first. */
async function openDrafts(world: Pick<World, 'drafts'>, files: readonly SourceFile[]): Promise<DraftVersion[]> {
  const open = await draftsToPublish(world, await world.drafts.all(), files);
  const read = await inBatches(open, AT_ONCE, (some) => Promise.all(some.map(({ draft }) => world.drafts.newest(draft))));
  // A draft may have been published or deleted since the list was read.
  return read.flat().flatMap((one) => (one?.state === 'open' ? [one] : []));
}

/** Returns what is being written. `content`: the stories that can be read, all files, and the names of those that say `draft: true`. */
export async function readUnpublished(
  world: Pick<World, 'drafts'>,
  content: { stories: readonly Story[]; files: readonly SourceFile[]; drafts: readonly string[] },
): Promise<Unpublished[]> {
  const drafts = await openDrafts(world, content.files);
  const stories = new Set(content.stories.map(({ file }) => file));
  const edited = new Set(drafts.map(({ file }) => file));
  const files = content.files.filter(({ file }) => content.drafts.includes(file) && !edited.has(file));
  return [
    ...drafts.map((draft): Unpublished => {
      const { title, kind, text, file } = draft;
      const isChange = file !== undefined && stories.has(file);
      return { title, kind, published: publishedIn(text, kind), text, draft, ...(file !== undefined && { file }), changes: isChange };
    }),
    ...files.map((source): Unpublished => {
      const kind = storyKindOf(source.file);
      const text = withoutDraftKey(decodeFile(source) ?? '');
      const { title } = fieldsOf(text, kind).fields;
      return { title: title || source.file, kind, published: publishedIn(text, kind), text, file: source.file, changes: false };
    }),
  ];
}

function publishedIn(text: string, kind: StoryKind): Temporal.PlainDateTime | undefined {
  return plainDateTime(fieldsOf(text, kind).fields.published);
}
