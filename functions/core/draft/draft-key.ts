import { joined, partsOf } from '#core/draft/file-lines';

/** Returns a file's text without the line that says `draft: true`: on the desk a story is a draft until it is published. */
export function withoutDraftKey(text: string): string {
  const parts = partsOf(text);
  if (!parts) return text;
  const keys = parts.keys.filter(({ words }) => !/^draft\s*:/iu.test(words));
  return keys.length === parts.keys.length ? text : joined([...parts.top, ...keys, parts.fence, ...parts.body]);
}
