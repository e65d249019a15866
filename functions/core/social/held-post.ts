import type { SocialChannel } from '#core/publication/publication';
import type { SocialDelivery } from '#core/social/post-ledger';

/** Matches the link of a post. The groups are the account's name and the post's id. */
const POST_LINK: Record<SocialChannel, RegExp> = {
  x: /^(?:https?:\/\/)?(?:(?:www|mobile)\.)?(?:x|twitter)\.com\/(\w+)\/status\/(\d{1,19})(?:[/?#].*)?$/i,
  bluesky: /^(?:https?:\/\/)?bsky\.app\/profile\/([\w.-]+)\/post\/([2-7a-z]{13})(?:[/?#].*)?$/i,
};

/** A person's decision about a held post. `there`: the post is on the account, with this id. */
export type HeldPostDecision = { kind: 'again' } | { kind: 'there'; id: string };

/** Returns the state of a held post after the decision. */
export function decidedPost({ attempt }: Extract<SocialDelivery, { state: 'held' }>, decision: HeldPostDecision): SocialDelivery {
  return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'posted', attempt, id: decision.id, by: 'person' };
}

/** Returns the id of the post that a link leads to; undefined when it is not a post of this account (`@name`). */
export function postIdIn(link: string, channel: SocialChannel, account: string): string | undefined {
  const [, name, id] = POST_LINK[channel].exec(link.trim()) ?? [];
  return `@${name?.toLowerCase()}` === account.toLowerCase() ? id : undefined;
}
