import type { EventCard } from '#core/card/event-card';

/** A card in the sealed parts of a post. Stored keys are older than the names in the code: `house` and `standing`. */
export type StoredCard = Omit<EventCard, 'senderName' | 'eventStatus'> & { house: string; standing?: EventCard['eventStatus'] };

export function storedCard({ senderName, eventStatus, ...card }: EventCard): StoredCard {
  return { house: senderName, ...card, ...(eventStatus ? { standing: eventStatus } : {}) };
}

export function readStoredCard({ house, standing, ...card }: StoredCard): EventCard {
  return { senderName: house, ...card, ...(standing ? { eventStatus: standing } : {}) };
}
