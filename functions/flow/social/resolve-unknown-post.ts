import type { Temporal } from 'temporal-polyfill';
import type { SocialChannel } from '#core/publication/publication';
import type { UnknownPolicy } from '#core/rules/rules';
import type { PostPart, SocialDelivery } from '#core/social/post-ledger';
import { afterLookup, findPost, isLookupDue, type UnknownPost } from '#core/social/unknown-post';
import type { PostKey, World } from '#ports';

/** A timeline's clock and ours may differ by this much. */
const MARGIN_MINUTES = 15;

/** `begun`: when the publication began, before its first call. `parent`: the post that the part replies to. */
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
 * Looks up a part whose call has an unknown outcome, when a lookup is due. Returns the part if the account has it. Posts nothing.
 * A lookup that fails throws, changes nothing, and is safe to repeat.
 */
export async function resolveUnknownPost(
  world: Pick<World, 'social' | 'socialLedger'>,
  { at, channel, key, row, text, parent, begun, policy }: UnknownPart,
  now: Temporal.Instant,
): Promise<Extract<SocialDelivery, { state: 'posted' }> | undefined> {
  if (!isLookupDue(row, now)) return undefined;
  // Since the publication began, not since this attempt: an attempt refused as a duplicate means that an earlier attempt's post exists.
  const account = world.social[channel];
  const found = account.find
    ? await account.find(key)
    : findPost(await account.recent(begun.subtract({ minutes: MARGIN_MINUTES })), text, parent);
  const next = afterLookup(row, found, now, { channel, policy });
  const answer = await world.socialLedger.change(at, { expect: { kind: 'claim', nonce: row.nonce, states: ['attempting'] }, to: next });
  return answer === 'written' && next.state === 'posted' ? next : undefined;
}
