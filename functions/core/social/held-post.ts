import type { SocialChannel } from '#core/publication/publication';
import type { SocialDelivery } from '#core/social/post-ledger';

/** The link of a post: its account, and its id there. */
const POST_LINK: Record<SocialChannel, RegExp> = {
  x: /^(?:https?:\/\/)?(?:(?:www|mobile)\.)?(?:x|twitter)\.com\/(\w+)\/status\/(\d{1,19})(?:[/?#].*)?$/i,
  bluesky: /^(?:https?:\/\/)?bsky\.app\/profile\/([\w.-]+)\/post\/([2-7a-z]{13})(?:[/?#].*)?$/i,
};

/** `there`: somebody has found the post on the account, with this id. */
export type HeldPostDecision = { kind: 'again' } | { kind: 'there'; id: string };

export function decidedPost({ attempt }: Extract<SocialDelivery, { state: 'held' }>, decision: HeldPostDecision): SocialDelivery {
  return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'posted', attempt, id: decision.id, by: 'person' };
}

/** Returns the id of the post that a link leads to; undefined when it is not a post of this account (`@name`). */
export function postIdIn(link: string, channel: SocialChannel, account: string): string | undefined {
  const [, name, id] = POST_LINK[channel].exec(link.trim()) ?? [];
  return `@${name?.toLowerCase()}` === account.toLowerCase() ? id : undefined;
}
