import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { blueskyKey } from '#core/social/bluesky-key';
import { fingerprint, fnv32, fnv64 } from '#core/text/fingerprint';

// Keys of posts, and the words that posts of a story begin with, are made of these: they must never change.
test.each([
  ['', '811c9dc501234567', 2_166_136_261, 14_695_981_039_346_656_037n, '3gmeu55xkp7b6'],
  ['a', 'e40c292cd085a872', 3_826_002_220, 12_638_187_200_555_641_996n, '3gmeu55x4yg4g'],
  ['x-safer-medicines', '3d4b7a23246e3e79', 1_028_356_643, 703_212_611_171_334_883n, '3gmeu55nr3536'],
  ['Zoë “quoted” 👩‍👩‍👧', 'eeb3c2003525427a', 4_004_758_016, 9_206_758_043_649_671_844n, '3gmeu55y256hd'],
])('hashes of a text stay what they are: %j', (text, fingerprinted, bits32, bits64, rkey) => {
  expect(fingerprint(text)).toBe(fingerprinted);
  expect(fnv32(text)).toBe(bits32);
  expect(fnv64(text)).toBe(bits64);
  expect(blueskyKey(text, Temporal.Instant.from('2019-09-12T08:00:00Z')).rkey).toBe(rkey);
});
