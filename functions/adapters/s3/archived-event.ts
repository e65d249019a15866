import { type MailEvent, parseMailEvent } from '#core/delivery/ses-event';
import { isBefore } from '#core/time/compare';
import type { EventArchive } from '#ports';

/** Returns the event of one archive line, or none for an empty line or a kind that the newsroom does not use. */
export function readArchivedEvent(line: string): MailEvent[] {
  const event = line === '' ? undefined : parseMailEvent(line);
  return event ? [event] : [];
}

/** True when the event belongs to `publication` and happened at or after `since`, where these are given. */
export function isWanted({ tag, at }: MailEvent, { publication, since }: Parameters<EventArchive['events']>[0]): boolean {
  if (publication !== undefined && (tag?.kind !== 'delivery' || tag.at.publication !== publication)) return false;
  return since === undefined || !isBefore(at, since);
}
