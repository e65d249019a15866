// What follows from an announcement waits with it: posts, reminders, extra posts, follow-ups and change notices of the same story.
import { insideSentence, type Stay } from '#core/plan/why-not-begin';
import { socialChannelOf, socialId } from '#core/publication/channels';
import { firstEmailOf } from '#core/publication/first-email';
import { hasBegun, type Publication, type PublicationId, type PublicationRecord } from '#core/publication/publication';
import type { Story } from '#core/story/story';
import { isBefore } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';

/** The email that first tells readers of a story. `wrong`: what blocks its text, as it is now. `hasReaders`: someone would get it. */
export type Announcement = { record: PublicationRecord; wrong: string | undefined; hasReaders: boolean };

/** Returns the id of the email from which a publication follows; undefined for that email itself, and for a digest. */
export function announcementOf({ id, kind }: Pick<Publication, 'id' | 'kind'>, story: Story): PublicationId | undefined {
  const first = firstEmailOf(story);
  return kind === 'digest' || id === first ? undefined : first;
}

/**
 * Returns why a due publication may not begin because of its announcement; undefined when it may. An event's announcement counts whatever
 * keeps it; the alert of a blog post only if its text does, because X is not for its readers alone. An announcement that a person has
 * cancelled, that is not needed, or that nobody would get holds nothing back. `ahead`: the publication's own time has not come.
 */
export function whyUnannounced(story: Story, { record, wrong, hasReaders }: Announcement, ahead = false): Stay | undefined {
  if (!hasReaders || (record.state !== 'waiting' && record.state !== 'missed')) return undefined;
  if (story.kind === 'post' && wrong === undefined) return undefined;
  const [what, why] = story.kind === 'event' ? ['announcement', record.reason] : ['email', wrong];
  const because = insideSentence(why ?? 'It is not due yet.');
  return record.state === 'waiting'
    ? { state: 'waiting', reason: `Its ${what} has not gone out: ${because}` }
    : { state: 'missed', reason: `${ahead ? 'It will not go out' : 'It was not sent'}, because its ${what} did not go out: ${because}` };
}

/**
 * Returns why a due publication comes too late behind one that should have come before it and began late; undefined when it does not.
 * `first`: its announcement, or the story's first post on its channel.
 */
export function whyOvertaken(publication: Publication, first: PublicationRecord | undefined): Stay | undefined {
  const { before, extra, due } = publication;
  if (!first?.firstAt || !hasBegun(first) || (before === undefined && extra === undefined)) return undefined;
  const went = first.firstAt.toZonedDateTimeISO(due.timeZoneId);
  if (isBefore(went, due)) return undefined;
  const what = first.kind === 'social' ? 'first post' : 'announcement';
  return { state: 'dropped', reason: `It would not come after the ${what}, which was late: it goes out on ${nhsDateTime(went)}.` };
}

/** Returns the id of the story's first post on the channel of a later one; undefined for an email, and for that post itself. */
export function firstPostOf({ id }: Pick<Publication, 'id'>, { slug }: Story): PublicationId | undefined {
  const channel = socialChannelOf(id);
  const first = channel && socialId(channel, slug);
  return first === id ? undefined : first;
}
