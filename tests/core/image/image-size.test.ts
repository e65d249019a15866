import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageSize } from '#core/image/image-size';

const side = fc.integer({ min: 1, max: 0xffff });
const u16 = (n: number): number[] => [n >> 8, n & 0xff];
const segment = (marker: number, content: number[]): number[] => [0xff, marker, ...u16(content.length + 2), ...content];
const frame = (marker: number, width: number, height: number): number[] => segment(marker, [8, ...u16(height), ...u16(width), 3]);
const bytes = (...parts: number[][]): Uint8Array => Uint8Array.from(parts.flat());
const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
const SOI = [0xff, 0xd8];

/** EXIF in Intel byte order with one entry: the orientation. */
const exif = (orientation: number): number[] =>
  segment(0xe1, [
    ...ascii('Exif'),
    0,
    0,
    ...ascii('II'),
    42,
    0,
    8,
    0,
    0,
    0,
    1,
    0,
    0x12,
    0x01,
    3,
    0,
    1,
    0,
    0,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);

describe('the size of an image', () => {
  it('the size of an image is read from a PNG', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const png = bytes(
          [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a, 0, 0, 0, 13, ...ascii('IHDR')],
          [0, 0, ...u16(width), 0, 0, ...u16(height)],
        );
        expect(imageSize(png)).toEqual({ type: 'image/png', width, height });
      }),
    );
  });

  it('the size of an image is read from a GIF', () => {
    const gif = bytes(ascii('GIF89a'), [0x40, 0x01, 0xc8, 0x00]);
    expect(imageSize(gif)).toEqual({ type: 'image/gif', width: 320, height: 200 });
  });

  it('the size of an image is read from a JPEG of any coding, behind its metadata, tables and padding', () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom(0xc0, 0xc1, 0xc2, 0xcf),
        fc.array(fc.nat(255), { maxLength: 300 }),
        (width, height, coding, noise) => {
          const jpeg = bytes(SOI, segment(0xe0, noise), segment(0xc4, noise), [0xff], frame(coding, width, height));
          expect(imageSize(jpeg)).toEqual({ type: 'image/jpeg', width, height });
        },
      ),
    );
  });

  it.each([
    [1, 400, 300],
    [3, 400, 300],
    [6, 300, 400],
    [8, 300, 400],
  ])('the size of an image turned by a camera is that of the picture as shown (orientation %i)', (orientation, width, height) => {
    expect(imageSize(bytes(SOI, exif(orientation), frame(0xc0, 400, 300)))).toEqual({ type: 'image/jpeg', width, height });
  });

  it('the size of a truncated image is unknown', () => {
    const whole = bytes(SOI, exif(6), frame(0xc0, 400, 300));
    for (let length = 0; length < whole.length - 1; length += 1) expect(imageSize(whole.subarray(0, length))).toBeUndefined();
  });

  it('the size of anything but an image is unknown, and reading it never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom([], SOI, [...SOI, 0xff, 0xe1], ascii('<svg>')), (noise, start) => {
        const size = imageSize(bytes(start, [...noise]));
        expect(size === undefined || (size.width > 0 && size.height > 0)).toBe(true);
      }),
    );
    expect(imageSize(bytes(ascii('<svg width="10" height="10"/>')))).toBeUndefined();
  });
});
