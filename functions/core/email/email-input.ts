import type { Temporal } from 'temporal-polyfill';
import type { ImageFile } from '#core/image/image-file';
import type { Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { Story } from '#core/story/story';

/** All that an email is made from. */
export type EmailInput = {
  publication: Publication;
  /** The selection of the publication's stories that these readers get, in order. */
  stories: readonly Story[];
  rules: Rules;
  /** When the publication began. */
  at: Temporal.ZonedDateTime;
  /** Images that a story's body shows; without them their alt texts stand there. */
  images?: readonly ImageFile[];
  /** What readers were last told of the event: a notice that it has moved then says what is new. */
  previousFacts?: EventFacts;
  /** As a page of the site, which has room for all of it and needs no link to itself. */
  page?: boolean;
};
