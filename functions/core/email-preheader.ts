import { placeOf } from '#core/email-cards';
import { eventNews, eventOf } from '#core/email-event';
import type { EmailInput } from '#core/email-input';
import { cutAtWord } from '#core/email-words';
import { oneLine } from '#core/mime-slots';
import { eventWhen } from '#core/wording';

/** Inboxes show 40 to 110 characters of it after the subject. */
const LONGEST = 110;

/** The line that an inbox shows after the subject: it goes on from it and does not say it again. */
export function preheaderOf(input: EmailInput): string {
  const { publication, stories, rules } = input;
  if (publication.kind === 'digest') {
    const others = stories.slice(1).map((story) => oneLine(story.title));
    const rest = others.length > 0 ? `Also: ${others.join('; ')}` : oneLine(stories[0]?.summary ?? '');
    return joined([rest, `From the ${oneLine(rules.name)}`]);
  }
  if (publication.kind === 'alert') {
    const [post] = stories;
    return joined([
      oneLine(post?.summary ?? ''),
      post?.kind === 'post' ? `By ${oneLine(post.author)}` : '',
      `From the ${oneLine(rules.name)}`,
    ]);
  }
  const event = eventOf(input);
  const { standing, sentence } = eventNews(input, event);
  const when =
    standing === 'on' && publication.kind !== 'follow-up'
      ? [eventWhen(event), placeOf(event)].filter((part) => part !== '').join(', ')
      : sentence;
  return joined([when, oneLine(event.summary), `From the ${oneLine(rules.name)}`]);
}

/** The first part, and the next ones while it is too short to fill the line. */
function joined(parts: string[]): string {
  let line = '';
  for (const part of parts) {
    if (part === '' || line.length >= 40) continue;
    line = line === '' ? part : `${line.replace(/[.:;,]$/, '')}. ${part}`;
  }
  return cutAtWord(line, LONGEST);
}
