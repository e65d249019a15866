import { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import { newest } from '#core/story/order';
import type { BlogPost, LearningEvent, PublicStory } from '#core/story/story';
import { isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import { type Paged, paged } from '#web/paging';
import { storyLine } from '#web/site/story-view';

/** Coming events above the posts; the list of events has them all. */
const EVENTS_AHEAD = 10;

/**
 * Returns the view of the story list: events ahead, soonest first, and posts, newest first. The first page leads with the newest post if it
 * has a picture. Undefined when there is no such page.
 */
export function storiesView(
  stories: readonly PublicStory[],
  rules: Rules,
  now: Temporal.Instant,
  asked: string | undefined,
): { number: number; view: object } | undefined {
  const posts = paged(newest(stories.filter((story): story is BlogPost => story.kind === 'post')), asked, '/posts');
  if (!posts) return undefined;
  const { ahead, past } = eventsOf(stories, rules, now);
  const first = posts.number === 1;
  const lead = first && posts.items[0]?.image ? posts.items[0] : undefined;
  const view = {
    lines: posts.items.filter((post) => post !== lead).map(storyLine),
    pages: posts.pages,
    lead: lead && storyLine(lead),
    name: rules.name,
    first,
    ahead: ahead.slice(0, EVENTS_AHEAD).map((event) => storyLine(event)),
    moreEvents: past.length > 0 || ahead.length > EVENTS_AHEAD,
  };
  return { number: posts.number, view };
}

/** Returns the view of the event list: events ahead, soonest first, then past ones, latest first. Undefined when there is no such page. */
export function eventsView(
  stories: readonly PublicStory[],
  rules: Rules,
  now: Temporal.Instant,
  asked: string | undefined,
): { number: number; view: object } | undefined {
  const { ahead, past } = eventsOf(stories, rules, now);
  const page = paged([...ahead, ...past], asked, '/events');
  if (!page) return undefined;
  const isAhead = new Set(ahead);
  const lines = (some: LearningEvent[]) => some.map((event) => storyLine(event));
  const view = {
    ahead: lines(page.items.filter((event) => isAhead.has(event))),
    past: lines(page.items.filter((event) => !isAhead.has(event))),
    none: ahead.length + past.length === 0,
    pages: page.pages,
  };
  return { number: page.number, view };
}

/** Returns a page of a story list as the templates show it. */
export function linesView({ items, pages }: Paged<PublicStory>): { lines: object[]; pages: Paged<PublicStory>['pages'] } {
  return { lines: items.map(storyLine), pages };
}

/** Returns events ahead, soonest first, and past events, latest first. */
export function eventsOf(
  stories: readonly PublicStory[],
  rules: Pick<Rules, 'timezone'>,
  now: Temporal.Instant,
): { ahead: LearningEvent[]; past: LearningEvent[] } {
  const here = now.toZonedDateTimeISO(rules.timezone);
  const events = stories
    .filter((story): story is LearningEvent => story.kind === 'event')
    .sort((a, b) => Temporal.PlainDateTime.compare(a.starts, b.starts));
  const isOver = (event: LearningEvent) => isBefore(atWallClock(event.ends, rules.timezone), here);
  return { ahead: events.filter((event) => !isOver(event)), past: events.filter(isOver).toReversed() };
}
