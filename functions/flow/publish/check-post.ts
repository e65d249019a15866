import type { Temporal } from 'temporal-polyfill';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import { composeSocialPost, type SocialPost } from '#core/social/compose-post';
import { monthOf, overBudget, spentMilliUsd } from '#core/social/x-budget';
import type { Story } from '#core/story/story';
import type { Planned } from '#flow/publish/plan';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';

/** A post as it would begin now. `wrong`: why it may not go out; `costly`: why it needs a person's yes. One sentence each. */
export type ReadyPost = Pick<SocialPost, 'parts' | 'priceMilliUsd'> & { wrong?: string; costly?: string };

/** Composes a post that is due, and holds it against the rules for posts and against the month's budget. */
export async function readyPost(
  world: Pick<World, 'texts'>,
  publication: Publication,
  { newsroom: { rules, stories }, records }: Pick<Planned, 'newsroom' | 'records'>,
  now: Temporal.ZonedDateTime,
): Promise<ReadyPost> {
  const story = stories.find(({ slug }) => slug === publication.stories[0]);
  if (!story) throw new Error(`${publication.id} has no story.`);
  const said = await saidOf(world, story, publication, records);
  const { parts, priceMilliUsd, findings } = composeSocialPost({ publication, story, rules, at: now, said });
  const wrong = findings.filter(({ level }) => level === 'blocks').map(({ sentence }) => sentence);
  const costly = overBudget(priceMilliUsd, spentMilliUsd(monthOf(now, rules), records, rules), rules);
  return {
    parts,
    priceMilliUsd,
    ...(wrong.length > 0 && { wrong: `It waits until its text is put right. ${wrong.join(' ')}` }),
    ...(costly !== undefined && { costly }),
  };
}

/** What the same account says of the story in the other posts that have begun. */
export async function saidOf(
  world: Pick<World, 'texts'>,
  { slug }: Story,
  { id, channel }: Publication,
  records: readonly PublicationRecord[],
): Promise<Set<string>> {
  const said = new Set<string>();
  for (const record of records) {
    if (record.id === id || record.channel !== channel || record.begun === undefined || !record.stories.includes(slug)) continue;
    for (const { text } of await sealedParts(world, record)) said.add(text);
  }
  return said;
}
