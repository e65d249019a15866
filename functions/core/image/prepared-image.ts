// The limits of an image in an email, and the file that replaces an image that could not be prepared.
import type { ImageFile } from '#core/image/image-file';

/** An email is 600 CSS pixels wide, and most screens have two dots for each. */
export const PREPARED_MAX_WIDTH_PX = 1_200;

/** Ten such images take five seconds on a slow phone connection (3 Mbit/s). */
export const PREPARED_MAX_BYTES = 200_000;

const OPENING = 'This image could not be prepared. ';

/**
 * Returns the text file, with the reason, that replaces an image that could not be prepared. The original is not uploaded: it
 * may have camera metadata, such as the place.
 */
export function imageFault(sentence: string): Uint8Array {
  return new TextEncoder().encode(`${OPENING}${sentence}`);
}

/** Returns the reason if these bytes are the text of `imageFault`. */
export function faultIn(bytes: Uint8Array): string | undefined {
  if (bytes.length > 2_000) return undefined;
  const text = new TextDecoder().decode(bytes);
  return text.startsWith(OPENING) ? text.slice(OPENING.length) : undefined;
}

/** Returns the names that a prepared image may have: `a.webp` that was converted is `a.webp.jpg` or `a.webp.png`. */
export function preparedNames(name: string): string[] {
  return /\.\w+$/u.test(name) ? [name, `${name}.jpg`, `${name}.png`] : [name];
}

/** Returns the editor's name of a prepared image: `a.webp` for `a.webp.jpg`. */
export function writtenName(src: string): string {
  return src.replace(/(\.\w+)\.(?:jpg|png)$/u, '$1');
}

/** Finds the image that an editor means by this name: the one of this name, or the only one whose name differs just in case and spaces. */
export function imageNamed(name: string, images: readonly ImageFile[]): ImageFile | undefined {
  const names = preparedNames(name);
  const exact = images.find((file) => file.src === name) ?? images.find((file) => names.includes(file.src));
  if (exact) return exact;
  const wanted = looseName(name);
  const near = images.filter((file) => looseName(file.src) === wanted || looseName(writtenName(file.src)) === wanted);
  return near.length === 1 ? near[0] : undefined;
}

/** Returns a name without what people and programs change in it: case, spaces, `%20`, the two ways to write an accent. */
function looseName(name: string): string {
  return name
    .replaceAll(/%20|\+|\p{Z}+/giu, ' ')
    .replaceAll(/ +/gu, ' ')
    .normalize('NFC')
    .toLowerCase()
    .trim();
}

/** Returns one sentence for each image above the limits: it was uploaded by hand, not with `npm run upload`. */
export function unpreparedImages(images: readonly ImageFile[]): string[] {
  return images
    .filter(({ width, sizeBytes }) => width > PREPARED_MAX_WIDTH_PX || (width > 0 && sizeBytes > PREPARED_MAX_BYTES))
    .map(
      ({ src, width, sizeBytes }) =>
        `The image "${src}" is ${width} pixels wide, has ${kilobytes(sizeBytes)} KB, and may tell where it was taken. Upload it with npm run upload, which makes it ready.`,
    );
}

export function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1_000);
}

/** Returns an image's name below the images folder: `group.png` for `images/group.png`, `../images/group.png` and the like, too. */
export function imageName(src: string): string {
  return src
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.{0,2}\/)+/u, '')
    .replace(/^images\//iu, '');
}
