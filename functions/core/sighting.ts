import type { Temporal } from 'temporal-polyfill';
import type { Slug } from '#core/story';

/** When the newsroom first saw a story, and first saw its present time of publication and its present facts. */
export type StorySighting = {
  slug: Slug;
  seen: Temporal.Instant;
  /** `published` as last seen, and the tick at which that value was first seen. */
  published: string;
  heard: Temporal.Instant;
  /** For an event: its facts as last seen (one string), and the tick at which they were first seen. */
  facts: string;
  edited: Temporal.Instant;
};
