// What every email has around its message: the masthead above, and below who sends it, why, and how to stop it.

import type { EmailInput } from '#core/email/email-input';
import { placeholder } from '#core/mime/placeholders';
import type { Publication } from '#core/publication/publication';
import { brandColours } from '#core/rules/brand-colours';
import type { Brand, Rules } from '#core/rules/rules';
import { typefaceStack } from '#core/rules/typefaces';
import { type Links, links } from '#core/site/links';
import { oneLine } from '#core/text/lines';

// Without it, an inbox goes on from the preheader to whatever words come next.
const FILLER = '&#847;&zwnj;&nbsp; '.repeat(40);

type EmailHeading = { subject: string; preheader: string; label: string };

/** What the layout template needs. `label` says what kind of email this is. */
export function frame({ publication, rules, page = false }: EmailInput, heading: EmailHeading) {
  return {
    ...senderFrame(rules, heading),
    placeholders: { unsubscribe: placeholder('unsubscribe'), preferences: placeholder('preferences') },
    why: whyYouGetThis(publication),
    web: page ? '' : links(rules).sentEmail(publication.id),
  };
}

/** The same for any mail of the house, without the ways to leave a list. */
export function senderFrame(rules: Pick<Rules, 'name' | 'shortName' | 'site' | 'brand' | 'sender'>, heading: EmailHeading) {
  const site = links(rules);
  const name = oneLine(rules.name);
  const short = oneLine(rules.shortName);
  const named = short !== '' && short !== name;
  return {
    ...heading,
    filler: FILLER,
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

const LOGO = { width: 160, height: 48 };

/** In the size in which it is shown. None without a size: Outlook would show it as large as it is. */
function logoOf(logo: Brand['logo'], site: Links) {
  if (!logo || logo.width < 1 || logo.height < 1) return undefined;
  const share = Math.min(1, LOGO.width / logo.width, LOGO.height / logo.height);
  const [width, height] = [logo.width, logo.height].map((side) => Math.max(1, Math.round(side * share)));
  return { src: site.image(logo.src), width, height };
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
    case 'social':
      throw new Error(`${publication.id} is a social post: it has no email.`);
    default:
      return publication.kind satisfies never;
  }
}
