import type { Temporal } from 'temporal-polyfill';
import type { DraftVersion } from '#core/draft/draft';
import { whyVoid } from '#core/plan/why-not-begin';
import { changesBetween, type OutgoingChange, readOutgoing, type WrittenOutgoing, withReaders } from '#core/publication/outgoing';
import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import { type Foreseen, forecastPosts } from '#flow/publish/forecast';
import { isSamePerson, lastWriter } from '#flow/publish/last-writer';
import { outgoingOf } from '#flow/publish/outgoing';
import type { Planned } from '#flow/publish/plan';
import type { Approval, World } from '#ports';

/** A publication of the plan that has not begun. `record`: once its time has come. */
export type Unbegun = { publication: Publication; record?: PublicationRecord; planned: Planned };

/**
 * Returns a publication of the plan with its record. It must not have begun. What was missed and is planned anew has no record that counts.
 */
export function unbegun(publication: Publication, planned: Planned): Unbegun {
  const record = planned.records.find(({ id, state }) => id === publication.id && state !== 'missed');
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
  return approved && whyVoid(approved, withReaders(await outgoingNow(world, one), readers), one.planned.newsroom.rules);
}

/**
 * A person says yes. `shown`: what their page showed, as its form carries it. When something else would go out now, nothing is approved,
 * and the answer is what has changed. An approval is compared once more when the publication begins, then also with its readers. `own
 * words`: the rules ask for four eyes, and the person wrote it last. `alone`: why it cannot wait for somebody else. `draft`: words that are
 * about to be published.
 */
export async function approve(
  world: Pick<World, 'texts' | 'switches' | 'audit' | 'drafts'>,
  one: Unbegun,
  { shown, by, at, alone, draft }: Yes,
): Promise<'approved' | 'own words' | OutgoingChange[]> {
  const { id } = one.publication;
  const now = await outgoingNow(world, one);
  const changes = changesBetween(readOutgoing(shown) ?? {}, readOutgoing(now) ?? {});
  if (changes.length > 0) return changes;
  const eyes = one.planned.newsroom.rules.fourEyes ? { wrote: (await lastWriter(world, one, draft)) ?? '' } : undefined;
  const isOwn = eyes !== undefined && isSamePerson(eyes.wrote, by);
  if (isOwn && alone === undefined) return 'own words';
  const reason = isOwn && alone !== undefined ? { alone } : undefined;
  await world.audit.record({ at, by, did: reason ? 'approved-alone' : 'approved', to: id, ...(reason && { why: reason.alone }) });
  await world.switches.approve(id, { by, at, outgoing: shown, ...eyes, ...reason });
  return 'approved';
}

/**
 * Somebody says that they have looked at what a colleague let out alone. `at`: when it was let out, as their page showed it. `nothing`: it
 * was not let out alone then, or somebody has looked already. `own words`: who let it out does not count as somebody else.
 */
export async function lookAtAlone(
  world: Pick<World, 'switches' | 'audit'>,
  id: PublicationId,
  { by, at, letOut }: { by: string; at: Temporal.Instant; letOut: string },
): Promise<'looked' | 'own words' | 'nothing'> {
  const { approved } = await world.switches.read(id);
  if (approved?.alone === undefined || approved.outgoing === undefined || approved.seen !== undefined) return 'nothing';
  if (approved.at.toString() !== letOut) return 'nothing';
  if (isSamePerson(approved.by, by)) return 'own words';
  await world.audit.record({ at, by, did: 'looked-at-alone', to: id });
  await world.switches.approve(id, { ...approved, outgoing: approved.outgoing, seen: by });
  return 'looked';
}

type Yes = { shown: WrittenOutgoing; by: string; at: Temporal.Instant; alone?: string; draft?: DraftVersion & { file: string } };
