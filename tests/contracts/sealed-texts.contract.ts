import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SealedTexts } from '#ports';

/** The contract of every store of `SealedTexts`. `open` returns an empty one. */
export function sealedTextsContract(name: string, open: () => Promise<SealedTexts>): void {
  describe(`sealed texts ${name}`, () => {
    test('a sealed text is read as it was put, whatever is in it', async () => {
      const texts = await open();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2000 }), async (text) => {
          expect(await texts.get(await texts.put(text))).toBe(text);
        }),
        { numRuns: 25, examples: [[''], ['Zoë 👩‍👩‍👧 עברית\r\n']] },
      );
    });

    test('a sealed text that is far larger than an item is read whole', async () => {
      const texts = await open();
      const text = randomBytes(600_000).toString('base64');
      expect(await texts.get(await texts.put(text))).toBe(text);
    });

    test('a sealed text has the hash of its content as its address, the same one each time', async () => {
      const texts = await open();
      const addresses = await Promise.all(['a', 'b', 'a', 'a'].map((text) => texts.put(text)));
      const [a, b] = ['a', 'b'].map((text) => createHash('sha256').update(text).digest('hex'));
      expect(addresses).toEqual([a, b, a, a]);
      expect(await texts.get(addresses[0] ?? '')).toBe('a');
    });

    test('a sealed text of any size is removed whole and alone, and can be put again', async () => {
      const texts = await open();
      const large = randomBytes(600_000).toString('base64');
      const [address, other] = [await texts.put(large), await texts.put('other')];
      await texts.remove(address);
      await texts.remove(address);
      await expect(texts.get(address)).rejects.toThrow('Nothing is sealed');
      expect(await texts.get(other)).toBe('other');
      expect(await texts.get(await texts.put(large))).toBe(large);
    });

    test('a sealed text that was never put is an error', async () => {
      const texts = await open();
      await expect(texts.get('0'.repeat(64))).rejects.toThrow('Nothing is sealed');
    });
  });
}
