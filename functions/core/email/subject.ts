import type { EmailInput } from '#core/email/email-input';
import { eventNews, eventOf } from '#core/email/event-news';
import { oneLine } from '#core/text/lines';
import { count, cutAtWord } from '#core/text/wrap';
import { dayAndMonth } from '#core/time/date-parts';

/** Most inboxes show this many characters of a subject. */
const VISIBLE_CHARACTERS = 78;

/** Returns the subject: the story's title with its news, at most 78 characters. Throws for a social post. */
export function subjectOf(input: EmailInput): string {
  const { publication, stories, rules, at } = input;
  const title = stories[0]?.title ?? rules.name;
  switch (publication.kind) {
    case 'digest': {
      const others = stories.length > 1 ? `, and ${stories.length - 1} more` : '';
      return fittedSubject('', title, `${others}: ${dayAndMonth(at)}`);
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
      return fittedSubject('', title, '');
    case 'social':
      throw new Error(`${publication.id} is a social post: it has no email.`);
    default:
      return publication.kind satisfies never;
  }
}

/** Returns prefix, title and suffix in at most 78 characters. The title is cut at a word, and capitals and `!!` are toned down. */
export function fittedSubject(prefix: string, title: string, suffix: string): string {
  return `${prefix}${cutAtWord(calm(oneLine(title)), VISIBLE_CHARACTERS - prefix.length - suffix.length)}${suffix}`;
}

/** Three words in a row in capitals. */
const SHOUTED = /(?:\p{Lu}{3,}[\s\p{P}]+){2,}\p{Lu}{3,}/gu;

/** Tones down what people and spam filters take for shouting: repeated marks, three words in capitals, or a whole title in them. */
function calm(title: string): string {
  const once = title.replace(/([!?])[!?]+/gu, '$1');
  const quiet = /\p{Lu}{5}/u.test(once) && !/\p{Ll}/u.test(once) ? lowered(once) : once.replace(SHOUTED, lowered);
  return quiet === once ? once : quiet.replace(/\p{L}/u, (first) => first.toUpperCase());
}

/** Words without a vowel are abbreviations and stay: NHS, CQC. */
function lowered(text: string): string {
  return text.replace(/\p{Lu}+/gu, (word) => (/[AEIOUYÀ-Ý]/u.test(word) ? word.toLowerCase() : word));
}

/** `2 new posts and 1 coming event`. */
export function digestContents(posts: number, events: number): string {
  const parts = [posts > 0 ? count(posts, 'new post') : '', events > 0 ? count(events, 'coming event') : ''];
  return parts.filter((part) => part !== '').join(' and ');
}
