import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventCardPng } from '#adapters/card/event-card';
import { CARD_FILES } from '#adapters/card/font-files';
import type { drawCard } from '#adapters/card/renderer';
import type { EventCard } from '#core/card/event-card';
import { drawnText } from '#core/card/supported-characters';
import { memoryCards } from '#local/memory/event-card';
import { CARD, cardsContract } from '#tests/contracts/event-card.contract';

cardsContract('in memory', memoryCards());
cardsContract('drawn', eventCardPng());

const { event: draw } = eventCardPng();

test('an event card with a character that its typeface lacks is an error, never a box in the picture', async () => {
  await expect(draw({ ...CARD, title: 'Ŵales' })).rejects.toThrow('lacks "Ŵ"');
});

test('an event card has room for whatever a story may say', { timeout: 60_000 }, async () => {
  const characters = [...'aWilM ,-éŁ'];
  const anyText = (most: number) => fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: most });
  const card: fc.Arbitrary<EventCard> = fc.record({
    senderName: anyText(48),
    colour: fc.constant('#005eb8'),
    title: fc.oneof(anyText(150), fc.constantFrom('W'.repeat(150), 'We met. '.repeat(18))),
    when: fc.constantFrom(CARD.when, 'Wednesday 30 September 2026 at 10:30am to Wednesday 30 December 2026 at 10:30pm'),
    place: fc.oneof(anyText(200), fc.constantFrom('', 'W'.repeat(220))),
    eventStatus: fc.constantFrom('cancelled', 'postponed'),
  });
  await fc.assert(
    fc.asyncProperty(card, async (any) => {
      expect((await draw(any)).bytes.length).toBeGreaterThan(1_000);
    }),
    { numRuns: 8 },
  );
});

describe('in a Lambda, which has no packages', () => {
  const beside = (name: string) => join(import.meta.dirname, '..', '..', 'dist', name, 'event-card-renderer.mjs');

  test.each(['post', 'public', 'desk'])('the bundle of %s has the card renderer beside it, which draws the same bytes', async (name) => {
    const renderer: { drawCard: typeof drawCard } = await import(pathToFileURL(beside(name)).href);
    expect(Buffer.compare(await renderer.drawCard(CARD), (await draw(CARD)).bytes)).toBe(0);
  });

  test('bundles that draw no cards have no card renderer', () => {
    expect(['tick', 'send', 'ses-events', 'certify'].filter((name) => existsSync(beside(name)))).toEqual([]);
  });
});

/** Returns the characters of a WOFF, from its `cmap` in format 4, which every typeface has (OpenType 1.9). */
function charactersOf(file: string): Set<string> {
  const woff = readFileSync(createRequire(import.meta.url).resolve(file));
  const entry = Array.from({ length: woff.readUInt16BE(12) }, (_, i) => 44 + i * 20).find(
    (at) => woff.toString('latin1', at, at + 4) === 'cmap',
  );
  if (entry === undefined) throw new Error(`${file} has no cmap.`);
  const packed = woff.subarray(woff.readUInt32BE(entry + 4), woff.readUInt32BE(entry + 4) + woff.readUInt32BE(entry + 8));
  const cmap = packed.length < woff.readUInt32BE(entry + 12) ? inflateSync(packed) : packed;
  const tables = Array.from({ length: cmap.readUInt16BE(2) }, (_, i) => cmap.readUInt32BE(8 + i * 8));
  const table = tables.find((at) => cmap.readUInt16BE(at) === 4) ?? 0;
  const segments = cmap.readUInt16BE(table + 6) / 2;
  const characters = new Set<string>();
  for (let i = 0; i < segments; i += 1) {
    const readWord = (column: number) => cmap.readUInt16BE(table + 14 + 2 * i + column * 2 * segments + (column === 0 ? 0 : 2));
    const [end, start, delta, offset] = [readWord(0), readWord(1), readWord(2), readWord(3)];
    const offsets = table + 16 + 6 * segments + 2 * i;
    for (let code = start; code <= end && code !== 0xffff; code += 1) {
      const glyph = offset === 0 ? (code + delta) & 0xffff : cmap.readUInt16BE(offsets + offset + 2 * (code - start));
      if (glyph !== 0) characters.add(String.fromCodePoint(code));
    }
  }
  return characters;
}

test('the typeface of event cards has each character that a card may show, in both weights', () => {
  const { regular, regularExtended, bold, boldExtended } = CARD_FILES;
  for (const files of [
    [regular, regularExtended],
    [bold, boldExtended],
  ]) {
    const characters = new Set(files.flatMap((file) => [...charactersOf(file)]));
    const missing: string[] = [];
    for (let code = 0x21; code < 0x3000; code += 1) {
      const character = String.fromCodePoint(code);
      const drawn = drawnText(character);
      if (drawn !== undefined && drawn !== '' && [...drawn].some((one) => !characters.has(one))) missing.push(character);
    }
    expect(missing).toEqual([]);
    expect(characters.size).toBeGreaterThan(290);
  }
});
