/** A file that the editor wrote. `bytes` is absent when the file is larger than 1 MB, which no story may be. `file` is its path below the content folder. */
export type SourceFile = { file: string; size: number; bytes?: Uint8Array };

/** An image below `images/`. Width and height in pixels, size in bytes. */
export type ImageFile = { src: string; width: number; height: number; size: number };
