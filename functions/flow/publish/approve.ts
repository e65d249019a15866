import type { Temporal } from 'temporal-polyfill';
import { whyVoid } from '#core/plan/why-not-begin';
import { changesBetween, type OutgoingChange, readOutgoing, type WrittenOutgoing, withReaders } from '#core/publication/outgoing';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import { type Foreseen, forecastPosts } from '#flow/publish/forecast';
import { outgoingOf } from '#flow/publish/outgoing';
import type { Planned } from '#flow/publish/plan';
import type { Approval, World } from '#ports';

/** A publication of the plan that has not begun. `record`: once its time has come. */
export type Unbegun = { publication: Publication; record?: PublicationRecord; planned: Planned };

/** Returns a publication of the plan with its record. It must not have begun. */
export function unbegun(publication: Publication, planned: Planned): Unbegun {
  const record = planned.records.find(({ id }) => id === publication.id);
  return { publication, planned, ...(record ? { record } : {}) };
}

/** Returns what would go out if the publication began now: what its page shows, and what a yes there is bound to. Changes nothing. */
export async function outgoingNow(
  world: Pick<World, 'switches' | 'texts'>,
  { publication, record, planned }: Unbegun,
): Promise<WrittenOutgoing> {
  const post = publication.channel === 'email' ? undefined : await postNow(world, publication, planned);
  return outgoingOf({ ...record, ...publication }, planned, post);
}

/** The post as it is foreseen: its words differ from those of the posts that go before it. A cancelled one is not foreseen. */
async function postNow(world: Pick<World, 'switches' | 'texts'>, publication: Publication, planned: Planned): Promise<Foreseen> {
  const { posts } = await forecastPosts(world, planned, publication);
  const foreseen = posts.get(publication.id);
  if (!foreseen) throw new Error(`${publication.id} is not foreseen: a cancelled post has nothing to approve.`);
  return foreseen;
}

/** Returns why an approval does not count for what would go out now to so many readers; undefined when it does, or when there is none. */
export async function whyVoidNow(
  world: Pick<World, 'switches' | 'texts'>,
  one: Unbegun,
  approved: Approval | undefined,
  readers: number,
): Promise<string | undefined> {
  return approved && whyVoid(approved, withReaders(await outgoingNow(world, one), readers));
}

/**
 * A person says yes. `shown`: what their page showed, as its form carries it. When something else would go out now, nothing is approved,
 * and the answer is what has changed. An approval is compared once more when the publication begins, then also with its readers.
 */
export async function approve(
  world: Pick<World, 'texts' | 'switches' | 'audit'>,
  one: Unbegun,
  { shown, by, at }: { shown: WrittenOutgoing; by: string; at: Temporal.Instant },
): Promise<'approved' | OutgoingChange[]> {
  const { id } = one.publication;
  const now = await outgoingNow(world, one);
  const changes = changesBetween(readOutgoing(shown) ?? {}, readOutgoing(now) ?? {});
  if (changes.length > 0) return changes;
  await world.audit.record({ at, by, did: 'approved', to: id });
  await world.switches.approve(id, { by, at, outgoing: shown });
  return 'approved';
}
