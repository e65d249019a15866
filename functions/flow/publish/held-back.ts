import type { EmailFinding } from '#core/email-check/check';
import type { FileLines } from '#core/parsing/problem';
import { publicationName } from '#core/publication/names';
import type { PublicationId } from '#core/publication/publication';
import { curlyQuotes } from '#core/text/curly-quotes';
import { count } from '#core/text/wrap';
import { whatBlocks } from '#flow/publish/check-mail';
import { whatBlocksPost } from '#flow/publish/check-post';
import type { Foreseen } from '#flow/publish/forecast';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';

/**
 * Returns what the texts of stories keep from going out, by file, a line for each fault: they stand below the file's other problems.
 * What is wrong with a digest stands under the digest's name.
 */
export function heldBack(
  planned: Planned,
  mails: ReadonlyMap<PublicationId, EmailFinding[]>,
  posts: ReadonlyMap<PublicationId, Foreseen>,
): FileLines[] {
  const known = new Map(planned.newsroom.stories.map((story) => [story.slug, story]));
  const held = new Map<string, { file: string; wrong: string; emails: number; posts: number }>();
  for (const publication of planned.publications) {
    const wrong = whatBlocks(mails.get(publication.id) ?? []) ?? whatBlocksPost(posts.get(publication.id)?.findings ?? []);
    if (wrong === undefined) continue;
    const [first, ...others] = shownBy(publication, planned);
    const file = first && others.length === 0 ? first.file : publicationName(publication, known);
    const fault = `${file}: ${wrong}`;
    const counts = held.get(fault) ?? { file, wrong, emails: 0, posts: 0 };
    if (publication.channel === 'email') counts.emails += 1;
    else counts.posts += 1;
    held.set(fault, counts);
  }
  return [...Map.groupBy(held.values(), ({ file }) => file)].map(([file, faults]) => ({
    file,
    lines: faults.map(({ wrong, emails, posts }) => `${curlyQuotes(wrong)} ${waiting(emails, posts)} until that is put right.`),
  }));
}

function waiting(emails: number, posts: number): string {
  const kinds = [...(emails > 0 ? [count(emails, 'email')] : []), ...(posts > 0 ? [count(posts, 'post')] : [])];
  return `${kinds.join(' and ')} ${emails + posts === 1 ? 'waits' : 'wait'}`;
}
