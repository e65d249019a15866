import { dayAndMonth } from '#core/email-date';
import { eventNews, eventOf } from '#core/email-event';
import type { EmailInput } from '#core/email-input';
import { count, cutAtWord } from '#core/email-words';
import { oneLine } from '#core/mime-slots';

/** What most inboxes show of a subject. */
const VISIBLE = 78;

/** The subject: the story's title with what is new of it, at most 78 characters, the title cut at a word. */
export function subjectOf(input: EmailInput): string {
  const { publication, stories, rules, at } = input;
  const title = stories[0]?.title ?? rules.name;
  switch (publication.kind) {
    case 'digest': {
      const others = stories.length > 1 ? `, and ${stories.length - 1} more` : '';
      return fitted('', title, `${others}: ${dayAndMonth(at)}`);
    }
    case 'announcement':
    case 'reminder':
    case 'change':
    case 'follow-up': {
      const event = eventOf(input);
      const { prefix } = eventNews(input, event);
      return fitted(prefix, title, prefix === '' ? `, ${dayAndMonth(event.starts)}` : '');
    }
    case 'alert':
      return fitted('', title, '');
    case 'social':
      throw new Error(`${publication.id} is a social post: it has no email.`);
    default:
      return publication.kind satisfies never;
  }
}

function fitted(prefix: string, title: string, suffix: string): string {
  return `${prefix}${cutAtWord(oneLine(title), VISIBLE - prefix.length - suffix.length)}${suffix}`;
}

/** `2 new posts and 1 coming event`. */
export function digestContents(posts: number, events: number): string {
  const parts = [posts > 0 ? count(posts, 'new post') : '', events > 0 ? count(events, 'coming event') : ''];
  return parts.filter((part) => part !== '').join(' and ');
}
