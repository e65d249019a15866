import type { Temporal } from 'temporal-polyfill';
import { possibleTokens } from '#core/subscriber/unsubscribe-mail';
import { unsubscribe } from '#flow/readers/unsubscribe';
import type { World } from '#ports';

/**
 * Somebody's mail program has written a goodbye: the first word of the subject that is one of ours says whose. Who sent it does not
 * matter, nor what a spam filter thinks of an empty mail with an odd subject: the word cannot be guessed, and the law wants goodbyes
 * heard. A mail without such a word changes nothing. Idempotent.
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
