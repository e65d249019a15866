// What a person sets for one publication: its time, or a digest's words and order. What it does is shown before, and compared again then.
import type { Temporal } from 'temporal-polyfill';
import { planPublications } from '#core/plan/plan';
import type { Override } from '#core/publication/override';
import type { Publication, PublicationId } from '#core/publication/publication';
import { isAfter, isBefore } from '#core/time/compare';
import type { Unbegun } from '#flow/publish/approve';
import { type Consequence, comparePlans, isChanged, isEmpty } from '#flow/publish/compare-plans';
import type { OutlookWorld } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import type { World } from '#ports';

/** What the change does. `publication`: as it would go out then; `own` is what becomes of it, and `others` of other publications. */
export type OverrideEffect = { publication: Publication; own: Consequence[]; others: Consequence[]; planned: Planned };

/** Returns the publication as the override would have it. `wrong`: why it may not be set, in one sentence with what to do. */
export function overridden({ publication: { id }, record, planned }: Unbegun, override: Override): Publication | { wrong: string } {
  const { due, at } = override;
  if (due && !isAfter(due, at)) return { wrong: 'That time has passed. Choose a later one.' };
  if (due && record && isBefore(due, record.due.toInstant())) return { wrong: TIME_HAS_COME };
  const overrides = new Map([...(planned.input.overrides ?? []), [id, override]]);
  const publication = planPublications({ ...planned.input, overrides }).find((one) => one.id === id);
  if (due && !publication) return { wrong: NOT_PLANNED };
  if (!publication || (!due && !isAfter(publication.due, at))) return { wrong: OWN_TIME_PASSED };
  return publication.decision === 'go' ? publication : { wrong: `It would not go out then. ${publication.reason ?? ''}`.trim() };
}

/** Computes what an override would do to the whole plan. `wrong`: why it may not be set. Changes nothing. */
export async function tryOverride(world: OutlookWorld, one: Unbegun, override: Override): Promise<OverrideEffect | { wrong: string }> {
  const { id } = one.publication;
  const publication = overridden(one, override);
  if ('wrong' in publication) return publication;
  const { after, compared } = await comparePlans(world, withOverride(world, id, override), override.at);
  const { planned } = after;
  if (!planned) return { wrong: NOT_PLANNED };
  const isOwn = ({ entry }: Consequence) => entry.id === id;
  return {
    publication,
    own: compared.filter((one) => isOwn(one) && !isEmpty(one.entry)),
    others: compared.filter((one) => !isOwn(one) && isChanged(one)),
    planned,
  };
}

const TIME_HAS_COME =
  'Its time has come already, so it can only be moved to a later time. If it waits for something, its page says for what.';
const NOT_PLANNED = 'It would not be on the plan then. The plan goes a year ahead: choose an earlier time.';
const OWN_TIME_PASSED = 'Its own time has passed, so it cannot go back to that. Choose another time, or cancel it.';

/** Stores the override if nobody has set another one since. Call it only with what `overridden` allows. May throw; safe to repeat. */
export async function setOverride(
  world: Pick<World, 'switches' | 'audit'>,
  id: PublicationId,
  override: Override,
  did: 'moved' | 'edited-digest',
): Promise<'set' | 'stale'> {
  await world.audit.record({ at: override.at, by: override.by, did, to: id });
  if ((await world.switches.setOverride(id, override)) === 'set') return 'set';
  // The answer to an earlier try may have been lost.
  const stored = (await world.switches.overrides()).get(id);
  return stored && isSame(stored, override) ? 'set' : 'stale';
}

/** Returns the override that follows the stored one. `change` holds only what is to be different; undefined takes a part back. */
export function nextOverride(
  stored: Override | undefined,
  change: { [part in 'due' | 'subject' | 'introduction' | 'first']?: Override[part] | undefined },
  { by, at, version }: { by: string; at: Temporal.Instant; version: number },
): Override {
  const parts = Object.entries({ ...stored, ...change }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(parts), by, at, version: version + 1 };
}

function isSame(stored: Override, { version, by, at }: Override): boolean {
  return stored.version === version && stored.by === by && stored.at.equals(at);
}

function withOverride(world: OutlookWorld, id: PublicationId, override: Override): OutlookWorld {
  const overrides = async () => new Map([...(await world.switches.overrides()), [id, override]]);
  return { ...world, switches: { ...world.switches, overrides } };
}
