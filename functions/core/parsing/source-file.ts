/** Above this a file is no text of ours, and is not read: the longest post of a newsroom is a hundredth of it. */
export const MAX_SOURCE_BYTES = 1_000_000;

/** A file that the editor wrote. `bytes` is absent when the file is larger than 1 MB, which no story may be. `file` is its path below the content folder. */
export type SourceFile = { file: string; size: number; bytes?: Uint8Array };
