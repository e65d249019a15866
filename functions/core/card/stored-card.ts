import type { EventCard } from '#core/card/event-card';

/** A card as it stands in the sealed parts of a post. Sealed texts are older than the words of the code, so two members have other names. */
export type StoredCard = Omit<EventCard, 'senderName' | 'eventStatus'> & { house: string; standing?: EventCard['eventStatus'] };

export function storedCard({ senderName, eventStatus, ...card }: EventCard): StoredCard {
  return { house: senderName, ...card, ...(eventStatus ? { standing: eventStatus } : {}) };
}

export function readStoredCard({ house, standing, ...card }: StoredCard): EventCard {
  return { senderName: house, ...card, ...(standing ? { eventStatus: standing } : {}) };
}
