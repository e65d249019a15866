import type { Temporal } from 'temporal-polyfill';
import type { StoryImage } from '#core/image/image-file';
import type { Topic } from '#core/rules/rules';

/** A story's name in addresses and ids: its file's name without the ending. */
export type Slug = string & { readonly brand: 'Slug' };

/** One more social post than the rules bring, from the story's `social:` list. Without a text it has a template's words. */
export type ExtraPost = {
  /** Its part of ids: `before-7d`, `after-2d`, `on-2027-03-01t0900`. */
  key: string;
  /** Before the event starts, after it ends or after the blog post is published, or a wall-clock time in the rules' zone. */
  at: { before: Temporal.Duration } | { after: Temporal.Duration } | { on: Temporal.PlainDateTime };
  text?: string;
};

type StoryCommon = {
  slug: Slug;
  /** The file below the content folder, for messages: `posts/2019-09-12-a.md`. */
  file: string;
  title: string;
  /** Wall-clock time in the rules' zone. */
  published: Temporal.PlainDateTime;
  topics: Topic[];
  /** As written, or else the first sentences of the body as plain text. */
  summary: string;
  /** What an inbox shows after the subject of the first email of it, if the editor wrote that. */
  preheader?: string;
  /** The editor's own words for the social post, if she wrote some. */
  social?: { text: string };
  extraPosts?: ExtraPost[];
  image?: StoryImage;
  /** Markdown. */
  body: string;
};

export type BlogPost = StoryCommon & { kind: 'post'; author: string; role?: string };

export type EventStatus = 'confirmed' | 'postponed' | 'cancelled';

export type LearningEvent = StoryCommon & {
  kind: 'event';
  /** Wall-clock times in the rules' zone. */
  starts: Temporal.PlainDateTime;
  ends: Temporal.PlainDateTime;
  venue?: string;
  online?: string;
  registration?: string;
  status: EventStatus;
  /** What to say to people afterwards (Markdown). Without it there is no follow-up. */
  follow_up?: string;
};

export type Story = BlogPost | LearningEvent;
