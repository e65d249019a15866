import type { ImageFile } from '#core/image/image-file';
import type { Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import { readRules } from '#core/rules/read-rules';
import type { Rules } from '#core/rules/rules';
import { readStories } from '#core/story/read-stories';
import type { Slug, Story } from '#core/story/story';

/** What the editor has written, read: the rules, the stories that are in order, and every problem of the rest. */
export type Newsroom = { rules: Rules; stories: Story[]; problems: Problem[] };

/** The texts that a publication was sealed with: whatever is edited later, it is made from these. */
export type Snapshot = { rules: string; stories: { file: string; text: string }[]; images: ImageFile[] };

type Sources = { rules: SourceFile; stories: SourceFile[]; images: ImageFile[] };

/** Reads everything; without rules that are in order there is no newsroom, only problems. */
export function readNewsroom(sources: Sources): { newsroom?: Newsroom; problems: Problem[] } {
  const { rules, problems } = readRules(sources.rules, sources.images);
  if (!rules) return { problems };
  const read = readStories(sources.stories, sources.images, rules);
  const all = [...problems, ...read.problems];
  return { newsroom: { rules, stories: read.stories, problems: all }, problems: all };
}

/** The edition of these stories as one text, the same for the same content. Only what is needed is in it. */
export function writeSnapshot(sources: Sources, stories: readonly Story[]): string {
  const files = new Set(stories.map((story) => story.file));
  const snapshot: Snapshot = {
    rules: decode(sources.rules),
    stories: sources.stories.filter((source) => files.has(source.file)).map((source) => ({ file: source.file, text: decode(source) })),
    images: sources.images,
  };
  return JSON.stringify(snapshot);
}

/** Reads an edition back. It was in order when it was sealed; a text that no longer reads means that the code broke its word. */
export function readSnapshot(text: string): { rules: Rules; stories: Map<Slug, Story>; images: ImageFile[] } {
  const snapshot: Snapshot = JSON.parse(text);
  const encoder = new TextEncoder();
  const source = (file: string, content: string): SourceFile => {
    const bytes = encoder.encode(content);
    return { file, bytes, size: bytes.length };
  };
  const { newsroom, problems } = readNewsroom({
    rules: source('newsroom.yaml', snapshot.rules),
    stories: snapshot.stories.map((story) => source(story.file, story.text)),
    images: snapshot.images,
  });
  if (!newsroom || problems.length > 0) {
    throw new Error(
      `A sealed edition no longer reads: ${problems.map((problem) => problem.sentence).join(' ')} Deploy the version that sealed it, or cancel its publication.`,
    );
  }
  return { rules: newsroom.rules, stories: new Map(newsroom.stories.map((story) => [story.slug, story])), images: snapshot.images };
}

function decode(source: SourceFile): string {
  if (!source.bytes) throw new Error(`${source.file} is too large to be sealed, and should not have been planned.`);
  return new TextDecoder().decode(source.bytes);
}
