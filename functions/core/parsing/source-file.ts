/** Larger files are not read: the longest post of a newsroom is a hundredth of this. */
export const MAX_SOURCE_BYTES = 1_000_000;

/**
 * A file that the editor wrote. `file`: its path below the content folder. `bytes` is absent above 1 MB. `version`: names
 * these bytes for `Content.save`; a file that was not read from a store of content has none. `deployed`: of the rules on AWS.
 */
export type SourceFile = { file: string; sizeBytes: number; bytes?: Uint8Array; version?: string; deployed?: Deployed };

/** What AWS was set up with, which the rules must agree with. `domain`: emails are sent from it alone; `site`: where our pages are. */
export type Deployed = { domain: string; site: string };
