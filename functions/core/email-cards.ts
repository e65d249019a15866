// How stories are shown in an email: as cards in a digest, and as the facts at the head of an email of their own.
import { Temporal } from 'temporal-polyfill';
import { dayAndMonth, dayParts, longDate } from '#core/email-date';
import { type Links, links } from '#core/links';
import { oneLine } from '#core/mime-slots';
import type { EventFacts } from '#core/publication';
import type { Rules } from '#core/rules';
import type { BlogPost, LearningEvent, Story, StoryImage } from '#core/story';
import { eventWhen } from '#core/wording';

/** Widths in pixels of what the templates give an image, in an email of 600. */
export const HERO_WIDTH = 504;
const CARD_WIDTH = 168;
/** A date that no longer holds is not in the brand's colour. */
const MUTED = '#4c6272';

export function postCard(post: BlogPost, name: string, rules: Rules) {
  const site = links(rules);
  return {
    name,
    url: site.story(post),
    author: oneLine(post.author),
    date: longDate(post.published),
    summary: oneLine(post.summary),
    image: mailImage(post.image, CARD_WIDTH, site),
  };
}

/** `others`: the events in the same email. */
export function eventCard(event: LearningEvent, name: string, others: readonly Story[], rules: Rules, brand: string) {
  const site = links(rules);
  const on = event.status === 'confirmed';
  const alone = !others.some(
    (other) => other.kind === 'event' && other !== event && dayAndMonth(other.starts) === dayAndMonth(event.starts),
  );
  return {
    name,
    url: site.story(event),
    day: dayParts(event.starts),
    colour: on ? brand : MUTED,
    notice: on ? '' : event.status === 'postponed' ? 'Postponed: we will tell you the new date' : 'Cancelled',
    when: eventWhen(event),
    place: placeOf(event),
    summary: oneLine(event.summary),
    calendar: on ? site.calendarFile(event) : '',
    add: `Add ${alone ? dayAndMonth(event.starts) : name} to your calendar`,
  };
}

/** `on`: the date holds and lies ahead. `whenLabel` says what the date is: `When`, `It was to be`, … */
export function eventFacts(
  event: LearningEvent,
  { on, whenLabel, was }: { on: boolean; whenLabel: string; was: EventFacts | undefined },
  brand: string,
) {
  const facts: { label: string; words: string; url?: string }[] = [{ label: whenLabel, words: eventWhen(event) }];
  const place = placeOf(event);
  const online = oneLine(event.online ?? '');
  if (place !== '') facts.push({ label: 'Where', words: place });
  if (on && isWebAddress(online)) facts.push({ label: 'Online', words: 'Join this event online', url: online });
  if (was)
    facts.push({ label: 'It was to be', words: [eventWhen(timesOf(was)), oneLine(was.place)].filter((part) => part !== '').join(', ') });
  return { day: dayParts(event.starts), colour: on ? brand : MUTED, facts };
}

function timesOf(was: EventFacts): Pick<LearningEvent, 'starts' | 'ends'> {
  return { starts: Temporal.PlainDateTime.from(was.starts), ends: Temporal.PlainDateTime.from(was.ends) };
}

/** `Bristol`, `Bristol and online`, `Online`, or nothing. */
export function placeOf(event: LearningEvent): string {
  const venue = oneLine(event.venue ?? '');
  const online = oneLine(event.online ?? '');
  if (online === '') return venue;
  if (isWebAddress(online)) return venue === '' ? 'Online' : `${venue}, and online`;
  return venue === '' ? online : `${venue}, and ${online}`;
}

export function mailImage(image: StoryImage | undefined, width: number, site: Links) {
  return (
    image && { src: site.image(image.src), alt: oneLine(image.alt), caption: oneLine(image.caption ?? ''), ...shownSize(image, width) }
  );
}

/** The size in an email: never larger than the image is, and in its proportions. */
export function shownSize(image: { width: number; height: number }, most: number): { width: number; height: number } {
  const width = Math.min(most, image.width);
  return { width, height: Math.max(1, Math.round((image.height * width) / image.width)) };
}

/**
 * What each story is called in links: its title, with a date where two have the same, since two links with the same
 * words should lead to the same place.
 */
export function distinctNames(stories: readonly Story[]): string[] {
  const titles = stories.map((story) => oneLine(story.title));
  const dated = stories.map((story, i) => {
    const title = titles[i] ?? '';
    const alone = titles.filter((other) => other === title).length === 1;
    return alone ? title : `${title} (${longDate(story.kind === 'post' ? story.published : story.starts)})`;
  });
  return dated.map((name, i) => {
    const before = dated.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text);
}
