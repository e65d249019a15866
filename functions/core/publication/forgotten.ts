import type { Temporal } from 'temporal-polyfill';
import type { EmailKind, Publication, PublicationId } from '#core/publication/publication';
import type { Slug } from '#core/story/story';

const ABOUT_ONE_STORY = ['alert', 'announcement', 'reminder', 'follow-up', 'change'] as const satisfies EmailKind[];

/**
 * Returns what the id of an email says about it, for one whose record is lost and whose story the plan knows by another name;
 * undefined for a digest, whose id names no story.
 */
export function forgottenEmail(id: PublicationId, due: Temporal.ZonedDateTime): Publication | undefined {
  const kind = ABOUT_ONE_STORY.find((one) => id.startsWith(`${one}-`));
  if (kind === undefined) return undefined;
  const rest = id.slice(kind.length + 1);
  const name = kind === 'reminder' || kind === 'change' ? rest.replace(/-[^-]+$/u, '') : rest;
  // biome-ignore lint/plugin/no-cast: the slug was one when the id was made from it.
  return { id, kind, channel: 'email', stories: [name as Slug], due, decision: 'go' };
}
