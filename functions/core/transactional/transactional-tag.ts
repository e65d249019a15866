import type { MailTag } from '#core/delivery/mail-tag';
import type { PublicationId } from '#core/publication/publication';
import type { TransactionalKey } from '#core/transactional/transactional-email';

const TAG_PREFIX = 'letter-';

/** The provider's events of a letter carry whose it is, so that a bounce or a complaint counts as ever. No ledger has a row of it. */
export function transactionalTag({ to, kind, day }: TransactionalKey): MailTag {
  // biome-ignore lint/plugin/no-cast: no publication has such an id, whose own begin with another kind.
  const publication = `${TAG_PREFIX}${kind}` as PublicationId;
  return { at: { publication, chunk: 0, group: 0 }, subscriber: to, attempt: 1, nonce: day.toString() };
}

/** What becomes of a note says nothing about a subscriber. */
export function isMorningSummary({ at }: MailTag): boolean {
  return at.publication === `${TAG_PREFIX}note`;
}

export function isTransactional({ at }: MailTag): boolean {
  return at.publication.startsWith(TAG_PREFIX);
}
