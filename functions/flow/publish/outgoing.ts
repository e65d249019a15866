import { splitAtPlaceholders } from '#core/mime/placeholders';
import { firstAt } from '#core/plan/timing';
import { isTimedByEdit } from '#core/plan/why-not-begin';
import { channelName, handleOn } from '#core/publication/names';
import { AFTER_EDIT_WHEN, LATE_WHEN, type Outgoing, type WrittenOutgoing, writeOutgoing } from '#core/publication/outgoing';
import type { Publication } from '#core/publication/publication';
import type { SocialPost } from '#core/social/compose-post';
import { dollars } from '#core/social/x-budget';
import { audienceRule } from '#core/subscriber/audience';
import { fingerprint } from '#core/text/fingerprint';
import { nhsDateTime } from '#core/time/nhs-dates';
import { rememberedEmail } from '#flow/email/compose-mail';
import type { Planned } from '#flow/publish/plan';
import { previousFactsOf, shownBy } from '#flow/publish/shown-stories';

type Composable = Pick<Planned, 'input' | 'newsroom' | 'sources' | 'records'>;

/**
 * Returns all of a publication that a yes is bound to, as it would begin now. `post`: a social post as it would begin now. The number of
 * readers is no part of it, and neither is the moment.
 */
export function outgoingOf(
  publication: Publication,
  planned: Composable,
  post: Pick<SocialPost, 'parts' | 'priceMilliUsd'> | undefined,
): WrittenOutgoing {
  const { rules } = planned.newsroom;
  const { channel, due, late } = publication;
  const isTimeSet = planned.input.overrides?.get(publication.id)?.due !== undefined;
  const stories = shownBy(publication, planned);
  const common: Outgoing = {
    when: late ? LATE_WHEN : isTimedByEdit(publication) && !isTimeSet ? AFTER_EDIT_WHEN : nhsDateTime(due),
    where: channel === 'email' ? channelName(channel) : `${channelName(channel)}, as ${handleOn(channel, rules)}`,
    to: audienceRule(publication, stories, rules).join('\n'),
    stories: stories.map(({ title }) => title).join('\n'),
  };
  return writeOutgoing({ ...common, ...(post ? postParts(post) : mailParts(publication, planned)) });
}

function postParts({ parts, priceMilliUsd }: Pick<SocialPost, 'parts' | 'priceMilliUsd'>): Outgoing {
  const media = parts.flatMap((part) => part.media);
  return {
    text: parts.map(({ text }) => text).join('\n'),
    pictures: media.map(({ src, alt }) => `${src}: ${alt}`).join('\n'),
    // What an event's card is drawn from, and where one part of a thread ends.
    look: fingerprint(JSON.stringify(parts)),
    price: dollars(priceMilliUsd),
  };
}

function mailParts(publication: Publication, planned: Composable): Outgoing {
  const { rules } = planned.newsroom;
  const { images } = planned.sources;
  const stories = shownBy(publication, planned);
  const at = firstAt(publication.due, rules, planned.input.now).toInstant();
  const { previousFacts } = previousFactsOf(stories, planned);
  const mail = rememberedEmail(publication, at, { stories, rules, images, previousFacts });
  // A calendar file says when it was made.
  const calendar = mail.calendar?.ics.replace(/^(?:DTSTAMP|LAST-MODIFIED):.*$/gm, '') ?? '';
  return {
    from: `${rules.sender.name} <${rules.sender.address}>`,
    subject: mail.subject,
    preheader: mail.preheader,
    text: splitAtPlaceholders(mail.text).literals.join('…'),
    pictures: images
      .filter(({ src }) => mail.html.includes(src))
      .map(({ src, sizeBytes }) => `${src} (${sizeBytes.toLocaleString('en-GB')} bytes)`)
      .join('\n'),
    look: fingerprint(`${mail.html}\n${mail.calendar?.method ?? ''}\n${calendar}`),
  };
}
