import { drawnText } from '#core/card/supported-characters';
import { brandColours } from '#core/rules/brand-colours';
import type { Rules } from '#core/rules/rules';
import { eventWhen, placeOf } from '#core/story/event-texts';
import type { LearningEvent } from '#core/story/story';

/** The picture of an event, for posts and for pages that are shared: all that it says, as words. Equal facts make the very same picture. */
export type EventCard = {
  senderName: string;
  /** White can be read on it. */
  colour: string;
  title: string;
  when: string;
  place: string;
  /** The date does not hold. */
  eventStatus?: 'cancelled' | 'postponed';
};

/** Longer names of the house give way to its short one: at a size that can be read on a phone no more fits into a line. */
const LONGEST_SENDER_NAME = 48;

/** Undefined when the card's typeface lacks a letter of what it has to say. */
export function eventCard(
  event: LearningEvent,
  { name, shortName, brand }: Pick<Rules, 'name' | 'shortName' | 'brand'>,
): EventCard | undefined {
  const senderName = drawnText(name.length > LONGEST_SENDER_NAME ? shortName : name);
  const title = drawnText(event.title);
  const place = drawnText(placeOf(event));
  if (senderName === undefined || place === undefined || !title) return undefined;
  return {
    senderName,
    colour: brandColours(brand.colour).colour,
    title,
    when: eventWhen(event),
    place,
    ...(event.status === 'confirmed' ? {} : { eventStatus: event.status }),
  };
}

/** What stands above the title of an event whose date does not hold. */
export const CARD_STATUS = { cancelled: 'Cancelled', postponed: 'Postponed' } as const;

/** What the card says, for whoever cannot see it. */
export function cardAlt({ senderName, title, when, place, eventStatus: standing }: EventCard): string {
  const opening = standing ? `${CARD_STATUS[standing]}: ` : '';
  const date = standing ? `It was to be ${when}` : when;
  return [`${opening}${title}`, date, place, senderName]
    .filter((part) => part !== '')
    .map((part) => (/[.!?…]$/u.test(part) ? part : `${part}.`))
    .join(' ');
}
