import type { ImageFile } from '#core/image/image-file';
import { isNote, type Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import { readOrProblem } from '#core/parsing/unreadable';
import type { Rules } from '#core/rules/rules';
import { readStory, type Unnamed } from '#core/story/read-story';
import { fileNameOf, readSlug } from '#core/story/slug';
import type { Story } from '#core/story/story';
import { isStoryFile } from '#core/story/story-files';

type Read = { story?: Unnamed; isDraft?: true; problems: Problem[] };

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
      const read: Read = readOrProblem(source.file, () => readStory(source, images, rules, { sealed }));
      return { file: source.file, read, ...(isStoryFile(source.file) && !read.isDraft ? readSlug(fileNameOf(source.file)) : {}) };
    });
  const stories: Story[] = [];
  const problems: Problem[] = [];
  for (const { file, read, slug, fault } of named) {
    const { story, problems: found } = read;
    const twin = named.find((other) => slug !== undefined && other.slug === slug && other.file !== file);
    if (fault !== undefined) found.push({ file, line: 1, sentence: fault });
    if (twin !== undefined)
      found.push({
        file,
        line: 1,
        sentence: `${twin.file} has the same name, and would have the same web address. Rename one of the two files.`,
      });
    problems.push(...found.toSorted((a, b) => a.line - b.line));
    if (story !== undefined && slug !== undefined && found.every(isNote)) stories.push({ ...story, slug });
  }
  return { stories, drafts: named.filter(({ read }) => read.isDraft).map(({ file }) => file), problems };
}
