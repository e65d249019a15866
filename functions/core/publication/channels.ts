import { type PublicationId, publicationId, SOCIAL_CHANNELS, type SocialChannel } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';

type SocialFacts = {
  /** What people call the channel. */
  name: string;
  /** How the ids of its publications begin. */
  prefix: string;
  /** The account's name, from the rules; undefined when they name none. */
  handle: (rules: Pick<Rules, 'x' | 'bluesky'>) => string | undefined;
  /** How the address of each post of an account begins. */
  posts: (handle: string) => string;
};

export const SOCIAL: Record<SocialChannel, SocialFacts> = {
  x: { name: 'X', prefix: 'x', handle: ({ x }) => x.handle, posts: (handle) => `https://x.com/${handle}/status/` },
  bluesky: {
    name: 'Bluesky',
    prefix: 'bsky',
    handle: ({ bluesky }) => bluesky?.handle,
    posts: (handle) => `https://bsky.app/profile/${handle}/post/`,
  },
};

/** The social channels that the rules name. */
export function socialChannels(rules: Pick<Rules, 'x' | 'bluesky'>): SocialChannel[] {
  return SOCIAL_CHANNELS.filter((channel) => SOCIAL[channel].handle(rules) !== undefined);
}

export function socialId(channel: SocialChannel, ...parts: (string | number)[]): PublicationId {
  return publicationId(SOCIAL[channel].prefix, ...parts);
}

/** Returns how the address of every post of an account (`@name`) begins; the post's id follows. */
export function postsOf(channel: SocialChannel, account: string): string {
  return SOCIAL[channel].posts(account.replace(/^@/, ''));
}

/** Returns a social post's channel from its id; undefined for the id of an email. */
export function socialChannelOf(id: PublicationId): SocialChannel | undefined {
  return SOCIAL_CHANNELS.find((channel) => id.startsWith(`${SOCIAL[channel].prefix}-`));
}
