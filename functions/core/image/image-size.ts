export type ImageSize = { type: 'image/png' | 'image/jpeg' | 'image/gif'; width: number; height: number };

/** The part of a file that is read to measure it: a JPEG's size comes after its metadata, which has at most 64 KB a block. */
export const IMAGE_HEADER_BYTES = 64 * 1024;

/** Returns type and displayed pixels from a file's first bytes; undefined unless it is a PNG, JPEG or GIF with its size in them. */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = pngSize(view) ?? gifSize(view) ?? jpegSize(view);
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
}

function pngSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a || view.getUint32(12) !== 0x49484452)
    return undefined;
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 10 || view.getUint32(0) !== 0x47494638) return undefined;
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** Reads markers up to the frame header (ITU T.81 B.2). Phones store a portrait sideways and turn it by EXIF, which swaps the sides. */
function jpegSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let turned = false;
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) {
      const height = view.getUint16(at + 5);
      const width = view.getUint16(at + 7);
      return turned ? { type: 'image/jpeg', width: height, height: width } : { type: 'image/jpeg', width, height };
    }
    const length = view.getUint16(at + 2);
    if (marker === 0xe1) turned ||= isTurned(view, at + 4, length - 2);
    at += 2 + length;
  }
  return undefined;
}

// Of C0 to CF, the markers C4, C8 and CC are not frames.
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** EXIF orientations 5 to 8 turn the image by a quarter. */
function isTurned(view: DataView, start: number, length: number): boolean {
  const end = Math.min(start + length, view.byteLength);
  const tiff = start + 6;
  if (tiff + 8 > end || view.getUint32(start) !== 0x45786966) return false;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > end) return false;
  const entries = view.getUint16(directory, little);
  for (let entry = directory + 2; entry + 12 <= end && entry < directory + 2 + entries * 12; entry += 12) {
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little) >= 5;
  }
  return false;
}
