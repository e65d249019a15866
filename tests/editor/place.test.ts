import fc from 'fast-check';
import { expect, test } from 'vitest';
import { movedPlace } from '#editor/place';

const place = (marked: string) => [marked.indexOf('|'), marked.replace('|', '')] as const;

test.each([
  ['One.|', 'One. More.', 'One.| More.'],
  ['One.\n\n|Two.', 'One, and more.\n\nTwo.', 'One, and more.\n\n|Two.'],
  ['One.\n\n|Two.', 'One.\n\nTwo. Three.', 'One.\n\n|Two. Three.'],
  ['One or m|ore, three.', 'One three.', 'One |three.'],
  ['|One.', '', '|'],
])('a place | in %j stays between the same letters when the text becomes %j', (marked, after, expected) => {
  const [at, before] = place(marked);
  expect(movedPlace(at, before, after)).toBe(place(expected)[0]);
});

test('a place never leaves the text, and a change after it does not move it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(), (before, after, at) => {
      const from = at % (before.length + 1);
      const moved = movedPlace(from, before, after);
      expect(moved).toBeGreaterThanOrEqual(0);
      expect(moved).toBeLessThanOrEqual(after.length);
      expect(movedPlace(from, before, before + after)).toBe(from);
    }),
  );
});
