// The news of an event at the moment of an email, in words.
import { Temporal } from 'temporal-polyfill';
import type { EmailInput } from '#core/email/email-input';
import type { EventFacts } from '#core/story/event-facts';
import type { LearningEvent } from '#core/story/story';
import { daysUntil } from '#core/time/date-parts';
import { nhsDate } from '#core/time/nhs-dates';

export type EventNews = {
  /** Whether people should come. */
  eventStatus: 'on' | 'cancelled' | 'postponed';
  /** Precedes the title in the subject, with its colon. Empty for a plain announcement. */
  prefix: string;
  /** The kind of news in two or three words, above the message. */
  label: string;
  /** The label of the date: `When`, `It was to be`, … */
  whenLabel: string;
  /** One sentence, and the editor's reason. */
  sentence: string;
  /** True when the news is what the email is about: a band shows it. */
  urgent: boolean;
};

/** Returns the event of an event's email. Throws when the first story is no event. */
export function eventOf({ publication, stories }: Pick<EmailInput, 'publication' | 'stories'>): LearningEvent {
  const [event] = stories;
  if (event?.kind !== 'event')
    throw new Error(`${publication.id} tells of an event, and was given ${event ? `the ${event.kind} ${event.slug}` : 'no story'}.`);
  return event;
}

function withReason(sentence: string, { reason }: LearningEvent): string {
  return reason === undefined ? sentence : `${sentence} ${reason.replace(/(?<![.!?])$/u, '.')}`;
}

/** Returns the news of an event. Cancelled or postponed is the news of every email but a follow-up. */
export function eventNews(
  { publication, at, previousFacts }: Pick<EmailInput, 'publication' | 'at' | 'previousFacts'>,
  event: LearningEvent,
): EventNews {
  const cancelled = publication.change === 'cancelled' || event.status === 'cancelled';
  const postponed = !cancelled && (publication.change === 'postponed' || event.status === 'postponed');
  if (publication.kind === 'follow-up') {
    const sentence = 'Here is what came of this event, whether or not you could be there.';
    return { eventStatus: 'on', prefix: 'Looking back: ', label: 'After the event', whenLabel: 'It took place', sentence, urgent: false };
  }
  if (cancelled) {
    const sentence = withReason('We are sorry. This event will not take place.', event);
    return { eventStatus: 'cancelled', prefix: 'Cancelled: ', label: 'Event cancelled', whenLabel: 'It was to be', sentence, urgent: true };
  }
  if (postponed) {
    const sentence = withReason('This event will not take place on this date. We will tell you the new one.', event);
    return { eventStatus: 'postponed', prefix: 'Postponed: ', label: 'Event postponed', whenLabel: 'It was to be', sentence, urgent: true };
  }
  const on = { eventStatus: 'on', whenLabel: 'When' } as const;
  if (publication.kind === 'reminder') return { ...on, ...reminderNews(daysUntil(at, event.starts)), urgent: false };
  if (publication.change === 'moved') return { ...on, ...movedNews(event, previousFacts), urgent: true };
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

/** White text on these colours has a contrast of at least 4.5:1. Dark mode does not change them. */
const BAND_COLOURS = { cancelled: '#b3122a', postponed: '#8a4a00', on: '#00664f' } as const satisfies Record<
  EventNews['eventStatus'],
  string
>;

/** Returns the band across the top of an email with urgent news; undefined for other emails. */
export function bandOf({
  urgent,
  prefix,
  sentence,
  eventStatus,
}: EventNews): { words: string; sentence: string; colour: string } | undefined {
  return urgent ? { words: prefix.replace(/: $/, ''), sentence, colour: BAND_COLOURS[eventStatus] } : undefined;
}

function reminderNews(days: number): Pick<EventNews, 'prefix' | 'label' | 'sentence'> {
  if (days <= 0) return { prefix: 'Today: ', label: 'Reminder', sentence: 'This event is today.' };
  if (days === 1) return { prefix: 'Tomorrow: ', label: 'Reminder', sentence: 'This event is tomorrow.' };
  return { prefix: `In ${days} days: `, label: 'Reminder', sentence: `This event is in ${days} days.` };
}

function movedNews(event: LearningEvent, previousFacts: EventFacts | undefined): Pick<EventNews, 'prefix' | 'label' | 'sentence'> {
  const sameTime = previousFacts !== undefined && isSame(previousFacts.starts, event.starts) && isSame(previousFacts.ends, event.ends);
  if (sameTime)
    return { prefix: 'New place: ', label: 'Event moved', sentence: 'The place has changed. The date and the time are the same.' };
  const sameDay =
    previousFacts !== undefined && Temporal.PlainDate.from(previousFacts.starts.slice(0, 10)).equals(event.starts.toPlainDate());
  if (sameDay) return { prefix: 'New time: ', label: 'Event moved', sentence: 'The time has changed. The day is the same.' };
  return { prefix: 'New date: ', label: 'Event moved', sentence: `This event is now on ${nhsDate(event.starts)}.` };
}

function isSame(written: string, time: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.from(written).equals(time);
}
