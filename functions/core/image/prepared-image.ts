// What an image must be to be shown in an email, and how it is told that one could not be made so.
import type { ImageFile } from '#core/image/image-file';

/** An email is 600 pixels wide, and most screens have two dots for each. */
export const PREPARED_MAX_WIDTH_PX = 1_200;

/** Bytes. Ten such images take a phone on a slow line (3 Mbit/s) five seconds. */
export const PREPARED_MAX_BYTES = 200_000;

const OPENING = 'This image could not be prepared. ';

/** What lies in the place of an image that could not be prepared: a text that says why. The original, with all that a camera writes into it, is not put up. */
export function imageFault(sentence: string): Uint8Array {
  return new TextEncoder().encode(`${OPENING}${sentence}`);
}

/** Why there is no image in these bytes, if they are such a text. */
export function faultIn(bytes: Uint8Array): string | undefined {
  if (bytes.length > 2_000) return undefined;
  const text = new TextDecoder().decode(bytes);
  return text.startsWith(OPENING) ? text.slice(OPENING.length) : undefined;
}

/** The names that a prepared image may have: one that had to become another kind of file has that kind's ending after its own. */
export function preparedNames(name: string): string[] {
  return /\.\w+$/u.test(name) ? [name, `${name}.jpg`, `${name}.png`] : [name];
}

/** The name that the editor knows a prepared image by. */
export function writtenName(src: string): string {
  return src.replace(/(\.\w+)\.(?:jpg|png)$/u, '$1');
}

/** The image that an editor means by this name. */
export function imageNamed(name: string, images: readonly ImageFile[]): ImageFile | undefined {
  const names = preparedNames(name);
  return images.find((file) => file.src === name) ?? images.find((file) => names.includes(file.src));
}

/** One sentence for each image that is shown though nobody prepared it: somebody has put it up by hand. */
export function unpreparedImages(images: readonly ImageFile[]): string[] {
  return images
    .filter(({ width, size }) => width > PREPARED_MAX_WIDTH_PX || (width > 0 && size > PREPARED_MAX_BYTES))
    .map(
      ({ src, width, size }) =>
        `The image "${src}" is ${width} pixels wide, has ${kilobytes(size)} KB, and may tell where it was taken. Put it up with npm run upload, which makes it ready.`,
    );
}

export function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1_000);
}

/** The name that an image has below the images folder: `group.png`, `images/group.png` and `/images/group.png` are all `group.png`. */
export function imageName(src: string): string {
  return src.replace(/^\.?\//u, '').replace(/^images\//u, '');
}
