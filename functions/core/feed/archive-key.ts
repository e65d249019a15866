// The line of a story file that says `archive: true`: nothing of it goes out.
import { joined, lineEndOf, partsOf } from '#core/draft/file-lines';

/** Returns the story with that line. */
export function withArchiveKey(text: string): string {
  const parts = partsOf(text);
  if (!parts || saysArchive(text)) return text;
  const line = { words: 'archive: true', end: lineEndOf(parts) };
  return joined([...parts.top, ...parts.keys, line, parts.fence, ...parts.body]);
}

/** True for a story that a program has put into the archive, or a person by the same line. */
export function saysArchive(text: string): boolean {
  return partsOf(text)?.keys.some(({ words }) => /^archive:\s*true\s*$/iu.test(words)) ?? false;
}
