/** Larger files are not read: the longest post of a newsroom is a hundredth of this. */
export const MAX_SOURCE_BYTES = 1_000_000;

/**
 * A file that the editor wrote. `file`: its path below the content folder. `bytes` is absent above 1 MB. `version`: names
 * these bytes for `Content.save`; a file that was not read from a store of content has none.
 */
export type SourceFile = { file: string; sizeBytes: number; bytes?: Uint8Array; version?: string };
