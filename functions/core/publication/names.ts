// Names, without ids, for the desk and the morning summary.
import { Temporal } from 'temporal-polyfill';
import { SOCIAL } from '#core/publication/channels';
import type { ChannelName, EventChange, Publication, PublicationId, SocialChannel } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug, Story } from '#core/story/story';
import { count } from '#core/text/wrap';
import { nhsDate, nhsTime } from '#core/time/nhs-dates';

/** What a name is made from. */
export type Nameable = Pick<Publication, 'id' | 'kind' | 'stories' | 'channel' | 'change' | 'sequence'>;

/** Returns a name such as `Reminder, 7 days before: Spring learning session`. Two publications about one story never share one. */
export function publicationName({ id, kind, stories, channel, change, sequence }: Nameable, known: ReadonlyMap<Slug, Story>): string {
  const [slug] = stories;
  const title = (slug && known.get(slug)?.title) ?? slug ?? id;
  switch (kind) {
    case 'alert':
      return `New post: ${title}`;
    case 'digest':
      return digestName(id);
    case 'announcement':
      return `Announcement: ${title}`;
    case 'message':
      return `Message: ${title}`;
    case 'reminder':
      return `Reminder${moment(id)}: ${title}`;
    case 'follow-up':
      return `After the event: ${title}`;
    case 'change':
      return `${changeName(change)}${repeated(sequence)}: ${title}`;
    case 'social':
      return `Post on ${channelName(channel)}${isChangePost(id) ? `, ${changeName(change).toLowerCase()}${repeated(sequence)}` : moment(id)}: ${title}`;
    default:
      return kind satisfies never;
  }
}

const CHANGES: Record<EventChange, string> = {
  cancelled: 'Cancelled',
  postponed: 'Postponed',
  moved: 'New time or place',
  confirmed: 'Going ahead',
};

/** A notice whose change was taken back before it went out has none any more. */
function changeName(change: EventChange | undefined): string {
  return change === undefined ? 'Change' : CHANGES[change];
}

/** An event may change in the same way again. */
function repeated(sequence = 1): string {
  return sequence > 1 ? ` (change ${sequence})` : '';
}

/** True for a change notice's post; an announcement of a cancelled event has a change too. */
function isChangePost(id: PublicationId): boolean {
  return /-change-\d+$/.test(id);
}

/** Returns what a story is, as a word of its own: `Post`. */
export function kindName(kind: Story['kind']): string {
  return KINDS[kind];
}

const KINDS: Record<Story['kind'], string> = { post: 'Post', event: 'Event', message: 'Message' };

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

const UNITS: Record<string, string> = { y: 'year', mo: 'month', d: 'day', h: 'hour', min: 'minute', s: 'second' };

/**
 * Reads from an id's last part when it goes out, if its name must say so: `reminder-spring-session-7d`, `x-spring-session-after-2d`,
 * `x-spring-session-on-2019-09-12t0930`.
 */
function moment(id: string): string {
  const [, day, hour = '', minute = ''] = /-on-(\d{4}-\d{2}-\d{2})(?:t(\d{2})(\d{2}))?$/.exec(id) ?? [];
  if (day !== undefined)
    return `, ${nhsDate(Temporal.PlainDate.from(day))}${hour === '' ? '' : ` at ${nhsTime({ hour: Number(hour), minute: Number(minute) })}`}`;
  const [, side, span] = /-(?:(before|after)-)?((?:\d+(?:y|mo|d|h|min|s))+)$/.exec(id) ?? [];
  if (span === undefined) return '';
  const parts = [...span.matchAll(/(\d+)([a-z]+)/g)].map(([, number = '', unit = '']) => lengthText(Number(number), unit));
  return `, ${parts.join(' ')} ${side === 'after' ? 'after' : 'before'}`;
}

function lengthText(number: number, unit: string): string {
  const weeks = unit === 'd' && number >= 14 && number % 7 === 0;
  return weeks ? count(number / 7, 'week') : count(number, UNITS[unit] ?? unit);
}

/** Reads series and day from an id such as `digest-weekly-2019-09-19`. */
function digestName(id: string): string {
  const [, series = '', day = ''] = /^digest-(.*)-(\d{4}-\d{2}-\d{2})$/.exec(id) ?? [];
  return day === '' ? capital(id) : `${capital(series)} digest, ${nhsDate(Temporal.PlainDate.from(day))}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
