// Names, without ids, for the desk and the morning summary.

import { SOCIAL } from '#core/publication/channels';
import type { ChannelName, Publication, PublicationId, SocialChannel } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug, Story } from '#core/story/story';

/** Returns a name such as `Reminder, 7 days before: Spring learning session`. */
export function publicationName(
  { id, kind, stories, channel }: Pick<Publication, 'id' | 'kind' | 'stories' | 'channel'>,
  known: ReadonlyMap<Slug, Story>,
): string {
  const [slug] = stories;
  const title = (slug && known.get(slug)?.title) ?? slug ?? id;
  switch (kind) {
    case 'alert':
      return `New post: ${title}`;
    case 'digest':
      return `${capital(seriesOf(id))} digest`;
    case 'announcement':
      return `Announcement: ${title}`;
    case 'reminder':
      return `Reminder${before(id)}: ${title}`;
    case 'follow-up':
      return `After the event: ${title}`;
    case 'change':
      return `Change: ${title}`;
    case 'social':
      return `Post on ${channelName(channel)}${before(id)}: ${title}`;
    default:
      return kind satisfies never;
  }
}

export function publicationUrl(id: PublicationId): string {
  return `/desk/publications/${encodeURIComponent(id)}`;
}

export function people(count: number): string {
  return count === 1 ? '1 person' : `${count.toLocaleString('en-GB')} people`;
}

export function channelName(channel: ChannelName): string {
  return channel === 'email' ? 'Email' : SOCIAL[channel].name;
}

/** Returns the account's handle with `@`, or an empty string. */
export function handleOn(channel: SocialChannel, rules: Rules | undefined): string {
  const handle = rules && SOCIAL[channel].handle(rules);
  return handle === undefined ? '' : `@${handle}`;
}

/** Reads the days from an id's last part: `reminder-spring-session-7d`, `x-spring-session-after-2d`. */
function before(id: string): string {
  const [, after, days] = /-(after-)?(\d+)d$/.exec(id) ?? [];
  if (days === undefined) return '';
  return `, ${days === '1' ? '1 day' : `${days} days`} ${after ? 'after' : 'before'}`;
}

/** Reads the series from an id such as `digest-weekly-2019-09-19`. */
function seriesOf(id: string): string {
  return id.replace(/^digest-/, '').replace(/-\d{4}-\d{2}-\d{2}$/, '');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
