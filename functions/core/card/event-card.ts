import { drawnText } from '#core/card/supported-characters';
import { brandColours } from '#core/rules/brand-colours';
import type { Rules } from '#core/rules/rules';
import { eventWhen, placeOf } from '#core/story/event-texts';
import type { LearningEvent } from '#core/story/story';

/** The texts of an event's image, for posts and shared pages. Equal values make an identical image. */
export type EventCard = {
  senderName: string;
  /** A `#rrggbb` colour on which white text is legible. */
  colour: string;
  title: string;
  when: string;
  place: string;
  /** Set when the event will not take place on its date. */
  eventStatus?: 'cancelled' | 'postponed';
};

/** A longer sender name is replaced by the short one: at a size legible on a phone, no more characters fit on a line. */
const LONGEST_SENDER_NAME = 48;

/** Returns the card of an event; undefined when its typeface lacks a character of the texts. */
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

/** The label above the title of an event that will not take place on its date. */
export const CARD_STATUS = { cancelled: 'Cancelled', postponed: 'Postponed' } as const;

/** Returns the alt text, which has all texts of the card. */
export function cardAlt({ senderName, title, when, place, eventStatus }: EventCard): string {
  const opening = eventStatus ? `${CARD_STATUS[eventStatus]}: ` : '';
  const date = eventStatus ? `It was to be ${when}` : when;
  return [`${opening}${title}`, date, place, senderName]
    .filter((part) => part !== '')
    .map((part) => (/[.!?…]$/u.test(part) ? part : `${part}.`))
    .join(' ');
}
