import type { Temporal } from 'temporal-polyfill';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import { rememberedByRules } from '#core/rules/remembered-by-rules';
import { composeSocialPost, type SocialInput, type SocialPost, socialTemplates } from '#core/social/compose-post';
import type { SocialFinding } from '#core/social/post-lint';
import { monthOf, overBudget, spentMilliUsd } from '#core/social/x-budget';
import type { Story } from '#core/story/story';
import type { Planned } from '#flow/publish/plan';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';

/** A post as it would begin now. `wrong`: why it must not go out; `costly`: why a person must approve it. One sentence each. */
export type ReadyPost = Pick<SocialPost, 'parts' | 'priceMilliUsd'> & { wrong?: string; costly?: string };

/** Posts by what they are made from: one that is ahead is the same on each page, and composing it costs time. */
const remembered = rememberedByRules<SocialPost>(200, socialTemplates);

/** Returns the post. It must not be changed. */
export function rememberedPost({ rules, said = new Set(), ...rest }: SocialInput): SocialPost {
  const key = JSON.stringify([rest.publication, rest.story, rest.at, [...said]]);
  return remembered(rules, key, () => composeSocialPost({ rules, said, ...rest }));
}

/** Composes a due post, and checks it against the rules for posts and the month's budget. Changes nothing. */
export async function readyPost(
  world: Pick<World, 'texts'>,
  publication: Publication,
  { newsroom: { rules, stories }, records }: Pick<Planned, 'newsroom' | 'records'>,
  now: Temporal.ZonedDateTime,
): Promise<ReadyPost> {
  const story = stories.find(({ slug }) => slug === publication.stories[0]);
  if (!story) throw new Error(`${publication.id} has no story.`);
  const said = await saidOf(world, story, publication, records);
  const { parts, priceMilliUsd, findings } = rememberedPost({ publication, story, rules, at: now, said });
  const wrong = whatBlocksPost(findings);
  const costly = overBudget(priceMilliUsd, spentMilliUsd(monthOf(now, rules), records, rules), rules);
  return {
    parts,
    priceMilliUsd,
    ...(wrong !== undefined && { wrong }),
    ...(costly !== undefined && { costly }),
  };
}

/** Returns what blocks a post, in sentences; undefined when nothing does. */
export function whatBlocksPost(findings: readonly SocialFinding[]): string | undefined {
  const wrong = findings.filter(({ level }) => level === 'blocks').map(({ sentence }) => sentence);
  return wrong.length === 0 ? undefined : wrong.join(' ');
}

/** Returns why a post waits for its text; undefined when nothing blocks it. */
export function whyPostWaits(findings: readonly SocialFinding[]): string | undefined {
  const wrong = whatBlocksPost(findings);
  return wrong === undefined ? undefined : `It waits until its text is put right. ${wrong}`;
}

/** Returns the texts that the same account posts about the story in its other begun publications. */
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
