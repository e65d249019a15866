import type { Temporal } from 'temporal-polyfill';

/**
 * An image below `images/`. Width and height in pixels (0 when the file is no PNG, JPEG or GIF), `sizeBytes`: of the file.
 * `fault`: one sentence on why the file has no usable image.
 */
export type ImageFile = { src: string; width: number; height: number; sizeBytes: number; fault?: string };

/**
 * An image in a story. `src`: its path below the content's `images` folder. `alt`: empty for one that is only decoration. Width and height:
 * the file's pixels.
 */
export type StoryImage = {
  src: string;
  alt: string;
  caption?: string;
  width: number;
  height: number;
  /** The last day on which the people in it agree to be shown. */
  agreedUntil?: Temporal.PlainDate;
};
