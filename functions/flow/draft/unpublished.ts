// What is being written: drafts of the desk, and files that say `draft: true`.
import type { Temporal } from 'temporal-polyfill';
import { plainDateTime } from '#core/draft/date-fields';
import { decodeFile } from '#core/draft/decode-file';
import type { DraftVersion } from '#core/draft/draft';
import { fieldsOf, type StoryKind } from '#core/draft/story-fields';
import { inBatches } from '#flow/loops/in-batches';
import type { Planned } from '#flow/publish/plan';
import type { World } from '#ports';

/**
 * Something that goes out only once it is published. `published`: the time that its writer has given it. `draft`: absent for a file that
 * says `draft: true`. `changes`: its file is a story already.
 */
export type Unpublished = {
  title: string;
  kind: StoryKind;
  published: Temporal.PlainDateTime | undefined;
  draft?: DraftVersion;
  file?: string;
  changes: boolean;
};

const AT_ONCE = 10;

/** Returns every open draft with its newest text, the newest first. */
async function openDrafts(world: Pick<World, 'drafts'>): Promise<DraftVersion[]> {
  const open = (await world.drafts.all()).filter(({ state }) => state === 'open');
  const read = await inBatches(open, AT_ONCE, (some) => Promise.all(some.map(({ draft }) => world.drafts.newest(draft))));
  // A draft may have been published or deleted since the list was read.
  return read.flat().flatMap((one) => (one?.state === 'open' ? [one] : []));
}

/** Returns what is being written. Changes nothing. */
export async function readUnpublished(
  world: Pick<World, 'drafts'>,
  { sources, newsroom }: Pick<Planned, 'sources' | 'newsroom'>,
): Promise<Unpublished[]> {
  const drafts = await openDrafts(world);
  const stories = new Set(newsroom.stories.map(({ file }) => file));
  const edited = new Set(drafts.map(({ file }) => file));
  const files = sources.stories.filter(({ file }) => newsroom.drafts.includes(file) && !edited.has(file));
  return [
    ...drafts.map((draft): Unpublished => {
      const { title, kind, text, file } = draft;
      const isChange = file !== undefined && stories.has(file);
      return { title, kind, published: publishedIn(text, kind), draft, ...(file !== undefined && { file }), changes: isChange };
    }),
    ...files.map((source): Unpublished => {
      const kind = source.file.startsWith('posts/') ? 'post' : 'event';
      const text = decodeFile(source) ?? '';
      const { title } = fieldsOf(text, kind).fields;
      return { title: title || source.file, kind, published: publishedIn(text, kind), file: source.file, changes: false };
    }),
  ];
}

function publishedIn(text: string, kind: StoryKind): Temporal.PlainDateTime | undefined {
  return plainDateTime(fieldsOf(text, kind).fields.published);
}
