import type { EventCard } from '#core/card/event-card';

/** A card as the sealed parts of a post store it. The stored keys `house` and `standing` are older than the names in the code. */
export type StoredCard = Omit<EventCard, 'senderName' | 'eventStatus'> & { house: string; standing?: EventCard['eventStatus'] };

export function storedCard({ senderName, eventStatus, ...card }: EventCard): StoredCard {
  return { house: senderName, ...card, ...(eventStatus ? { standing: eventStatus } : {}) };
}

export function readStoredCard({ house, standing, ...card }: StoredCard): EventCard {
  return { senderName: house, ...card, ...(standing ? { eventStatus: standing } : {}) };
}
