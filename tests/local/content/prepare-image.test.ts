import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { imageSize } from '#core/image/image-size';
import { prepareImage } from '#local/content/prepare-image';
import { preparedImage } from '#local/content/prepared-images';

/** Noise that no compression makes small, as in a picture of grass or gravel. */
const noise = (width: number, height: number, sigma = 60) =>
  sharp({ create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma } } });
/** Soft shapes with a little grain, as in a photograph of a room. */
const photograph = (width: number, height: number) => noise(width, height, 25).blur(1.2);
const drawing = (width: number, height: number) => {
  const bars = Array.from(
    { length: 12 },
    (_, i) => `<rect x="${i * 8}%" y="${10 + i * 5}%" width="5%" height="50%" fill="hsl(${i * 30} 70% 40%)"/>`,
  );
  return sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${bars.join('')}</svg>`)).flatten({
    background: '#fff',
  });
};

async function ready(name: string, original: Uint8Array) {
  const image = await prepareImage(name, original);
  if (image.kind === 'fault') throw new Error(image.sentence);
  return image;
}
async function faultOf(name: string, original: Uint8Array): Promise<string> {
  const image = await prepareImage(name, original);
  return image.kind === 'fault' ? image.sentence : `no fault, but a ${image.kind}`;
}

describe('a photograph from a phone', () => {
  const taken = async () =>
    photograph(2400, 1600)
      .jpeg({ quality: 95 })
      .withExif({
        IFD0: { Make: 'Example', Copyright: 'Ama Bright' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 27/1 14/1', GPSLongitudeRef: 'W', GPSLongitude: '2/1 35/1 0/1' },
      })
      .toBuffer();

  test('a photograph loses the place where it was taken, and all other metadata of the camera', async () => {
    const original = await taken();
    expect((await sharp(original).metadata()).exif?.includes('Ama Bright')).toBe(true);
    const { bytes } = await ready('team.jpg', original);
    const { exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata();
    expect({ exif, xmp, iptc, icc, orientation }).toEqual({});
    expect(Buffer.from(bytes).includes('Exif')).toBe(false);
  });

  test('a photograph becomes 1200 pixels wide and at most 200 KB', async () => {
    const { kind, bytes } = await ready('team.jpg', await taken());
    expect(kind).toBe('jpg');
    expect(imageSize(bytes)).toEqual({ type: 'image/jpeg', width: 1200, height: 800 });
    expect(bytes.length).toBeLessThanOrEqual(200_000);
  });

  test('a photograph is turned upright, and keeps no orientation in its metadata', async () => {
    const lying = await photograph(2000, 1000).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const { bytes } = await ready('team.jpg', lying);
    expect(imageSize(bytes)).toEqual({ type: 'image/jpeg', width: 1000, height: 2000 });
    expect((await sharp(bytes).metadata()).orientation).toBeUndefined();
  });

  test('a photograph that was saved as PNG becomes a JPEG, under its own name with the new ending', async () => {
    const { name, bytes } = await preparedImage('team.png', await photograph(1600, 1000).png().toBuffer());
    expect(name).toBe('team.png.jpg');
    expect(imageSize(bytes)).toEqual({ type: 'image/jpeg', width: 1200, height: 750 });
  });

  test('a photograph in the format of iPhones is refused with a way out', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
    expect(await faultOf('team.heic', heic)).toBe(
      'The image "team.heic" is in the format of iPhones (HEIC), which few programs read. Export it as JPEG.',
    );
  });
});

describe('a drawing', () => {
  test('a drawing that is made smaller stays an exact PNG', async () => {
    const original = await drawing(2400, 1200).png().toBuffer();
    const { kind, bytes } = await ready('chart.png', original);
    expect(kind).toBe('png');
    expect(imageSize(bytes)).toEqual({ type: 'image/png', width: 1200, height: 600 });
    const pixels = await sharp(original).resize(1200).raw().toBuffer();
    expect(Buffer.compare(await sharp(bytes).raw().toBuffer(), pixels)).toBe(0);
  });

  test('a drawing keeps its transparency', async () => {
    const original = await sharp({ create: { width: 1500, height: 300, channels: 4, background: { r: 0, g: 90, b: 180, alpha: 0.4 } } })
      .png()
      .toBuffer();
    const { kind, bytes } = await ready('logo.png', original);
    expect([kind, (await sharp(bytes).stats()).isOpaque]).toEqual(['png', false]);
  });

  test('an image that is small, light and free of metadata stays as it is, to the byte', async () => {
    const png = await drawing(800, 400).png().toBuffer();
    expect(Buffer.compare((await ready('chart.png', png)).bytes, png)).toBe(0);
    const jpeg = await photograph(600, 400).jpeg().toBuffer();
    expect(Buffer.compare((await ready('team.jpeg', jpeg)).bytes, jpeg)).toBe(0);
  });

  test('a drawing is never made larger', async () => {
    expect(imageSize((await ready('dot.gif', await drawing(300, 100).gif().toBuffer())).bytes)).toEqual({
      type: 'image/png',
      width: 300,
      height: 100,
    });
  });
});

describe('an image that an email cannot show is refused in a plain sentence', () => {
  const frames = async (format: 'gif' | 'webp') => {
    const pages = await Promise.all([drawing(40, 20).raw().toBuffer(), noise(40, 20).raw().toBuffer()]);
    const moving = sharp(Buffer.concat(pages), { raw: { width: 40, height: 40, channels: 3, pageHeight: 20 } });
    return moving[format]().toBuffer();
  };

  test.each(['gif', 'webp'] as const)('a moving %s is refused', async (format) => {
    expect(await faultOf(`fun.${format}`, await frames(format))).toMatch(/^The image "fun\.\w+" moves, and nobody could stop it/);
  });

  test('a drawing as SVG is refused', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>1</script></svg>');
    expect(await faultOf('logo.svg', svg)).toMatch(/is a drawing \(SVG\).*Export it as PNG/);
  });

  test('an image that stays too heavy is refused with its size', async () => {
    const heavy = await noise(1200, 1600).png().toBuffer();
    expect(await faultOf('gravel.png', heavy)).toMatch(
      /^The image "gravel\.png" has \d{3} KB even when it is made as light as it can be, and may have 200\. Crop it/,
    );
  });

  test('an image that is damaged, or no image at all, is refused', async () => {
    const whole = await photograph(900, 900).jpeg().toBuffer();
    const png = await drawing(900, 900).png().toBuffer();
    for (const bytes of [whole.subarray(0, whole.length / 2), png.subarray(0, png.length / 2), Buffer.from('no picture'), Buffer.alloc(0)])
      expect(await faultOf('a.png', bytes)).toMatch(/(is damaged|cannot be read as a picture)\. Open it in an image program/);
  });
});

test('a WebP or AVIF without animation becomes a JPEG or PNG, which every email program shows', async () => {
  const { name, bytes } = await preparedImage('team.webp', await photograph(1300, 700).webp().toBuffer());
  expect([name.replace('team.webp', ''), imageSize(bytes)?.width]).toEqual([expect.stringMatching(/^\.(jpg|png)$/), 1200]);
});

test('the images of the sample content need no preparation', async () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'content', 'images');
  for (const name of await readdir(folder)) {
    const original = await readFile(join(folder, name));
    const image = await preparedImage(name, original);
    expect([image.name, Buffer.compare(image.bytes, original)]).toEqual([name, 0]);
  }
});
