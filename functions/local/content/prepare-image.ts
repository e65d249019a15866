// Turns an original of any size into what an email shows: at most 1200 pixels wide and 200 KB, upright, without the camera's metadata.
import type { Metadata, Sharp } from 'sharp';
import { DAMAGED, HEIC, MOVES, SVG, tooHeavy, tooManyPixels, UNREADABLE } from '#core/image/picture-faults';
import { PREPARED_MAX_BYTES, PREPARED_MAX_WIDTH_PX } from '#core/image/prepared-image';

/** Raise it when the same original would give another image, so that the cache is not used. */
export const RECIPE = 1;

export type PreparedImage = { kind: 'png' | 'jpg'; bytes: Uint8Array } | { kind: 'fault'; sentence: string };

/** 8,000 by 12,500 pixels: larger than our cameras' photographs, and half a gigabyte when decoded. */
const MOST_PIXELS = 100_000_000;
/** JPEG qualities to try in turn: the first looks like the original, the last shows some loss. */
const QUALITIES = [80, 72, 64, 56];
/** A lossless PNG of a photograph has over 5 times the bytes of its JPEG, a drawing's fewer. Reducing noise to 256 colours takes 15 s. */
const DRAWN = 5;

/** Makes a JPEG of a photograph and a PNG of a drawing. An image that is right already stays the same, byte for byte. */
export async function prepareImage(name: string, original: Uint8Array): Promise<PreparedImage> {
  const fault = (sentence: string): PreparedImage => ({ kind: 'fault', sentence: `The image "${name}" ${sentence}` });
  // sharp has 20 MB: it is loaded with the first image.
  const { default: sharp } = await import('sharp');
  const meta = isHeic(original) || original.length === 0 ? undefined : await metadataOf(sharp(original, { limitInputPixels: false }));
  const hopeless = meta ? unshowable(meta) : isHeic(original) ? HEIC : UNREADABLE;
  if (!meta || hopeless !== undefined) return fault(hopeless ?? UNREADABLE);
  const ready = asItIs(meta, original);
  if (ready) return (await isReadable(sharp(original))) ? ready : fault(DAMAGED);
  const photograph = meta.format === 'jpeg';
  // Rotated first, because the orientation is stripped with the other metadata. Colours become sRGB.
  const exact = await sharp(original, { limitInputPixels: MOST_PIXELS })
    .autoOrient()
    .resize({ width: PREPARED_MAX_WIDTH_PX, withoutEnlargement: true })
    .toColourspace('srgb')
    .png({ compressionLevel: photograph ? 1 : 9 })
    .toBuffer()
    .catch(() => undefined);
  if (!exact) return fault(DAMAGED);
  const seeThrough = meta.hasAlpha === true && !(await sharp(exact).stats()).isOpaque;
  const best = await lightest(sharp(exact), exact, { photograph, seeThrough });
  if (best.bytes.length <= PREPARED_MAX_BYTES) return best;
  return fault(tooHeavy(best.bytes.length, seeThrough));
}

async function metadataOf(picture: Sharp): Promise<Metadata | undefined> {
  return picture.metadata().catch(() => undefined);
}

/** Returns why no email can show the image; undefined when one can. */
function unshowable({ format, width, height, pages = 1 }: Metadata): string | undefined {
  if (format === 'svg') return SVG;
  if (pages > 1) return MOVES;
  return width * height > MOST_PIXELS ? tooManyPixels(width, height) : undefined;
}

/** Returns the original when it needs no change. */
function asItIs(meta: Metadata, bytes: Uint8Array): Ready | undefined {
  const kind = meta.format === 'png' ? 'png' : meta.format === 'jpeg' ? 'jpg' : undefined;
  const bare = !meta.exif && !meta.icc && !meta.iptc && !meta.xmp && !meta.comments?.length && meta.space === 'srgb';
  const small = meta.width <= PREPARED_MAX_WIDTH_PX && bytes.length <= PREPARED_MAX_BYTES;
  return kind && bare && small && isWholeFile(kind, bytes) ? { kind, bytes } : undefined;
}

type Ready = Extract<PreparedImage, { kind: 'png' | 'jpg' }>;

/**
 * A drawing stays lossless if it is small enough, and otherwise gets 256 colours if that is smaller than a JPEG. Everything else becomes
 * a JPEG, except transparent images, which JPEG cannot hold.
 */
async function lightest(
  picture: Sharp,
  exact: Uint8Array,
  { photograph, seeThrough }: { photograph: boolean; seeThrough: boolean },
): Promise<Ready> {
  if (!photograph && exact.length <= PREPARED_MAX_BYTES) return { kind: 'png', bytes: exact };
  const fewColours = async (): Promise<Ready> => ({
    kind: 'png',
    bytes: await picture.clone().png({ palette: true, effort: 8, compressionLevel: 9 }).toBuffer(),
  });
  if (seeThrough) return fewColours();
  let bytes = exact;
  for (const quality of QUALITIES) {
    bytes = await picture.clone().flatten({ background: '#ffffff' }).jpeg({ quality, mozjpeg: true }).toBuffer();
    if (bytes.length <= PREPARED_MAX_BYTES) break;
  }
  if (photograph || exact.length > bytes.length * DRAWN) return { kind: 'jpg', bytes };
  const few = await fewColours();
  return few.bytes.length <= Math.min(bytes.length, PREPARED_MAX_BYTES) ? few : { kind: 'jpg', bytes };
}

/** ISO 14496-12: a box `ftyp` with a brand of HEVC images. AVIF has the same box. */
function isHeic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(4, 32)).toString('latin1');
  return /^ftyp(?:hei[cxms]|hev[cmx]|mif1|msf1)/.test(head) && !head.includes('avif');
}

/** False when data follows the end of the image: some tools append a film or a second picture. */
function isWholeFile(kind: 'png' | 'jpg', bytes: Uint8Array): boolean {
  const end = Buffer.from(bytes.subarray(-12)).toString('hex');
  return kind === 'png' ? end === '0000000049454e44ae426082' : end.endsWith('ffd9');
}

async function isReadable(picture: Sharp): Promise<boolean> {
  return picture.stats().then(
    () => true,
    () => false,
  );
}
