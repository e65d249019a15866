import { createHash } from 'node:crypto';
import type { SealedTexts } from '#ports';

export function memorySealedTexts(): SealedTexts {
  const texts = new Map<string, string>();
  return {
    put: async (text) => {
      const address = createHash('sha256').update(text).digest('hex');
      texts.set(address, text);
      return address;
    },
    get: async (address) => {
      const text = texts.get(address);
      if (text === undefined) throw new Error(`Nothing is sealed at ${address}.`);
      return text;
    },
    remove: async (address) => void texts.delete(address),
  };
}
