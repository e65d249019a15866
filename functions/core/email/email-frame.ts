// The frame of every email: the masthead above, and below who sends it, why, and how to stop it.

import type { EmailInput } from '#core/email/email-input';
import { placeholder } from '#core/mime/placeholders';
import type { Publication } from '#core/publication/publication';
import { brandColours } from '#core/rules/brand-colours';
import type { Brand, Rules } from '#core/rules/rules';
import { typefaceStack } from '#core/rules/typefaces';
import { type Links, links } from '#core/site/links';
import { oneLine } from '#core/text/lines';

/** Inboxes show at most about so many characters after the subject. */
const PREVIEW_CHARACTERS = 150;

/** Fills the preview line after the preheader: else an inbox shows the text that comes next. Each filler is two characters wide. */
function fillerAfter(preheader: string): string {
  const missing = Math.ceil((PREVIEW_CHARACTERS - preheader.length) / 2);
  // More than forty make the line too long for a part of 7 bits.
  return '&#847;&zwnj;&nbsp; '.repeat(Math.max(20, Math.min(40, missing)));
}

type EmailHeading = { subject: string; preheader: string; label: string };

type SenderFrame = EmailHeading & {
  filler: string;
  greeting: string;
  brand: { colour: string; onDark: string; typeface: string };
  sender: {
    name: string;
    short: string;
    logo: { src: string; width: number; height: number } | undefined;
    who: string;
    postalAddress: string;
    home: string;
    storyList: string;
    privacy: string;
  };
};

type EmailFrame = SenderFrame & { placeholders: { unsubscribe: string; preferences: string }; why: string; web: string };

/** Returns the layout template's view for a publication. `label` says what kind of email it is. Throws for a social post. */
export function frame({ publication, rules, page = false }: EmailInput, heading: EmailHeading): EmailFrame {
  return {
    ...senderFrame(rules, heading),
    placeholders: { unsubscribe: placeholder('unsubscribe'), preferences: placeholder('preferences') },
    why: whyYouGetThis(publication),
    // A message is for its readers only: it has no page.
    web: page || publication.kind === 'message' ? '' : links(rules).sentEmail(publication.id),
  };
}

/** Returns the layout template's view for any email of this sender, without unsubscribe links. */
export function senderFrame(rules: Pick<Rules, 'name' | 'shortName' | 'site' | 'brand' | 'sender'>, heading: EmailHeading): SenderFrame {
  const site = links(rules);
  const name = oneLine(rules.name);
  const short = oneLine(rules.shortName);
  const named = short !== '' && short !== name;
  return {
    ...heading,
    filler: fillerAfter(heading.preheader),
    greeting: placeholder('greeting'),
    brand: { ...brandColours(rules.brand.colour), typeface: typefaceStack(rules.brand) },
    sender: {
      name,
      short: named ? short : '',
      logo: logoOf(rules.brand.logo, site),
      who: named ? `${name} (${short})` : name,
      postalAddress: oneLine(rules.sender.postalAddress),
      home: site.home,
      storyList: site.storyList,
      privacy: site.privacy,
    },
  };
}

/** The largest logo, in CSS pixels. */
const LOGO = { width: 160, height: 48 };

/** The logo at its shown size in CSS pixels. A logo of unknown size is left out: Outlook would show it at full size. */
function logoOf(logo: Brand['logo'], site: Links): SenderFrame['sender']['logo'] {
  if (!logo || logo.width < 1 || logo.height < 1) return undefined;
  const share = Math.min(1, LOGO.width / logo.width, LOGO.height / logo.height);
  const shown = (side: number) => Math.max(1, Math.round(side * share));
  return { src: site.image(logo.src), width: shown(logo.width), height: shown(logo.height) };
}

function whyYouGetThis(publication: Publication): string {
  switch (publication.kind) {
    case 'alert':
      return 'You get this email because you asked for each new post as it comes out.';
    case 'digest':
      return `You get this email because you asked for our ${publication.series ?? ''} digest.`;
    case 'announcement':
    case 'reminder':
    case 'follow-up':
    case 'change':
      return 'You get this email because you signed up for our emails, which include news of our events.';
    case 'message':
      return publication.toldOf === undefined
        ? 'You get this email because you signed up for our emails.'
        : 'You get this email because you signed up for our emails, and we have written to you about this event.';
    case 'social':
      throw new Error(`${publication.id} is a social post: it has no email.`);
    default:
      return publication.kind satisfies never;
  }
}
