// What an uploaded file is, by its bytes: neither its name nor what the browser says of it counts.
import { imageSize } from '#core/image/image-size';
import { DAMAGED, HEIC, MOVES, SVG, tooManyPixels, UNREADABLE } from '#core/image/picture-faults';

/** A photograph of 12 million pixels has 3 to 8 MB, one of 48 million 10 to 25. */
export const MOST_UPLOAD_BYTES = 30_000_000;

/** The largest photographs of phones (8064 by 6048); 200 MB when decoded. */
const MOST_UPLOAD_PIXELS = 50_000_000;

/** Names one upload: 16 random characters of ours. */
export type UploadId = string & { readonly brand: 'UploadId' };

export type PictureType = 'jpeg' | 'png' | 'webp';

/** Returns the type of a picture that is worth decoding, or why it is not, as the end of a sentence that begins with "The picture". */
export function uploadedPicture(bytes: Uint8Array): { type: PictureType } | string {
  if (bytes.length === 0) return 'is empty: the file has no bytes. Choose it again, or another one.';
  const foreign = FOREIGN.find(({ begins }) => begins.test(latin(bytes.subarray(0, 2_000))));
  if (foreign) return foreign.fault;
  const size = webpSize(bytes) ?? imageSize(bytes);
  if (size === undefined) return /^(?:\xff\xd8\xff|\x89PNG|GIF8|RIFF.{4}WEBP)/su.test(latin(bytes.subarray(0, 16))) ? DAMAGED : UNREADABLE;
  const { type, width, height } = size;
  if (type === 'image/gif') return isMovingGif(bytes) ? MOVES : 'is a GIF, which has 256 colours at most. Save it as PNG or JPEG.';
  if (type === 'image/png' && isMovingPng(bytes)) return MOVES;
  if (type === 'image/webp' && size.moves) return MOVES;
  if (type === 'image/jpeg' && jpegColours(bytes) === 4)
    return 'is in the four colours of printing (CMYK), which screens do not have. Save it in RGB, as JPEG or PNG.';
  if (width * height > MOST_UPLOAD_PIXELS) return tooManyPixels(width, height);
  return { type: TYPES[type] };
}

/** Returns the id in an address; undefined when it is none. */
export function uploadId(text: string): UploadId | undefined {
  // biome-ignore lint/plugin/no-cast: this is where ids of uploads are made.
  return /^[0-9a-z]{16}$/u.test(text) ? (text as UploadId) : undefined;
}

/** A file that is too large to be read at all. */
export function tooLarge(sizeBytes: number): string {
  const megabytes = Math.ceil(sizeBytes / 1_000_000);
  return `has ${megabytes} MB, and one may have ${MOST_UPLOAD_BYTES / 1_000_000} MB. Make it smaller, for example 4000 pixels wide.`;
}

const TYPES = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'image/webp': 'webp' } as const;

/** Files that people take for pictures. The first: a box `ftyp` of ISO 14496-12 with a brand of HEVC images. */
const FOREIGN: readonly { begins: RegExp; fault: string }[] = [
  { begins: /^.{4}ftyp(?:hei[cxms]|hev[cmx]|(?:mif1|msf1)(?!.{0,20}avif))/su, fault: HEIC },
  { begins: /^.{4}ftyp.{0,24}avi[fs]/su, fault: 'is in a new format (AVIF), which few email programs show. Export it as JPEG.' },
  { begins: /^.{4}ftyp/su, fault: 'is a film. Choose a picture, or put the address of the video alone into a paragraph.' },
  { begins: /^\s*%PDF/u, fault: 'is a PDF. Export the page as PNG, or take a picture of the screen.' },
  { begins: /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/isu, fault: SVG },
  { begins: /^PK\p{Cc}{2}/u, fault: 'is a document or an archive. Save the picture in it as PNG or JPEG, and choose that file.' },
];

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

type WebpSize = { type: 'image/webp'; width: number; height: number; moves: boolean };

/** The first chunk of a WebP file gives its size (RFC 9649): lossy, lossless or extended. */
function webpSize(bytes: Uint8Array): WebpSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30 || !/^RIFF.{4}WEBPVP8[ LX]/su.test(latin(bytes.subarray(0, 16)))) return undefined;
  const kind = view.getUint8(15);
  const of = (width: number, height: number, moves = false): WebpSize => ({ type: 'image/webp', width, height, moves });
  if (kind === 0x20) return of(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (kind === 0x4c) {
    const bits = view.getUint32(21, true);
    return of((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536 + 1;
  return of(three(24), three(27), (view.getUint8(20) & 2) !== 0);
}

/** How many colours each pixel of a JPEG has: the last number of its frame header (ITU T.81 B.2.2). */
function jpegColours(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 10 <= bytes.length && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return view.getUint8(at + 9);
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** A moving PNG says so before its first pixels. */
function isMovingPng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 12 <= bytes.length) {
    const name = latin(bytes.subarray(at + 4, at + 8));
    if (name === 'acTL') return true;
    if (name === 'IDAT') return false;
    at += 12 + view.getUint32(at);
  }
  return false;
}

/** A GIF moves if it has a second image: what lies between are blocks that say their lengths. */
function isMovingGif(bytes: Uint8Array): boolean {
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const byte = (at: number) => bytes[at] ?? 0;
  let at = 13 + colours(byte(10));
  let images = 0;
  while (at < bytes.length && byte(at) !== 0x3b) {
    if (byte(at) === 0x2c) {
      images += 1;
      at += 11 + colours(byte(at + 9));
    } else at += 2;
    while (byte(at) !== 0) at += byte(at) + 1;
    at += 1;
  }
  return images > 1;
}
