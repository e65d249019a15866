import type { DraftVersion } from '#core/draft/draft';
import type { SourceFile } from '#core/parsing/source-file';
import type { World } from '#ports';

/** Returns a world in which a story's file is not there. It writes nothing. */
export function withoutStory<W extends Pick<World, 'content'>>(world: W, file: string): W {
  return withStories(world, (stories) => stories.filter((one) => one.file !== file));
}

/** Returns a world in which the draft's file is what the draft says, so that the plan and the previews show it. It writes nothing. */
export function withDraft<W extends Pick<World, 'content'>>(world: W, draft: Pick<DraftVersion, 'text'> & { file: string }): W {
  const bytes = new TextEncoder().encode(draft.text);
  const source: SourceFile = { file: draft.file, sizeBytes: bytes.length, bytes };
  return withStories(world, (stories) => [...stories.filter(({ file }) => file !== draft.file), source]);
}

function withStories<W extends Pick<World, 'content'>>(world: W, change: (stories: SourceFile[]) => SourceFile[]): W {
  const read = async () => {
    const present = await world.content.read();
    return { ...present, stories: change(present.stories) };
  };
  return { ...world, content: { ...world.content, read } };
}
