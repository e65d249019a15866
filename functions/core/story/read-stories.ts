import type { ImageFile } from '#core/image/image-file';
import { isNote, type Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import { readOrProblem } from '#core/parsing/unreadable';
import type { Rules } from '#core/rules/rules';
import { readStory, type Unnamed } from '#core/story/read-story';
import { fileNameOf, readSlug } from '#core/story/slug';
import type { Slug, Story } from '#core/story/story';
import { isStoryFile } from '#core/story/story-files';

type Read = { story?: Unnamed; isDraft?: true; problems: Problem[] };

/** What was last read of a file, and with what: most files are the same at the next reading, and 500 stories take 200 ms to read. */
type LastRead = { rules: Rules; images: readonly ImageFile[]; read: Read };
const lastRead = new WeakMap<SourceFile, LastRead>();

/**
 * Reads `posts/*.md` and `events/*.md`; any other file that may have been meant as a story has a problem. Returns every problem and
 * note, in order of files and lines, and the stories without problems. Two stories with the same slug both have a problem.
 * `drafts`: the files that say `draft: true`. They are no stories yet, so their names count for nothing.
 * `sealed`: see `readStory`.
 */
export function readStories(
  files: readonly SourceFile[],
  images: readonly ImageFile[],
  rules: Rules,
  { sealed = false }: { sealed?: boolean } = {},
): { stories: Story[]; drafts: string[]; problems: Problem[] } {
  const named = files
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
    .map((source) => {
      const read = sealed ? readOne(source, images, rules, true) : readAgain(source, images, rules);
      return { file: source.file, read, ...(isStoryFile(source.file) && !read.isDraft ? readSlug(fileNameOf(source.file)) : {}) };
    });
  const sameSlug = Map.groupBy(named, ({ slug }) => slug);
  const stories: Story[] = [];
  const problems: Problem[] = [];
  for (const { file, read, slug, fault } of named) {
    const { story } = read;
    const found = [...read.problems];
    const twin = slug === undefined ? undefined : sameSlug.get(slug)?.find((other) => other.file !== file);
    if (fault !== undefined) found.push({ file, line: 1, sentence: fault });
    if (twin !== undefined)
      found.push({
        file,
        line: 1,
        sentence: `${twin.file} has the same name, and would have the same web address. Rename one of the two files.`,
      });
    problems.push(...found.toSorted((a, b) => a.line - b.line));
    if (story !== undefined && slug !== undefined && found.every(isNote)) stories.push(storyNamed(story, slug));
  }
  return { stories, drafts: named.filter(({ read }) => read.isDraft).map(({ file }) => file), problems };
}

/** A story stays the same object until its file is read again, so that what was worked out of it still counts. */
const lastNamed = new WeakMap<Unnamed, Story>();

function storyNamed(unnamed: Unnamed, slug: Slug): Story {
  const story = lastNamed.get(unnamed) ?? { ...unnamed, slug };
  lastNamed.set(unnamed, story);
  return story;
}

function readOne(source: SourceFile, images: readonly ImageFile[], rules: Rules, sealed: boolean): Read {
  return readOrProblem(source.file, () => readStory(source, images, rules, { sealed }));
}

/** Reads a file, unless the very same one was read with the same rules and images. The content port returns the same object until then. */
function readAgain(source: SourceFile, images: readonly ImageFile[], rules: Rules): Read {
  const last = lastRead.get(source);
  if (last?.rules === rules && last.images === images) return last.read;
  const read = readOne(source, images, rules, false);
  lastRead.set(source, { rules, images, read });
  return read;
}
