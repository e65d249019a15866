import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sealed } from '#ports';

/** What every store of sealed texts keeps to. */
export function sealedContract(name: string, open: () => Promise<Sealed>): void {
  describe(`sealed texts ${name}`, () => {
    it('come back as they were kept, whatever is in them', async () => {
      const sealed = await open();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2000 }), async (text) => {
          expect(await sealed.read(await sealed.keep(text))).toBe(text);
        }),
        { numRuns: 25, examples: [[''], ['Zoë 👩‍👩‍👧 עברית\r\n']] },
      );
    });

    it('come back whole when they are far larger than an item', async () => {
      const sealed = await open();
      const text = randomBytes(600_000).toString('base64');
      expect(await sealed.read(await sealed.keep(text))).toBe(text);
    });

    it('have the address of their content, and the same one each time', async () => {
      const sealed = await open();
      const addresses = await Promise.all(['a', 'b', 'a', 'a'].map((text) => sealed.keep(text)));
      const [a, b] = ['a', 'b'].map((text) => createHash('sha256').update(text).digest('hex'));
      expect(addresses).toEqual([a, b, a, a]);
      expect(await sealed.read(addresses[0] ?? '')).toBe('a');
    });

    it('are erased whole, however large, with no other one, and can be kept again', async () => {
      const sealed = await open();
      const large = randomBytes(600_000).toString('base64');
      const [address, other] = [await sealed.keep(large), await sealed.keep('other')];
      await sealed.forget(address);
      await sealed.forget(address);
      await expect(sealed.read(address)).rejects.toThrow('Nothing is sealed');
      expect(await sealed.read(other)).toBe('other');
      expect(await sealed.read(await sealed.keep(large))).toBe(large);
    });

    it('are never made up', async () => {
      const sealed = await open();
      await expect(sealed.read('0'.repeat(64))).rejects.toThrow('Nothing is sealed');
    });
  });
}
