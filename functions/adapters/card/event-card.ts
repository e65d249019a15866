import type { Cards } from '#ports';

/** Draws cards. The renderer and its typeface are 5 MB: they are loaded when the first card is asked for. */
export function eventCardPng(): Cards {
  return {
    event: async (card) => {
      const { drawCard } = await import('#adapters/card/renderer');
      return { bytes: await drawCard(card), type: 'image/png' };
    },
  };
}
