import { type PublicationId, publicationId, type SocialChannel } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';

/** `name`: what people call the channel. `prefix`: how its ids begin. */
export const SOCIAL: Record<SocialChannel, { name: string; prefix: string }> = {
  x: { name: 'X', prefix: 'x' },
  bluesky: { name: 'Bluesky', prefix: 'bsky' },
};

/** The social channels that the rules name. */
export function socialChannels({ bluesky }: Pick<Rules, 'bluesky'>): SocialChannel[] {
  return bluesky ? ['x', 'bluesky'] : ['x'];
}

export function socialId(channel: SocialChannel, ...parts: (string | number)[]): PublicationId {
  return publicationId(SOCIAL[channel].prefix, ...parts);
}

/** Returns how the address of every post of an account (`@name`) begins; the post's id follows. */
export function postsOf(channel: SocialChannel, account: string): string {
  const name = account.replace(/^@/, '');
  return channel === 'bluesky' ? `https://bsky.app/profile/${name}/post/` : `https://x.com/${name}/status/`;
}

/** Returns a social post's channel from its id. */
export function socialChannelOf(id: PublicationId): SocialChannel {
  return id.startsWith(`${SOCIAL.bluesky.prefix}-`) ? 'bluesky' : 'x';
}
