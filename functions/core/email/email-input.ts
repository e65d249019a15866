import type { Temporal } from 'temporal-polyfill';
import type { ImageFile } from '#core/image/image-file';
import type { Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { Story } from '#core/story/story';

/** Everything that an email is composed from. */
export type EmailInput = {
  publication: Publication;
  /** The selection of the publication's stories that these readers get, in order. */
  stories: readonly Story[];
  rules: Rules;
  /** When the publication began. */
  at: Temporal.ZonedDateTime;
  /** Images in the stories' bodies. The alt text replaces a missing one. */
  images?: readonly ImageFile[];
  /** The facts of the event that were last announced, so that a change notice can say what is new. */
  previousFacts?: EventFacts;
  /** True for the email as a page of the site: it is never cut, and has no link to itself. */
  page?: boolean;
};
