import { readStoredCard, type StoredCard, storedCard } from '#core/card/stored-card';
import type { PostMedia } from '#core/social/post-media';

/** One part of a post, as it is sealed when its publication begins. */
export type SealedPart = { text: string; media: PostMedia[] };

type StoredPart = { text: string; media: (Omit<PostMedia, 'card'> & { card?: StoredCard })[] };

/** The parts as one text (JSON), the same for the same parts. */
export function writeSealedParts(parts: readonly SealedPart[]): string {
  const stored = parts.map(
    ({ media, ...part }): StoredPart => ({
      ...part,
      media: media.map(({ card, ...image }) => ({ ...image, ...(card ? { card: storedCard(card) } : {}) })),
    }),
  );
  return JSON.stringify(stored);
}

/** Reads back what `writeSealedParts` wrote, also in an older version. */
export function readSealedParts(text: string): SealedPart[] {
  const stored: StoredPart[] = JSON.parse(text);
  return stored.map(({ media, ...part }) => ({
    ...part,
    media: media.map(({ card, ...image }) => ({ ...image, ...(card ? { card: readStoredCard(card) } : {}) })),
  }));
}
