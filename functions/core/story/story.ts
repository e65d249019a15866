import type { Temporal } from 'temporal-polyfill';
import type { StoryImage } from '#core/image/image-file';
import type { Topic } from '#core/rules/rules';

/** A story's name in ids and addresses: the name that its file had at first, without `.md`. It stays when the file is renamed. */
export type Slug = string & { readonly brand: 'Slug' };

/** A social post from the story's `social:` list, beside those that the rules plan. Without a text it has a template's words. */
export type ExtraPost = {
  /** Part of the post's id: `before-7d`, `after-2d`, `on-2027-03-01t0900`. */
  key: string;
  /** Before the event starts, after it ends, after the blog post is published, or at a wall-clock time in the rules' zone. */
  at: { before: Temporal.Duration } | { after: Temporal.Duration } | { on: Temporal.PlainDateTime };
  text?: string;
};

type StoryCommon = {
  slug: Slug;
  /** Its name in web addresses, if that is not the slug: after a rename, the present name of its file. */
  address?: Slug;
  /** The file below the content folder, for messages: `posts/2019-09-12-a.md`. */
  file: string;
  title: string;
  /** Wall-clock time in the rules' zone. */
  published: Temporal.PlainDateTime;
  topics: Topic[];
  /** Keys of before that count as one of these topics: who chose one of them gets the story. */
  formerTopics?: Topic[];
  /** The editor's summary, or else the first sentences of the body as plain text. */
  summary: string;
  /** The editor's text for inboxes to show after the subject of the story's first email. */
  preheader?: string;
  /** The editor's own text for the social post. */
  social?: { text: string };
  extraPosts?: ExtraPost[];
  image?: StoryImage;
  /** It is for the pages only: nothing of it goes out, whatever its dates say. */
  archive?: true;
  /** Until when people agreed to be shown, in pictures of the text. */
  agreed?: { src: string; until: Temporal.PlainDate }[];
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
  /** Why the event is postponed or cancelled, in a sentence for readers. */
  reason?: string;
  /** Markdown of the follow-up email. Without it there is no follow-up. */
  follow_up?: string;
};

/**
 * Whom a message is for, of those who get our emails. `topics`: who chose one of its topics, or none at all. `formerOrganisations`: keys
 * of before that count as one of the others. `event`: who has been sent an email of its own about the event whose file has this name,
 * without `.md`.
 */
export type MessageTo =
  | { kind: 'everyone' }
  | { kind: 'topics' }
  | { kind: 'organisations'; organisations: string[]; formerOrganisations?: string[] }
  | { kind: 'event'; event: string };

/** An email that goes out once, to some readers. It has no page, and is in no digest and on no social channel. */
export type Message = StoryCommon & { kind: 'message'; to: MessageTo };

/** What has a page on the website. */
export type PublicStory = BlogPost | LearningEvent;
export type Story = PublicStory | Message;

export function isPublic(story: Story): story is PublicStory {
  return story.kind !== 'message';
}
