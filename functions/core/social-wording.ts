import type { Temporal } from 'temporal-polyfill';
import { links } from '#core/links';
import type { Publication } from '#core/publication';
import type { Rules } from '#core/rules';
import { cleanLine } from '#core/social-mend';
import type { LearningEvent, Story } from '#core/story';
import { fitText, shortenings } from '#core/weighted-text';
import { eventWhen, nhsDate } from '#core/wording';
import type { TemplateName } from '#templates/social';

/** What a social template is filled with. An empty string is left out by the template. */
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
/** A name or a place may take this much of the 280: the title matters more. */
const ASIDE = 70;

/** The template that tells this, and how many ways of saying it that has. */
export function socialTemplate(publication: Publication, story: Story): { name: TemplateName; ways: number } {
  if (story.kind === 'post') return { name: 'post', ways: 3 };
  if (publication.change) return { name: `change/${publication.change}`, ways: 3 };
  if (publication.before !== undefined) return { name: 'reminder', ways: 5 };
  if (story.status === 'cancelled') return { name: 'announced-as-cancelled', ways: 3 };
  return { name: story.status === 'postponed' ? 'change/postponed' : 'announcement', ways: 3 };
}

/** The same story and publication are always told the same way; `at` is when the post goes out. */
export function socialView(publication: Publication, story: Story, rules: Rules, ways: number, at: Temporal.ZonedDateTime): SocialView {
  return {
    title: cleanLine(story.title),
    summary: cleanLine(story.summary),
    link: links(rules).story(story),
    // GCS: at most two hashtags, at the end. The rules write them in CamelCase, which screen readers need.
    hashtags: rules.x.hashtags
      .slice(0, 2)
      .map((tag) => `#${tag.replace(/^#/, '')}`)
      .join(' '),
    way: { [WAYS[(hash(story.slug) + turn(publication)) % ways] ?? '']: true },
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

/** A weekend or a late start may have moved a reminder, so the words follow the days that are really left. */
function toGo(days: number): string {
  if (days < 0) return 'Happening now';
  if (days === 0) return 'Today';
  if (days === 1) return 'Tomorrow';
  if (days === 7) return 'One week to go';
  return days % 7 === 0 ? `${days / 7} weeks to go` : `${days} days to go`;
}

/**
 * Posts of one template for one story take turns, because X refuses equal text. Reminders whose days coincide after weekends and
 * bank holidays are at most four days apart, which is why there are five ways.
 */
function turn(publication: Publication): number {
  return Number.parseInt(publication.before ?? '', 10) || (publication.sequence ?? 0);
}

function aside(text: string): string {
  const line = cleanLine(text);
  return fitText([line], ASIDE) ?? fitText(shortenings(line), ASIDE) ?? '';
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
