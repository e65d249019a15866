import { readStoredCard, type StoredCard, storedCard } from '#core/card/stored-card';
import type { PostMedia } from '#core/social/post-media';

/** One part of a post, sealed when its publication begins. */
export type SealedPart = { text: string; media: PostMedia[] };

type StoredPart = { text: string; media: (Omit<PostMedia, 'card'> & { card?: StoredCard })[] };

/** Returns the parts as one text (JSON). The same parts give the same text. */
export function writeSealedParts(parts: readonly SealedPart[]): string {
  const stored = parts.map(
    ({ media, ...part }): StoredPart => ({
      ...part,
      media: media.map(({ card, ...image }) => ({ ...image, ...(card ? { card: storedCard(card) } : {}) })),
    }),
  );
  return JSON.stringify(stored);
}

/** Reads the parts that `writeSealedParts` of this or an older version wrote. */
export function readSealedParts(text: string): SealedPart[] {
  const stored: StoredPart[] = JSON.parse(text);
  return stored.map(({ media, ...part }) => ({
    ...part,
    media: media.map(({ card, ...image }) => ({ ...image, ...(card ? { card: readStoredCard(card) } : {}) })),
  }));
}
