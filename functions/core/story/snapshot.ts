import type { ImageFile } from '#core/image/image-file';
import { isNote, type Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import { readOrProblem } from '#core/parsing/unreadable';
import { readRules } from '#core/rules/read-rules';
import type { Rules } from '#core/rules/rules';
import { readStories } from '#core/story/read-stories';
import { fileNameOf, readSlug } from '#core/story/slug';
import type { Slug, Story } from '#core/story/story';

/** The rules, the stories without problems, the files of drafts, the problems of the others, and the notes on any of them. */
export type Newsroom = { rules: Rules; stories: Story[]; drafts: string[]; problems: Problem[] };

/**
 * The texts with which a publication was sealed. The publication is made from them, so later edits do not change it. `slug` and
 * `address`: of a story whose file had been renamed.
 */
export type Snapshot = { rules: string; stories: { file: string; text: string; slug?: Slug; address?: Slug }[]; images: SealedImage[] };

/** The facts of an image. The key `size`, in bytes, stays as it was first stored. */
type SealedImage = Omit<ImageFile, 'sizeBytes'> & { size: number };

type Sources = { rules: SourceFile; stories: SourceFile[]; images: ImageFile[] };

/** What was last read of the rules' file, and with which images. */
type LastRules = { images: readonly ImageFile[]; read: ReturnType<typeof readRules> };
const lastRules = new WeakMap<SourceFile, LastRules>();

/** Reads rules and stories. Rules with problems give no newsroom, only problems. `sealed`: see `readStory`. */
export function readNewsroom(sources: Sources, how: { sealed?: boolean } = {}): { newsroom?: Newsroom; problems: Problem[] } {
  const { images, read: ofRules } = rulesAgain(sources);
  const { rules, problems } = ofRules;
  if (!rules) return { problems };
  const read = readStories(sources.stories, images, rules, how);
  const all = [...problems, ...read.problems];
  return { newsroom: { rules, stories: read.stories, drafts: read.drafts, problems: all }, problems: all };
}

/** Reads the rules, unless the very same file was read with the same images. `images`: those of then, so that they can be compared. */
function rulesAgain(sources: Sources): LastRules {
  const last = lastRules.get(sources.rules);
  const isSame = last?.images.length === sources.images.length && last.images.every((image, i) => image === sources.images[i]);
  if (last && isSame) return last;
  const read: LastRules['read'] = readOrProblem(sources.rules.file, () => readRules(sources.rules, sources.images));
  const now = { images: sources.images, read };
  lastRules.set(sources.rules, now);
  return now;
}

/** Returns the snapshot of these stories, with the rules and all image facts, as JSON. The same content gives the same text. */
export function writeSnapshot(sources: Sources, stories: readonly Story[]): string {
  const snapshot: Snapshot = {
    rules: decode(sources.rules),
    stories: sources.stories.flatMap((source) => {
      const story = stories.find(({ file }) => file === source.file);
      if (!story) return [];
      const { slug, address } = story;
      const isRenamed = readSlug(fileNameOf(source.file)).slug !== slug;
      return [{ file: source.file, text: decode(source), ...(isRenamed ? { slug } : {}), ...(address === undefined ? {} : { address }) }];
    }),
    images: sources.images.map(({ src, width, height, sizeBytes, fault }) => ({
      src,
      width,
      height,
      size: sizeBytes,
      ...(fault && { fault }),
    })),
  };
  return JSON.stringify(snapshot);
}

/** Returns the rules with the image that they name, and no story, as a sealed text. */
export function writeRules(sources: Sources, rules: Rules): string {
  const images = sources.images.filter(({ src }) => src === rules.brand.logo?.src);
  return writeSnapshot({ rules: sources.rules, stories: [], images }, []);
}

/** Returns the sources with sealed rules in place of the present ones. Their image counts as it was then. */
export function withRules(sources: Sources, sealed: string): Sources {
  const { rules, images } = parse(sealed);
  const others = sources.images.filter(({ src }) => images.every((image) => image.src !== src));
  return { ...sources, rules: otherText(sources.rules, rules), images: [...others, ...images] };
}

/** Returns a story as it was sealed; undefined when the snapshot has no such story, or cannot be read any more. */
export function storyInSnapshot(text: string, slug: Slug): Story | undefined {
  const { newsroom } = readSnapshotSources(text);
  return newsroom?.stories.find((story) => story.slug === slug);
}

/**
 * Reads a snapshot. Throws when its keys have a problem: they had none when it was sealed, so the code has become incompatible
 * with it. The texts of its stories were checked before they were sealed, and a newer check must not stop them.
 */
export function readSnapshot(text: string): { rules: Rules; stories: Map<Slug, Story>; images: ImageFile[] } {
  const { newsroom, problems: found, images } = readSnapshotSources(text);
  const problems = found.filter((problem) => !isNote(problem));
  if (!newsroom || problems.length > 0) {
    throw new Error(
      `A sealed snapshot no longer reads: ${problems.map((problem) => problem.sentence).join(' ')} Deploy the version that sealed it, or cancel its publication.`,
    );
  }
  return { rules: newsroom.rules, stories: new Map(newsroom.stories.map((story) => [story.slug, story])), images };
}

/** The stories have the identities and addresses that they were sealed with. */
function readSnapshotSources(text: string): ReturnType<typeof readNewsroom> & { images: ImageFile[] } {
  const { rules: rulesText, stories, images: ofText } = parse(text);
  const { rules, images } = sealedRules(rulesText, ofText);
  const sources = { rules, stories: stories.map((story) => source(story.file, story.text)), images };
  const { newsroom, problems } = readNewsroom(sources, { sealed: true });
  if (!newsroom) return { problems, images };
  const named = new Map(stories.map(({ file, slug, address }) => [file, { ...(slug && { slug }), ...(address && { address }) }]));
  const identified = newsroom.stories.map((story): Story => ({ ...story, ...named.get(story.file) }));
  return { newsroom: { ...newsroom, stories: identified }, problems, images };
}

type SealedRules = Pick<Sources, 'rules' | 'images'>;
/** The rules that were sealed last: one snapshot after the other has the same, and reading them takes some milliseconds. */
let lastSealed: { written: string; sealed: SealedRules } | undefined;

/** Returns the same objects for the same rules and images, so that `readNewsroom` need not read the rules again. */
function sealedRules(text: string, images: ImageFile[]): SealedRules {
  const written = JSON.stringify([text, images]);
  if (lastSealed?.written !== written) lastSealed = { written, sealed: { rules: source('newsroom.yaml', text), images } };
  return lastSealed.sealed;
}

function parse(text: string): Omit<Snapshot, 'images'> & { images: ImageFile[] } {
  const { images, ...texts }: Snapshot = JSON.parse(text);
  return { ...texts, images: images.map(({ size: sizeBytes, ...facts }) => ({ ...facts, sizeBytes })) };
}

/** Returns the file with this text instead. The text is no version of it. */
export function otherText({ version: _, ...file }: SourceFile, text: string): SourceFile {
  return { ...file, ...source(file.file, text) };
}

function source(file: string, text: string): SourceFile {
  const bytes = new TextEncoder().encode(text);
  return { file, bytes, sizeBytes: bytes.length };
}

function decode(source: SourceFile): string {
  if (!source.bytes) throw new Error(`${source.file} is too large to be sealed, and should not have been planned.`);
  return new TextDecoder().decode(source.bytes);
}
