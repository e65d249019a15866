import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SealedTexts } from '#ports';

/** What every store of sealed texts keeps to. */
export function sealedTextsContract(name: string, open: () => Promise<SealedTexts>): void {
  describe(`sealed texts ${name}`, () => {
    it('come back as they were kept, whatever is in them', async () => {
      const texts = await open();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2000 }), async (text) => {
          expect(await texts.get(await texts.put(text))).toBe(text);
        }),
        { numRuns: 25, examples: [[''], ['Zoë 👩‍👩‍👧 עברית\r\n']] },
      );
    });

    it('come back whole when they are far larger than an item', async () => {
      const texts = await open();
      const text = randomBytes(600_000).toString('base64');
      expect(await texts.get(await texts.put(text))).toBe(text);
    });

    it('have the address of their content, and the same one each time', async () => {
      const texts = await open();
      const addresses = await Promise.all(['a', 'b', 'a', 'a'].map((text) => texts.put(text)));
      const [a, b] = ['a', 'b'].map((text) => createHash('sha256').update(text).digest('hex'));
      expect(addresses).toEqual([a, b, a, a]);
      expect(await texts.get(addresses[0] ?? '')).toBe('a');
    });

    it('are erased whole, however large, with no other one, and can be kept again', async () => {
      const texts = await open();
      const large = randomBytes(600_000).toString('base64');
      const [address, other] = [await texts.put(large), await texts.put('other')];
      await texts.remove(address);
      await texts.remove(address);
      await expect(texts.get(address)).rejects.toThrow('Nothing is sealed');
      expect(await texts.get(other)).toBe('other');
      expect(await texts.get(await texts.put(large))).toBe(large);
    });

    it('are never made up', async () => {
      const texts = await open();
      await expect(texts.get('0'.repeat(64))).rejects.toThrow('Nothing is sealed');
    });
  });
}
