/**
 * An image below `images/`. Width and height in pixels (0 when the file is no PNG, JPEG or GIF), size in bytes. `fault`: one sentence on
 * why there is no picture in it that could be shown.
 */
export type ImageFile = { src: string; width: number; height: number; size: number; fault?: string };

/** An image that a story shows. `src` is its path below the content's `images` folder; width and height are pixels of the file. */
export type StoryImage = { src: string; alt: string; caption?: string; width: number; height: number };
