import type { Temporal } from 'temporal-polyfill';
import { composeEmail } from '#core/email/compose-email';
import { layOutMail } from '#core/email/lay-out-mail';
import type { ImageFile } from '#core/image/image-file';
import type { Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { Story } from '#core/story/story';

/** What a publication is composed from. `previousFacts`: the facts of the event that readers got before. */
export type Composed = { stories: Story[]; rules: Rules; images: ImageFile[]; previousFacts: EventFacts | undefined };

/**
 * Composes a publication's mail with these stories, as it is sealed: with placeholders for one reader's data. The preview shows this
 * text.
 */
export function composeMail(publication: Publication, at: Temporal.Instant, composed: Composed): string {
  return composeWithNote(publication, at, composed).laidOut;
}

/** Returns the mail as `composeMail` does, and what it leaves to the website, if anything. */
export function composeWithNote(
  publication: Publication,
  at: Temporal.Instant,
  { stories, rules, images, previousFacts }: Composed,
): { laidOut: string; shortened: string | undefined } {
  const mail = composeEmail({
    publication,
    stories,
    rules,
    at: at.toZonedDateTimeISO(rules.timezone),
    images,
    ...(previousFacts ? { previousFacts } : {}),
  });
  return { laidOut: layOutMail(mail, rules, publication.id), shortened: mail.shortened };
}
