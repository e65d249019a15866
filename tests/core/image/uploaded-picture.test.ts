import sharp from 'sharp';
import { expect, test } from 'vitest';
import { tooLarge, uploadedPicture, uploadId } from '#core/image/uploaded-picture';

const flat = (width = 30, height = 20) => sharp({ create: { width, height, channels: 3, background: '#005eb8' } });
const text = (words: string) => Buffer.from(words, 'latin1');

/** The header of a PNG of any size. */
function hugePng(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.write('89504e470d0a1a0a0000000d49484452', 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

const moving = (format: 'gif' | 'webp') => {
  const frames = [0, 255].flatMap((red) => Array.from({ length: 20 * 20 }, () => [red, 0, 0]).flat());
  const raw = { width: 20, height: 40, channels: 3, pageHeight: 20 } as const;
  return sharp(Buffer.from(frames), { raw })
    [format]({ loop: 0, delay: [100, 100] })
    .toBuffer();
};

test.each([
  ['jpeg', () => flat().jpeg().toBuffer()],
  ['png', () => flat().png().toBuffer()],
  ['webp', () => flat().webp().toBuffer()],
  ['webp', () => flat().webp({ lossless: true }).toBuffer()],
  [
    'webp',
    () =>
      flat()
        .webp()
        .withExif({ IFD0: { Make: 'Phone' } })
        .toBuffer(),
  ],
] as const)('a picture is known as %s by its bytes', async (type, make) => {
  expect(uploadedPicture(await make())).toEqual({ type });
});

test.each<[string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
  ['an empty file', () => new Uint8Array(), /^is empty: .*Choose it again/],
  ['a HEIC of an iPhone', () => text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), /HEIC.*Export it as JPEG\.$/],
  ['a HEIC whose brand comes second', () => text('\0\0\0\x18ftypmif1\0\0\0\0mif1heic'), /HEIC.*Export it as JPEG\.$/],
  ['an AVIF', () => flat().avif().toBuffer(), /AVIF.*Export it as JPEG\.$/],
  ['a film', () => text('\0\0\0\x18ftypmp42\0\0\0\0isommp42'), /^is a film\. /],
  [
    'an SVG',
    () => text('<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    /SVG.*Export it as PNG/,
  ],
  ['a PDF that is called a picture', () => text('%PDF-1.7\n'), /^is a PDF\. Export the page as PNG/],
  ['a Word file', () => text('PK\x03\x04word/document.xml'), /^is a document or an archive\. Save the picture in it/],
  ['a moving GIF', () => moving('gif'), /^moves, /],
  ['a GIF that stands still', () => flat().gif().toBuffer(), /^is a GIF, .*Save it as PNG or JPEG\.$/],
  ['a moving WebP', () => moving('webp'), /^moves, /],
  ['a PNG of 20,000 by 20,000 pixels in a few bytes', () => hugePng(20_000, 20_000), /^has 400 million pixels\. Make it smaller/],
  ['a JPEG for printing', () => flat().toColourspace('cmyk').jpeg().toBuffer(), /CMYK.*Save it in RGB, as JPEG or PNG\.$/],
  ['the beginning of a JPEG', () => text('\xff\xd8\xff\xe0\0\x10JFIF'), /^is damaged\. /],
  ['a web page', () => text('<!DOCTYPE html><html>'), /^cannot be read as a picture\. /],
  ['a BMP', () => text('BM\x36\x10\0\0'), /^cannot be read as a picture\. .*save it again as PNG or JPEG\.$/],
])('%s is refused with one sentence and what to do', async (_, make, sentence) => {
  expect(uploadedPicture(await make())).toMatch(sentence);
});

test('a moving PNG is refused: it says that it moves before its first pixels', async () => {
  const bytes = await flat().png().toBuffer();
  const control = Buffer.from('0000000861635 4c000000020000000000000000'.replace(' ', ''), 'hex');
  const moved = Buffer.concat([bytes.subarray(0, 33), Buffer.from('000000086163544c', 'hex'), control.subarray(8), bytes.subarray(33)]);
  expect(uploadedPicture(moved)).toMatch(/^moves, /);
});

test('a file of 60 MB is refused with both numbers', () => {
  expect(tooLarge(60_000_000)).toBe('has 60 MB, and one may have 30 MB. Make it smaller, for example 4000 pixels wide.');
});

test('an id of an upload is 16 letters and digits, so that it names nothing else in the bucket', () => {
  expect(uploadId('0123456789abcdef')).toBe('0123456789abcdef');
  for (const other of ['', '..', '../imports/a', '0123456789ABCDEF', '0123456789abcdef/x']) expect(uploadId(other)).toBeUndefined();
});
