import type { EmailInput } from '#core/email/email-input';
import { eventNews, eventOf } from '#core/email/event-news';
import { oneLine } from '#core/text/lines';
import { count, cutAtWord, SUBJECT_CHARACTERS } from '#core/text/wrap';
import { dayAndMonth } from '#core/time/date-parts';

/** Returns the subject: the story's title with its news, at most 78 characters. Throws for a social post. */
export function subjectOf(input: EmailInput): string {
  const { publication, stories, rules, at } = input;
  const title = stories[0]?.title ?? rules.name;
  switch (publication.kind) {
    case 'digest': {
      if (publication.subject !== undefined) return fittedSubject('', publication.subject, '');
      const others = stories.length > 1 ? `, and ${stories.length - 1} more` : '';
      // After the title alone, the day would be read as that of an event.
      return fittedSubject('', title, `${others} (${dayAndMonth(at)} news)`);
    }
    case 'announcement':
    case 'reminder':
    case 'change':
    case 'follow-up': {
      const event = eventOf(input);
      const { prefix } = eventNews(input, event);
      return fittedSubject(prefix, title, prefix === '' ? `, ${dayAndMonth(event.starts)}` : '');
    }
    case 'alert':
    case 'message':
      return fittedSubject('', title, '');
    case 'social':
      throw new Error(`${publication.id} is a social post: it has no email.`);
    default:
      return publication.kind satisfies never;
  }
}

/** Returns prefix, title and suffix in at most 78 characters. The title is cut at a word; its words stay as the editor wrote them. */
export function fittedSubject(prefix: string, title: string, suffix: string): string {
  return `${prefix}${cutAtWord(oneLine(title), SUBJECT_CHARACTERS - prefix.length - suffix.length)}${suffix}`;
}

/** `2 new posts and 1 coming event`. */
export function digestContents(posts: number, events: number): string {
  const parts = [posts > 0 ? count(posts, 'new post') : '', events > 0 ? count(events, 'coming event') : ''];
  return parts.filter((part) => part !== '').join(' and ');
}
