import type { ChannelName } from '#core/publication/publication';
import type { SocialDelivery } from '#core/social/post-ledger';

const ON_X = /^(?:https?:\/\/)?(?:(?:www|mobile)\.)?(?:x|twitter)\.com\/(\w+)\/status\/(\d{1,19})(?:[/?#].*)?$/i;

const ON_BLUESKY = /^(?:https?:\/\/)?bsky\.app\/profile\/([\w.-]+)\/post\/([2-7a-z]{13})(?:[/?#].*)?$/i;

/** `there`: somebody has found the post on the account, with this id. */
export type HeldPostDecision = { kind: 'again' } | { kind: 'there'; id: string };

export function decidedPost({ attempt }: Extract<SocialDelivery, { state: 'held' }>, decision: HeldPostDecision): SocialDelivery {
  return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'posted', attempt, id: decision.id, by: 'person' };
}

/** Returns the id of the post that a link leads to; undefined when it is not a post of this account (`@name`). */
export function postIdIn(link: string, channel: ChannelName, account: string): string | undefined {
  const [, name, id] = (channel === 'bluesky' ? ON_BLUESKY : ON_X).exec(link.trim()) ?? [];
  return `@${name?.toLowerCase()}` === account.toLowerCase() ? id : undefined;
}
