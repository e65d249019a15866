import type { Cards } from '#ports';

/** Draws event cards as PNG. The renderer and its typeface are 5 MB, so they are loaded with the first card. */
export function eventCardPng(): Cards {
  return {
    event: async (card) => {
      const { drawCard } = await import('#adapters/card/renderer');
      return { bytes: await drawCard(card), type: 'image/png' };
    },
  };
}
