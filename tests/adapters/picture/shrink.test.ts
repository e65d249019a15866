import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { wasmPictures } from '#adapters/picture/pictures';
import { PREPARED_MAX_BYTES } from '#core/image/prepared-image';

const pictures = wasmPictures();

/** A photograph: soft shapes with noise, red at the top left and blue at the bottom right. */
function photograph(width: number, height: number, seed = 1): Sharp {
  const data = Buffer.alloc(width * height * 3);
  let random = seed;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      const at = (y * width + x) * 3;
      data[at] = 200 - (160 * x) / width + (random % 9);
      data[at + 1] = 60 + 50 * Math.sin(x / 47) * Math.cos(y / 61) + (random % 7);
      data[at + 2] = 30 + (180 * y) / height;
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

const GPS = { IFD0: { Make: 'Phone', Software: 'Camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 27/1 16/1' } };

async function prepared(bytes: Uint8Array) {
  const picture = await pictures.prepare(bytes);
  if ('fault' in picture) throw new Error(picture.fault);
  return { ...picture, meta: await sharp(picture.bytes).metadata() };
}

describe('a photograph as a phone makes it', () => {
  test('is turned upright, is 1200 pixels wide and at most 200 KB, and tells neither the place nor the phone', async () => {
    const original = await photograph(4032, 3024).jpeg({ quality: 90 }).withExif(GPS).withMetadata({ orientation: 6 }).toBuffer();
    const before = await sharp(original).metadata();
    expect([before.orientation, before.exif?.includes('Phone')]).toEqual([6, true]);
    const { kind, bytes, width, height, meta } = await prepared(original);
    expect([kind, width, height]).toEqual(['jpg', 1200, 1600]);
    expect([meta.width, meta.height]).toEqual([1200, 1600]);
    expect(['orientation', 'exif', 'xmp', 'icc'].filter((note) => note in meta)).toEqual([]);
    expect(bytes.length).toBeLessThanOrEqual(PREPARED_MAX_BYTES);
    const text = Buffer.from(bytes).toString('latin1');
    for (const trace of ['Exif', 'Phone', 'Camera', 'http']) expect(text).not.toContain(trace);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('looks as sharp turns it, for EXIF orientation %i', async (orientation) => {
    const original = await photograph(240, 120).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer();
    const { bytes } = await prepared(original);
    const [ours, theirs] = await Promise.all([
      sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true }),
      sharp(original).autoOrient().removeAlpha().raw().toBuffer({ resolveWithObject: true }),
    ]);
    expect([ours.info.width, ours.info.height]).toEqual([theirs.info.width, theirs.info.height]);
    const difference = ours.data.reduce((sum, value, i) => sum + Math.abs(value - (theirs.data[i] ?? 0)), 0) / ours.data.length;
    expect(difference).toBeLessThan(4);
  });

  test('looks as sharp makes it smaller', async () => {
    const original = await photograph(3000, 2000).jpeg({ quality: 95 }).toBuffer();
    const { bytes } = await prepared(original);
    const theirs = await sharp(original).resize(1200).raw().toBuffer();
    const ours = await sharp(bytes).raw().toBuffer();
    const difference = ours.reduce((sum, value, i) => sum + Math.abs(value - (theirs[i] ?? 0)), 0) / ours.length;
    expect(difference).toBeLessThan(4);
  });
});

describe('other pictures', () => {
  test('a drawing stays a PNG with its transparent parts, and loses its notes', async () => {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1000"><circle cx="500" cy="500" r="400" fill="#005eb8"/></svg>`;
    const original = await sharp(Buffer.from(drawing)).png().withExif(GPS).toBuffer();
    const { kind, bytes, meta } = await prepared(original);
    expect([kind, meta.width, meta.height, meta.hasAlpha, meta.exif]).toEqual(['png', 1200, 600, true, undefined]);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray((300 * info.width + 300) * 4, (300 * info.width + 300) * 4 + 4)]).toEqual([0, 94, 184, 255]);
    expect(data[3]).toBe(0);
  });

  test.each([
    ['a WebP photograph', () => photograph(1600, 1000).webp().withExif(GPS).toBuffer(), 'jpg', 1200, 750],
    ['a small photograph', () => photograph(600, 400).jpeg().toBuffer(), 'jpg', 600, 400],
    ['a grey photograph', () => photograph(1500, 1000).grayscale().jpeg().toBuffer(), 'jpg', 1200, 800],
    ['a PNG photograph', () => photograph(1500, 1000).png().toBuffer(), 'jpg', 1200, 800],
    ['a PNG with 16 bits', () => photograph(1300, 130).toColourspace('rgb16').png().toBuffer(), 'jpg', 1200, 120],
    ['a PNG with a palette', () => photograph(400, 300).png({ palette: true }).toBuffer(), 'png', 400, 300],
    ['a picture of one line', () => photograph(3000, 1).jpeg().toBuffer(), 'jpg', 1200, 1],
    ['a picture of one pixel', () => photograph(1, 1).png().toBuffer(), 'png', 1, 1],
  ] as const)('%s is prepared', async (_, make, kind, width, height) => {
    const picture = await prepared(await make());
    expect([picture.kind, picture.meta.width, picture.meta.height]).toEqual([kind, width, height]);
    expect(picture.meta.exif).toBeUndefined();
    expect(picture.bytes.length).toBeLessThanOrEqual(PREPARED_MAX_BYTES);
  });

  test.each([
    ['a photograph that breaks off', async () => (await photograph(800, 600).jpeg().toBuffer()).subarray(0, 9_000)],
    ['a PNG that breaks off', async () => (await photograph(300, 200).png().toBuffer()).subarray(0, 5_000)],
    ['a WebP that breaks off', async () => (await photograph(800, 600).webp().toBuffer()).subarray(0, 2_000)],
    [
      'a PNG whose pixels are no pixels',
      async () => {
        const bytes = await photograph(300, 200).png().toBuffer();
        return bytes.fill(7, 200, 900);
      },
    ],
  ] as const)('%s is damaged, and the next picture is prepared all the same', async (_, make) => {
    expect(await pictures.prepare(await make())).toEqual({
      fault: 'is damaged. Open it in an image program, and save it again as PNG or JPEG.',
    });
    expect((await prepared(await photograph(60, 40).jpeg().toBuffer())).width).toBe(60);
  });

  test('what cannot be made light enough says so, with what to do', async () => {
    const noise = Buffer.from(Array.from({ length: 700 * 700 * 4 }, (_, i) => (i * 2_654_435_761) >>> 13));
    const raw = { raw: { width: 700, height: 700, channels: 4 } } as const;
    expect(await pictures.prepare(await sharp(noise, raw).png().toBuffer())).toEqual({
      fault: expect.stringMatching(/^has \d+ KB even when .* Save it with a white background instead of a transparent one\.$/),
    });
  });

  test('any bytes after the beginning of a picture end as a picture or as a sentence', async () => {
    const starts = [Buffer.from('ffd8ffe000104a464946', 'hex'), (await photograph(40, 40).jpeg().toBuffer()).subarray(0, 180)];
    for (const [i, start] of starts.entries()) {
      const rubbish = Buffer.from(Array.from({ length: 3_000 }, (_, at) => ((at + 1) * 40_503 * (i + 3)) >>> 5));
      expect(await pictures.prepare(Buffer.concat([start, rubbish]))).toHaveProperty('fault');
    }
  });
});
