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

/** Finds the image that an editor means by this name. */
export function imageNamed(name: string, images: readonly ImageFile[]): ImageFile | undefined {
  const names = preparedNames(name);
  return images.find((file) => file.src === name) ?? images.find((file) => names.includes(file.src));
}

/** Returns one sentence for each image above the limits: it was uploaded by hand, not with `npm run upload`. */
export function unpreparedImages(images: readonly ImageFile[]): string[] {
  return images
    .filter(({ width, size }) => width > PREPARED_MAX_WIDTH_PX || (width > 0 && size > PREPARED_MAX_BYTES))
    .map(
      ({ src, width, size }) =>
        `The image "${src}" is ${width} pixels wide, has ${kilobytes(size)} KB, and may tell where it was taken. Upload it with npm run upload, which makes it ready.`,
    );
}

export function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1_000);
}

/** Returns an image's name below the images folder: `group.png` for `images/group.png` and `/images/group.png` too. */
export function imageName(src: string): string {
  return src.replace(/^\.?\//u, '').replace(/^images\//u, '');
}
