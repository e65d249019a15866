import type { SourceFile } from '#core/parsing/source-file';

/**
 * Returns the text of a story's file for editing, with its byte order mark and its line ends, so that they are written back. A file in an
 * old encoding of Windows opens too, and is saved as UTF-8. Undefined when it is too large, or no text at all.
 */
export function decodeFile({ bytes }: SourceFile): string | undefined {
  if (bytes === undefined) return undefined;
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
