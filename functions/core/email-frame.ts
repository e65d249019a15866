// What every email has around its message: the masthead above, and below who sends it, why, and how to stop it.

import { brandColours } from '#core/email-colour';
import type { EmailInput } from '#core/email-input';
import { links } from '#core/links';
import { oneLine, slotMark } from '#core/mime-slots';
import type { Publication } from '#core/publication';
import type { Rules } from '#core/rules';

// Without it, an inbox goes on from the preheader to whatever words come next.
const FILLER = '&#847;&zwnj;&nbsp; '.repeat(40);

type Head = { subject: string; preheader: string; label: string };

/** What the layout template needs. `label` says what kind of email this is. */
export function frame({ publication, rules }: EmailInput, head: Head) {
  return {
    ...houseFrame(rules, head),
    slots: { unsubscribe: slotMark('unsubscribe'), preferences: slotMark('preferences') },
    why: whyYouGetThis(publication),
  };
}

/** The same for any mail of the house, without the ways to leave a list. */
export function houseFrame(rules: Pick<Rules, 'name' | 'shortName' | 'site' | 'brand' | 'sender'>, head: Head) {
  const site = links(rules);
  const name = oneLine(rules.name);
  const short = oneLine(rules.shortName);
  const named = short !== '' && short !== name;
  return {
    ...head,
    filler: FILLER,
    greeting: slotMark('greeting'),
    brand: brandColours(rules.brand.colour),
    house: {
      name,
      short: named ? short : '',
      who: named ? `${name} (${short})` : name,
      postalAddress: oneLine(rules.sender.postalAddress),
      home: site.home,
      archive: site.archive,
      privacy: site.privacy,
    },
  };
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
