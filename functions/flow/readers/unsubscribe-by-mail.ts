import type { Temporal } from 'temporal-polyfill';
import { possibleTokens } from '#core/subscriber/unsubscribe-mail';
import { unsubscribe } from '#flow/readers/unsubscribe';
import type { World } from '#ports';

/**
 * Unsubscribes the reader whose token is in the subject of a received mail (the first valid token counts). The mail's sender and any
 * spam verdict are ignored: the token cannot be guessed, and the law requires that unsubscribes are honoured. A mail without a token
 * changes nothing. Idempotent. May throw; safe to repeat.
 */
export async function unsubscribeByMail(
  world: Pick<World, 'tokens' | 'subscribers' | 'suppressions'>,
  { subject, at }: { subject: string; at: Temporal.Instant },
): Promise<'unsubscribed' | 'not-ours'> {
  const [known] = possibleTokens(subject).flatMap((token) => world.tokens.verify('unsubscribe', token, at) ?? []);
  if (!known) return 'not-ours';
  await unsubscribe(world, known.subscriber, { method: 'mail', now: at });
  return 'unsubscribed';
}
