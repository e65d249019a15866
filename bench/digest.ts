import { Temporal } from 'temporal-polyfill';
import type { EmailInput } from '#core/email/email-input';
import type { PublicationId } from '#core/publication/publication';
import { links } from '#core/site/links';
import { readNewsroom } from '#core/story/snapshot';
import { isPublic } from '#core/story/story';
import { readContentFolder } from '#local/content/read-folder';
import { openMemoryWorld } from '#local/memory/world';
import { DIGEST, DUE } from './week.ts';

/** Returns the digest of the week as the pipeline composes it, for measurements without the pipeline. */
export async function readDigest(content: string, rulesFile: string): Promise<EmailInput> {
  const memory = openMemoryWorld();
  for (const [file, bytes] of await readContentFolder(content, rulesFile)) memory.files.set(file, bytes);
  const { newsroom, problems } = readNewsroom(await memory.world.content.read());
  if (!newsroom || problems.length > 0) throw new Error(`The sample has problems: ${problems.map(({ sentence }) => sentence).join(' ')}`);
  const { rules } = newsroom;
  const posts = newsroom.stories
    .filter(({ kind }) => kind === 'post')
    .sort((a, b) => Temporal.PlainDateTime.compare(b.published, a.published));
  const stories = [...posts, ...newsroom.stories.filter(({ kind }) => kind === 'event')];
  const at = DUE.toZonedDateTimeISO(rules.timezone);
  const publication = {
    id: DIGEST as PublicationId,
    kind: 'digest' as const,
    channel: 'email' as const,
    due: at,
    stories: stories.map(({ slug }) => slug),
    decision: 'go' as const,
    series: 'weekly',
  };
  return { publication, stories, rules, at };
}

/** Returns the web address of each story. Every copy of the digest shows them all. */
export function storyAddresses({ stories, rules }: EmailInput): string[] {
  return stories.filter(isPublic).map((story) => links(rules).story(story));
}
