// Stories in an email: as cards in a digest, and as the facts at the top of an event's own email.
import { Temporal } from 'temporal-polyfill';
import type { EmailInput } from '#core/email/email-input';
import { mailedStoryLink } from '#core/email/story-link';
import type { StoryImage } from '#core/image/image-file';
import { type Links, links } from '#core/site/links';
import { type EventFacts, eventFacts as factsOf } from '#core/story/event-facts';
import { eventWhen, isWebAddress, placeOf } from '#core/story/event-texts';
import type { BlogPost, LearningEvent, Story } from '#core/story/story';
import { distinctNames } from '#core/text/distinct-names';
import { oneLine } from '#core/text/lines';
import { type DayParts, dayAndMonth, dayParts, longDate } from '#core/time/date-parts';

/** The widths that the templates give an image, in CSS pixels. The email is 600 wide. */
export const HERO_WIDTH_PX = 504;
const CARD_WIDTH_PX = 168;

/** The colour of a date that no longer holds. */
const MUTED = '#4c6272';

type MailImage = { src: string; alt: string; caption: string; width: number; height: number };

type PostCard = { name: string; url: string; author: string; date: string; summary: string; image: MailImage | undefined };

type EventCard = {
  name: string;
  url: string;
  day: DayParts;
  colour: string;
  off: boolean;
  notice: string;
  when: string;
  place: string;
  summary: string;
  calendar: string;
  add: string;
};

/** Returns the card of a post. `name`: its title, distinct within the email. */
export function postCard(input: EmailInput, post: BlogPost, name: string): PostCard {
  const site = links(input.rules);
  return {
    name,
    url: mailedStoryLink(input, post),
    author: oneLine(post.author),
    date: longDate(post.published),
    summary: oneLine(post.summary),
    image: mailImage(post.image, CARD_WIDTH_PX, site),
  };
}

/** Returns the card of an event. `name`: its title, distinct within the email. `brand`: the colour of its date. */
export function eventCard(input: EmailInput, event: LearningEvent, name: string, brand: string): EventCard {
  const site = links(input.rules);
  const on = event.status === 'confirmed';
  const alone = !input.stories.some(
    (other) => other.kind === 'event' && other !== event && dayAndMonth(other.starts) === dayAndMonth(event.starts),
  );
  return {
    name,
    url: mailedStoryLink(input, event),
    day: dayParts(event.starts),
    colour: on ? brand : MUTED,
    off: !on,
    notice: on ? '' : event.status === 'postponed' ? 'Postponed: we will tell you the new date' : 'Cancelled',
    when: eventWhen(event),
    place: placeOf(event),
    summary: oneLine(event.summary),
    calendar: on ? site.calendarFile(event) : '',
    add: `Add ${alone ? dayAndMonth(event.starts) : name} to your calendar`,
  };
}

/** Returns the facts of an event. `on`: its date holds and is in the future. `whenLabel`: the date's label, `When` or `It was to be`. */
export function eventFacts(
  event: LearningEvent,
  { on, whenLabel, previousFacts }: { on: boolean; whenLabel: string; previousFacts: EventFacts | undefined },
  brand: string,
): { day: DayParts; colour: string; facts: { label: string; words: string; url?: string }[] } {
  const facts: { label: string; words: string; url?: string }[] = [{ label: whenLabel, words: eventWhen(event) }];
  const place = placeOf(event);
  const online = oneLine(event.online ?? '');
  const join = on && isWebAddress(online);
  const onlineOnly = join && oneLine(event.venue ?? '') === '';
  if (place !== '' && !onlineOnly) facts.push({ label: 'Where', words: place });
  if (join) facts.push({ label: onlineOnly ? 'Where' : 'Online', words: 'Join this event online', url: online });
  if (previousFacts) facts.push({ label: 'It was to be', words: previousFactsText(previousFacts, event) });
  return { day: dayParts(event.starts), colour: on ? brand : MUTED, facts };
}

/** Returns those of the announced facts that have changed. */
function previousFactsText(previousFacts: EventFacts, event: LearningEvent): string {
  const when = eventWhen(timesOf(previousFacts));
  const changed = [when === eventWhen(event) ? '' : when, previousFacts.place === factsOf(event).place ? '' : oneLine(previousFacts.place)];
  return changed.filter((part) => part !== '').join(', ') || when;
}

function timesOf(previousFacts: EventFacts): Pick<LearningEvent, 'starts' | 'ends'> {
  return { starts: Temporal.PlainDateTime.from(previousFacts.starts), ends: Temporal.PlainDateTime.from(previousFacts.ends) };
}

/** Returns an image for an email, at most `maxWidthPx` CSS pixels wide. */
export function mailImage(image: StoryImage | undefined, maxWidthPx: number, site: Links): MailImage | undefined {
  return (
    image && { src: site.image(image.src), alt: oneLine(image.alt), caption: oneLine(image.caption ?? ''), ...shownSize(image, maxWidthPx) }
  );
}

/** Returns an image's size in an email, in CSS pixels: its proportions stay, and it is never enlarged. */
export function shownSize(image: { width: number; height: number }, maxWidthPx: number): { width: number; height: number } {
  const widthPx = Math.min(maxWidthPx, image.width);
  return { width: widthPx, height: Math.max(1, Math.round((image.height * widthPx) / image.width)) };
}

/** What each story is called in links. */
export function storyNames(stories: readonly Story[]): string[] {
  return distinctNames(
    stories.map((story) => ({ name: story.title, date: longDate(story.kind === 'event' ? story.starts : story.published) })),
  );
}
