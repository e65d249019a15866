import type { Slug } from '#core/story';

const LONGEST_SLUG = 80;

/** The slug that a story's file name gives, or as its fault one sentence on how to rename the file. */
export function readSlug(fileName: string): { slug?: Slug; fault?: string } {
  const name = fileName.replace(/\.md$/u, '');
  // biome-ignore lint/plugin/no-cast: this is where slugs are made.
  if (/^[a-z0-9-]+$/u.test(name) && name.length <= LONGEST_SLUG) return { slug: name as Slug };
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}|['’]/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  const better = `${plain.slice(0, LONGEST_SLUG).replace(/-+$/u, '') || 'my-story'}.md`;
  const what =
    name.length > LONGEST_SLUG ? `is longer than ${LONGEST_SLUG} characters` : 'has characters other than a to z, 0 to 9 and hyphens';
  return { fault: `The file's name ${what}, and it becomes a web address. Rename the file, for example to ${better}.` };
}
