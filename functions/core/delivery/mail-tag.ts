import type { GroupAddress } from '#core/delivery/ledger';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';

/** Ties a mail, and each event that the provider reports of it, to its delivery. */
export type MailTag = { at: GroupAddress; subscriber: SubscriberId; attempt: number; nonce: string };

/** A tag as the provider carries it: `i`ssue, `c`hunk, `g`roup, `r`ecipient, `a`ttempt, `n`once. Values hold only `[A-Za-z0-9_-]`, and never an address. */
export type TagValues = { i: string; c: string; g: string; r: string; a: string; n: string };

export function tagValues({ at, subscriber, attempt, nonce }: MailTag): TagValues {
  return { i: at.publication, c: String(at.chunk), g: String(at.group), r: subscriber, a: String(attempt), n: nonce };
}

/** undefined: not a tag of a delivery, as on a mail that somebody else sent through the same configuration set. */
export function mailTag(values: { [name in keyof TagValues]?: string | undefined }): MailTag | undefined {
  const { i, c, g, r, a, n } = values;
  const [chunk, group, attempt] = [c, g, a].map((value) => (value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined));
  if (!i || !r || !n || chunk === undefined || group === undefined || attempt === undefined) return undefined;
  // biome-ignore lint/plugin/no-cast: the provider gives back what we wrote, and these were ids when they went into the tag.
  const [publication, subscriber] = [i as PublicationId, r as SubscriberId];
  return { at: { publication, chunk, group }, subscriber, attempt, nonce: n };
}
