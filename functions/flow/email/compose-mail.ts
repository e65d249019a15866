import type { Temporal } from 'temporal-polyfill';
import { composeEmail } from '#core/email/compose-email';
import { layOutMail } from '#core/email/lay-out-mail';
import type { ImageFile } from '#core/image/image-file';
import type { Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { Story } from '#core/story/story';

/** What a publication is composed from. `was`: what readers had been told of the event before. */
export type Composed = { stories: Story[]; rules: Rules; images: ImageFile[]; previousFacts: EventFacts | undefined };

/** The mail of a publication with these stories, laid out as it is sealed: all of it but the places of one reader. The preview shows this very text. */
export function composeMail(publication: Publication, at: Temporal.Instant, { stories, rules, images, previousFacts }: Composed): string {
  const mail = composeEmail({
    publication,
    stories,
    rules,
    at: at.toZonedDateTimeISO(rules.timezone),
    images,
    ...(previousFacts ? { previousFacts } : {}),
  });
  return layOutMail(mail, rules, publication.id);
}
