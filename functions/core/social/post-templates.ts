import type { Temporal } from 'temporal-polyfill';
import type { Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { cleanLine } from '#core/social/clean-text';
import { fitText, shortenings } from '#core/social/x-length';
import { eventWhen } from '#core/story/event-texts';
import type { LearningEvent, Story } from '#core/story/story';
import { fnv32 } from '#core/text/fingerprint';
import { nhsDate } from '#core/time/nhs-dates';
import type { TemplateName } from '#templates/social';

/** The view of a social template. The template leaves out empty strings. */
export type SocialView = {
  title: string;
  summary: string;
  link: string;
  hashtags: string;
  way: { [name: string]: boolean };
  author: string;
  when: string;
  day: string;
  place: string;
  toGo: string;
  bookable: boolean;
  readable: boolean;
};

const WAYS = ['one', 'two', 'three', 'four', 'five'];
const MOST_WAYS = WAYS.length;

/** The most of X's 280 for a name or a place, because the title matters more. */
const ASIDE_MAX_CHARACTERS = 70;

/** Returns the template for a post, and the number of its wordings. */
export function socialTemplate(publication: Publication, story: Story): { name: TemplateName; ways: number } {
  if (publication.extra !== undefined) return { name: story.kind === 'post' ? 'post-again' : 'event-again', ways: MOST_WAYS };
  if (story.kind !== 'event') return { name: 'post', ways: MOST_WAYS };
  if (publication.change) return { name: `change/${publication.change}`, ways: 3 };
  if (publication.before !== undefined) return { name: 'reminder', ways: MOST_WAYS };
  if (story.status === 'cancelled') return { name: 'announced-as-cancelled', ways: 3 };
  return story.status === 'postponed' ? { name: 'change/postponed', ways: 3 } : { name: 'announcement', ways: MOST_WAYS };
}

/** Returns the wordings in the order to try. The same story and publication always give the same order. */
export function waysToSay(publication: Publication, story: Story, ways: number): string[] {
  const first = fnv32(story.slug) + turn(publication, story);
  return Array.from({ length: ways }, (_, i) => WAYS[(first + i) % ways] ?? '');
}

/** Returns the template's view, except for the wording. `at`: when the post goes out. */
export function socialView(story: Story, rules: Rules, link: string, at: Temporal.ZonedDateTime): Omit<SocialView, 'way'> {
  return {
    title: cleanLine(story.title),
    summary: cleanLine(story.summary),
    link,
    // GCS: at most two hashtags, at the end. The rules have them in CamelCase, which screen readers need.
    hashtags: rules.x.hashtags
      .slice(0, 2)
      .map((tag) => `#${tag.replace(/^#/, '')}`)
      .join(' '),
    ...(story.kind === 'event' ? eventView(story, rules, at) : { when: '', day: '', place: '', toGo: '', bookable: false }),
    author: story.kind === 'post' ? aside(story.author) : '',
    readable: story.kind === 'post',
  };
}

function eventView(event: LearningEvent, rules: Rules, at: Temporal.ZonedDateTime) {
  return {
    when: eventWhen(event),
    day: nhsDate(event.starts),
    place: aside(
      event.venue === undefined
        ? event.online === undefined
          ? ''
          : 'Online'
        : event.online === undefined
          ? event.venue
          : `${event.venue}, and online`,
    ),
    toGo: toGo(at.withTimeZone(rules.timezone).toPlainDate().until(event.starts.toPlainDate()).days),
    bookable: event.registration !== undefined && event.status === 'confirmed',
  };
}

/** Returns the time to the event by the days that are left: a weekend or a late start may have moved a reminder. */
function toGo(days: number): string {
  if (days < 0) return 'Happening now';
  if (days === 0) return 'Today';
  if (days === 1) return 'Tomorrow';
  if (days === 7) return 'One week to go';
  return days % 7 === 0 ? `${days / 7} weeks to go` : `${days} days to go`;
}

/**
 * Returns the turn of a post among those of one template and story, because X refuses equal texts. Reminders whose days coincide after
 * weekends and bank holidays are at most four days apart, so five wordings are enough.
 */
function turn(publication: Publication, story: Story): number {
  if (publication.extra !== undefined) return Math.max(0, story.extraPosts?.findIndex(({ key }) => key === publication.extra) ?? 0);
  return Number.parseInt(publication.before ?? '', 10) || (publication.sequence ?? 0);
}

function aside(text: string): string {
  const line = cleanLine(text);
  return fitText([line], ASIDE_MAX_CHARACTERS) ?? fitText(shortenings(line), ASIDE_MAX_CHARACTERS) ?? '';
}
