import { holds } from '#core/delivery/ledger';
import type { PublicationId } from '#core/publication/publication';
import type { SocialDelivery } from '#core/social/post-ledger';
import type { SocialLedger } from '#ports';

export function memorySocialLedger(): SocialLedger {
  const publications = new Map<PublicationId, Map<number, SocialDelivery>>();
  return {
    parts: async (publication) => new Map([...(publications.get(publication) ?? [])].sort(([a], [b]) => a - b)),
    change: async ({ publication, part }, { expect, to }) => {
      const parts = publications.get(publication) ?? new Map<number, SocialDelivery>();
      if (!holds(expect, parts.get(part))) return 'refused';
      publications.set(publication, parts.set(part, to));
      return 'written';
    },
  };
}
