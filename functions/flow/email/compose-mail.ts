import type { Temporal } from 'temporal-polyfill';
import { composeEmail } from '#core/email/compose-email';
import { layOutMail } from '#core/email/lay-out-mail';
import { emailTemplates } from '#core/email/render-email';
import type { ImageFile } from '#core/image/image-file';
import type { ComposedMail } from '#core/mime/composed-mail';
import type { Publication } from '#core/publication/publication';
import { rememberedByRules } from '#core/rules/remembered-by-rules';
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
  composed: Composed,
): { laidOut: string; shortened: string | undefined } {
  const one = remembered(publication, at, composed);
  one.laidOut ??= layOutMail(one.mail, composed.rules, publication.id);
  return { laidOut: one.laidOut, shortened: one.mail.shortened };
}

/** Emails by what they are made from: an email ahead is the same on each page, which shows it, checks it and binds a yes to it. */
type Remembered = { mail: ComposedMail; laidOut?: string };
const known = rememberedByRules<Remembered>(64, emailTemplates);
const written = new WeakMap<readonly ImageFile[], string>();

/** Returns the email before it is laid out as a message. It must not be changed. */
export function rememberedEmail(publication: Publication, at: Temporal.Instant, composed: Composed): ComposedMail {
  return remembered(publication, at, composed).mail;
}

function remembered(publication: Publication, at: Temporal.Instant, { stories, rules, images, previousFacts }: Composed): Remembered {
  const pictures = written.get(images) ?? JSON.stringify(images);
  written.set(images, pictures);
  const key = `${JSON.stringify([publication, at, stories, previousFacts])}\n${pictures}`;
  const local = at.toZonedDateTimeISO(rules.timezone);
  const input = { publication, stories, rules, at: local, images, ...(previousFacts ? { previousFacts } : {}) };
  return known(rules, key, () => ({ mail: composeEmail(input) }));
}
