import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import { composeSocialPost } from '#core/social/compose-post';
import type { SocialFinding } from '#core/social/post-lint';
import { monthOf, overBudget, spentMilliUsd } from '#core/social/x-budget';
import type { Planned } from '#flow/publish/plan';
import type { World } from '#ports';

/** What is known of a post that is ahead. `priceMilliUsd`: thousandths of a dollar. `costly`: why a person must approve it first. */
export type Foreseen = { priceMilliUsd: number; findings: SocialFinding[]; costly?: string };
/** One month's cost, in thousandths of a dollar. `aheadMilliUsd` leaves out the posts that wait for an approval. */
export type Month = { spentMilliUsd: number; aheadMilliUsd: number };
export type Forecast = { posts: Map<PublicationId, Foreseen>; month(at: Temporal.ZonedDateTime): Month };

/** Forecasts the posts ahead as they would read today, in the order in which they use the months' budgets. Changes nothing. */
export async function forecastPosts(world: Pick<World, 'switches'>, planned: Planned): Promise<Forecast> {
  const { rules, stories } = planned.newsroom;
  const posts = new Map<PublicationId, Foreseen>();
  const months = new Map<string, Month>();
  const begun = new Set(planned.records.filter((record) => record.begun !== undefined).map(({ id }) => id));
  const monthAt = (at: Temporal.ZonedDateTime): Month => {
    const name = monthOf(at, rules);
    const known = months.get(name) ?? { spentMilliUsd: spentMilliUsd(name, planned.records, rules), aheadMilliUsd: 0 };
    months.set(name, known);
    return known;
  };
  for (const publication of planned.publications) {
    const story = stories.find(({ slug }) => slug === publication.stories[0]);
    if (publication.kind !== 'social' || publication.decision !== 'go' || !story || begun.has(publication.id)) continue;
    const { priceMilliUsd, findings } = composeSocialPost({ publication, story, rules, at: publication.due });
    const month = monthAt(publication.due);
    const costly = overBudget(priceMilliUsd, month.spentMilliUsd + month.aheadMilliUsd, rules);
    const waits = costly !== undefined && (await world.switches.read(publication.id)).approved === undefined;
    if (!waits) month.aheadMilliUsd += priceMilliUsd;
    posts.set(publication.id, { priceMilliUsd, findings, ...(waits && { costly }) });
  }
  return { posts, month: monthAt };
}
