// The newest stories as feed entries, before they are written as Atom or JSON.
import { Temporal } from 'temporal-polyfill';
import type { ImageFile } from '#core/image/image-file';
import { imageNamed } from '#core/image/prepared-image';
import { renderMarkdown } from '#core/markdown/render-markdown';
import type { Rules } from '#core/rules/rules';
import { type Links, links } from '#core/site/links';
import { eventWhen, placeOf } from '#core/story/event-texts';
import { newest } from '#core/story/order';
import type { LearningEvent, PublicStory, Slug } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { escapeHtml } from '#core/text/html';
import { byTime, isAfter, latest } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

/** `id`: the first address of the story's page, which never changes. `url`: the present one. `html`: absolute links only. */
export type FeedEntry = {
  id: string;
  url: string;
  title: string;
  summary: string;
  html: string;
  published: Temporal.Instant;
  updated: Temporal.Instant;
  /** Undefined for events, which the newsroom itself writes. */
  author: string | undefined;
  topics: { key: string; label: string }[];
  image: string | undefined;
};

export type Feed = { name: string; description: string; site: Links; author: string; updated: Temporal.Instant; entries: FeedEntry[] };

const NEWEST = 50;

/** Returns when a story last changed: its time of publication, or later for an event when its facts were last seen to change. */
export function updatedAt(story: PublicStory, storySeen: StorySeen | undefined, rules: Pick<Rules, 'timezone'>): Temporal.Instant {
  const published = atWallClock(story.published, rules.timezone).toInstant();
  const edited = storySeen && isAfter(storySeen.factsSeen, storySeen.firstSeen) ? storySeen.factsSeen : published;
  return latest(published, edited);
}

/** Returns the feed of the 50 newest of these stories, newest first. */
export function feedOf(
  stories: readonly PublicStory[],
  { rules, images, storiesSeen }: { rules: Rules; images: readonly ImageFile[]; storiesSeen: ReadonlyMap<Slug, StorySeen> },
): Feed {
  const site = links(rules);
  const entries = newest(stories)
    .slice(0, NEWEST)
    .map((story): FeedEntry => {
      const image = story.image && site.image(story.image.src);
      return {
        id: site.story({ kind: story.kind, slug: story.slug }),
        url: site.story(story),
        title: story.title,
        summary: story.summary,
        html: contentOf(story, site, images),
        published: atWallClock(story.published, rules.timezone).toInstant(),
        updated: updatedAt(story, storiesSeen.get(story.slug), rules),
        author: story.kind === 'post' ? story.author : undefined,
        topics: story.topics.map((key) => ({ key, label: rules.topics.get(key) ?? key })),
        image,
      };
    });
  const updated = entries.map((entry) => entry.updated).toSorted(byTime);
  return {
    name: rules.name,
    description: `Posts and events of the ${rules.name}.`,
    site,
    author: rules.name,
    // Atom requires a time even in an empty feed.
    updated: updated.at(-1) ?? Temporal.Instant.fromEpochMilliseconds(0),
    entries,
  };
}

function contentOf(story: PublicStory, site: Links, images: readonly ImageFile[]): string {
  const body = renderMarkdown(story.body, {
    headingShift: 1,
    images: (name) => {
      const image = imageNamed(name, images);
      return image && { url: site.image(image.src), width: image.width, height: image.height };
    },
  });
  const image = story.image ? `<p><img src="${escapeHtml(site.image(story.image.src))}" alt="${escapeHtml(story.image.alt)}"></p>\n` : '';
  return `${story.kind === 'event' ? facts(story) : ''}${image}${body}`;
}

const EVENT_STATUS_SENTENCES = {
  confirmed: '',
  postponed: 'Postponed. We will tell you the new date. It was to be: ',
  cancelled: 'Cancelled. It was to be: ',
};

function facts(event: LearningEvent): string {
  const where = [eventWhen(event), placeOf(event)].filter((part) => part !== '').join(', ');
  return `<p><strong>${escapeHtml(`${EVENT_STATUS_SENTENCES[event.status]}${where}`)}</strong></p>\n`;
}
