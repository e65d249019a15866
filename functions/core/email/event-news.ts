// What there is to say of an event at this moment, in words.
import { Temporal } from 'temporal-polyfill';
import type { EmailInput } from '#core/email/email-input';
import type { EventFacts } from '#core/story/event-facts';
import type { LearningEvent } from '#core/story/story';
import { daysUntil } from '#core/time/date-parts';
import { nhsDate } from '#core/time/nhs-dates';

export type EventNews = {
  /** Whether people should come. */
  standing: 'on' | 'cancelled' | 'postponed';
  /** What stands before the title in the subject, with its colon; empty for a plain announcement. */
  prefix: string;
  /** In one or two words, above the mail. */
  label: string;
  /** What the date is to readers. */
  whenLabel: string;
  /** One sentence. */
  sentence: string;
  /** The sentence is what the mail is about: it stands out. */
  urgent: boolean;
};

/** The event that an event's email is about. */
export function eventOf({ publication, stories }: Pick<EmailInput, 'publication' | 'stories'>): LearningEvent {
  const [event] = stories;
  if (event?.kind !== 'event')
    throw new Error(`${publication.id} tells of an event, and was given ${event ? `the post ${event.slug}` : 'no story'}.`);
  return event;
}

export function eventNews({ publication, at, was }: Pick<EmailInput, 'publication' | 'at' | 'was'>, event: LearningEvent): EventNews {
  const cancelled = publication.change === 'cancelled' || event.status === 'cancelled';
  const postponed = !cancelled && (publication.change === 'postponed' || event.status === 'postponed');
  if (publication.kind === 'follow-up') {
    const sentence = 'Thank you to everyone who took part in this event.';
    return { standing: 'on', prefix: 'Looking back: ', label: 'After the event', whenLabel: 'It took place', sentence, urgent: false };
  }
  if (cancelled) {
    const sentence = 'We are sorry. This event will not take place.';
    return { standing: 'cancelled', prefix: 'Cancelled: ', label: 'Event cancelled', whenLabel: 'It was to be', sentence, urgent: true };
  }
  if (postponed) {
    const sentence = 'This event will not take place on this date. We will tell you the new one.';
    return { standing: 'postponed', prefix: 'Postponed: ', label: 'Event postponed', whenLabel: 'It was to be', sentence, urgent: true };
  }
  const on = { standing: 'on', whenLabel: 'When' } as const;
  if (publication.kind === 'reminder') return { ...on, ...reminderNews(daysUntil(at, event.starts)), urgent: false };
  if (publication.change === 'moved') return { ...on, ...movedNews(event, was), urgent: true };
  if (publication.change === 'confirmed') {
    return {
      ...on,
      prefix: 'Going ahead: ',
      label: 'Event confirmed',
      sentence: 'This event will take place as shown here.',
      urgent: true,
    };
  }
  return { ...on, prefix: '', label: 'New event', sentence: 'Here is an event for your diary.', urgent: false };
}

/** White words on them have a contrast of at least 4.5:1, and they stay as they are in dark mode. */
const BANDS = { cancelled: '#b3122a', postponed: '#8a4a00', on: '#00664f' } as const satisfies Record<EventNews['standing'], string>;

/** The band across the top of an email whose news is urgent: what has changed, in words and in colour. */
export function bannerOf({ urgent, prefix, sentence, standing }: EventNews) {
  return urgent ? { words: prefix.replace(/: $/, ''), sentence, ground: BANDS[standing] } : undefined;
}

function reminderNews(days: number): Pick<EventNews, 'prefix' | 'label' | 'sentence'> {
  if (days <= 0) return { prefix: 'Today: ', label: 'Reminder', sentence: 'This event is today.' };
  if (days === 1) return { prefix: 'Tomorrow: ', label: 'Reminder', sentence: 'This event is tomorrow.' };
  return { prefix: `In ${days} days: `, label: 'Reminder', sentence: `This event is in ${days} days.` };
}

function movedNews(event: LearningEvent, was: EventFacts | undefined): Pick<EventNews, 'prefix' | 'label' | 'sentence'> {
  const sameTime = was !== undefined && isSame(was.starts, event.starts) && isSame(was.ends, event.ends);
  if (sameTime)
    return { prefix: 'New place: ', label: 'Event moved', sentence: 'The place has changed. The date and the time are the same.' };
  const sameDay = was !== undefined && Temporal.PlainDate.from(was.starts.slice(0, 10)).equals(event.starts.toPlainDate());
  if (sameDay) return { prefix: 'New time: ', label: 'Event moved', sentence: 'The time has changed. The day is the same.' };
  return { prefix: 'New date: ', label: 'Event moved', sentence: `This event is now on ${nhsDate(event.starts)}.` };
}

function isSame(written: string, time: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.from(written).equals(time);
}
