import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { Slug } from '#core/story/story';

/**
 * What a person has set for one publication, instead of what the rules and its story say. `by`, `at`: who set it last, and when. `due`:
 * when it goes out; quiet times still move it. The rest is of a digest: its `subject`, the paragraphs of its `introduction`, and the
 * stories that it shows `first`, in this order. `version` rises by one with each change.
 */
export type Override = {
  version: number;
  by: string;
  at: Temporal.Instant;
  due?: Temporal.Instant;
  subject?: string;
  introduction?: string[];
  first?: Slug[];
};

export type Overrides = ReadonlyMap<PublicationId, Override>;
