import type { Temporal } from 'temporal-polyfill';
import type { SocialChannel } from '#core/publication/publication';
import type { UnknownPolicy } from '#core/rules/rules';
import type { PostPart, SocialDelivery } from '#core/social/post-ledger';
import { afterLookup, findPost, isLookupDue, type UnknownPost } from '#core/social/unknown-post';
import type { PostKey, World } from '#ports';

/** A timeline's clock and ours may differ by this much. */
const MARGIN_MINUTES = 15;

/** `begun`: no call for the publication was made before. `parent`: the post that the part replies to. */
export type UnknownPart = {
  at: PostPart;
  channel: SocialChannel;
  key: PostKey;
  row: UnknownPost;
  text: string;
  parent: string | undefined;
  begun: Temporal.Instant;
  policy: UnknownPolicy;
};

/**
 * Looks for a part whose call has no known outcome, when it is time, and returns the part if the account's timeline shows it.
 * Nothing is posted here. A look that fails throws, and changes nothing.
 */
export async function resolveUnknownPost(
  world: Pick<World, 'social' | 'socialLedger'>,
  { at, channel, key, row, text, parent, begun, policy }: UnknownPart,
  now: Temporal.Instant,
): Promise<Extract<SocialDelivery, { state: 'posted' }> | undefined> {
  if (!isLookupDue(row, now)) return undefined;
  // From the beginning, not from this attempt: a refused duplicate of a later attempt is the post of an earlier one.
  const account = world.social[channel];
  const found = account.find
    ? await account.find(key)
    : findPost(await account.recent(begun.subtract({ minutes: MARGIN_MINUTES })), text, parent);
  const next = afterLookup(row, found, now, policy);
  const answer = await world.socialLedger.change(at, { expect: { kind: 'claim', nonce: row.nonce, states: ['attempting'] }, to: next });
  return answer === 'written' && next.state === 'posted' ? next : undefined;
}
