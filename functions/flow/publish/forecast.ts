import type { Temporal } from 'temporal-polyfill';
import { firstAt } from '#core/plan/timing';
import { whyVoid } from '#core/plan/why-not-begin';
import type { Publication, PublicationId } from '#core/publication/publication';
import type { SocialPost } from '#core/social/compose-post';
import { monthOf, overBudget, spentMilliUsd } from '#core/social/x-budget';
import { isAfter } from '#core/time/compare';
import { inWindow } from '#flow/loops/with-concurrency';
import { rememberedPost, saidOf } from '#flow/publish/check-post';
import { outgoingOf } from '#flow/publish/outgoing';
import type { Planned } from '#flow/publish/plan';
import type { PublicationSwitches, World } from '#ports';

/** A store reads what is asked for at one moment in one call. */
const AT_ONCE = 40;

/** A post that is ahead, as it would read. `priceMilliUsd`: thousandths of a dollar. `costly`: why a person must approve it first. */
export type Foreseen = Pick<SocialPost, 'parts' | 'priceMilliUsd' | 'findings'> & { costly?: string };
/** One month's cost, in thousandths of a dollar. `aheadMilliUsd` leaves out the posts that wait for an approval. */
export type Month = { spentMilliUsd: number; aheadMilliUsd: number };
export type Forecast = { posts: Map<PublicationId, Foreseen>; month(at: Temporal.ZonedDateTime): Month };

/**
 * Forecasts the posts ahead as they would read today, in the order in which they use the months' budgets. With `last` only those that
 * matter to that post. Changes nothing.
 */
export async function forecastPosts(world: Pick<World, 'switches' | 'texts'>, planned: Planned, last?: Publication): Promise<Forecast> {
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
  const matters = ({ due, stories: [slug] }: Publication) =>
    last === undefined || (!isAfter(due, last.due) && (slug === last.stories[0] || monthOf(due, rules) === monthOf(last.due, rules)));
  const ahead = planned.publications.filter((one) => one.kind === 'social' && one.decision === 'go' && !begun.has(one.id) && matters(one));
  const switches = new Map<PublicationId, PublicationSwitches>();
  await inWindow(ahead, AT_ONCE, async ({ id }) => void switches.set(id, await world.switches.read(id)));
  /** What each account has posted about a story, and will have. */
  const said = new Map<string, Set<string>>();
  for (const publication of ahead) {
    const story = stories.find(({ slug }) => slug === publication.stories[0]);
    const { cancelled, approved } = switches.get(publication.id) ?? {};
    if (!story || cancelled) continue;
    const place = `${publication.channel} ${story.slug}`;
    const before = said.get(place) ?? (await saidOf(world, story, publication, planned.records));
    said.set(place, before);
    const { parts, priceMilliUsd, findings } = rememberedPost({
      publication,
      story,
      rules,
      at: firstAt(publication.due, rules, planned.input.now),
      said: before,
    });
    const month = monthAt(publication.due);
    const costly = overBudget(priceMilliUsd, month.spentMilliUsd + month.aheadMilliUsd, rules);
    const post = { parts, priceMilliUsd };
    const waits = costly !== undefined && (!approved || whyVoid(approved, outgoingOf(publication, planned, post), rules) !== undefined);
    posts.set(publication.id, { ...post, findings, ...(waits && { costly }) });
    if (waits || findings.some(({ level }) => level === 'blocks')) continue;
    month.aheadMilliUsd += priceMilliUsd;
    for (const { text } of parts) before.add(text);
  }
  return { posts, month: monthAt };
}
