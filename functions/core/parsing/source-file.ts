/** Above this a file is no text of ours, and is not read: the longest post of a newsroom is a hundredth of it. */
export const MAX_SOURCE_BYTES = 1_000_000;

/** A file that the editor wrote. `bytes` is absent when the file is larger than 1 MB, which no story may be. `file` is its path below the content folder. */
export type SourceFile = { file: string; size: number; bytes?: Uint8Array };

/**
 * An image below `images/`. Width and height in pixels (0 when the file is no PNG, JPEG or GIF), size in bytes. `fault`: one sentence on
 * why there is no picture in it that could be shown.
 */
export type ImageFile = { src: string; width: number; height: number; size: number; fault?: string };
