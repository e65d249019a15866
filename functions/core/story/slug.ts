import type { Slug } from '#core/story/story';

const MAX_SLUG_CHARACTERS = 80;
/** The post of a story `a-7d` would have the same id as the reminder post of event `a`. */
const LIKE_AN_ID = /-(?:(?:\d+(?:y|mo|d|h|min|s))+|change-\d+|on-\d{4}-\d{2}-\d{2}(?:t\d{4})?)$/u;

/** Returns the last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Returns words as a file can be called: small letters, digits and hyphens. `fallback`: if nothing of them is left. */
export function slugWords(words: string, fallback: string, most: number = MAX_SLUG_CHARACTERS): string {
  const plain = words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}|['’]/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  return plain.replace(LIKE_AN_ID, '').slice(0, most).replace(/-+$/u, '') || fallback;
}

/** Returns the slug of a file name, or one sentence on how to rename the file. */
export function readSlug(fileName: string): { slug?: Slug; fault?: string } {
  const name = fileName.replace(/\.md$/u, '');
  // biome-ignore lint/plugin/no-cast: this is where slugs are made.
  if (/^[a-z0-9-]+$/u.test(name) && name.length <= MAX_SLUG_CHARACTERS && !LIKE_AN_ID.test(name)) return { slug: name as Slug };
  const better = `${slugWords(name, 'my-story')}.md`;
  const what = LIKE_AN_ID.test(name)
    ? 'ends as the name of a reminder or a change notice does'
    : name.length > MAX_SLUG_CHARACTERS
      ? `is longer than ${MAX_SLUG_CHARACTERS} characters`
      : 'has characters other than a to z, 0 to 9 and hyphens';
  return { fault: `The file’s name ${what}, and it becomes a web address. Rename the file, for example to ${better}.` };
}
