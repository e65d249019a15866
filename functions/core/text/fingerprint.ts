/** Tells one text from another in 16 characters, so that a page can say which one it shows. FNV-1a, twice with other beginnings: 64 bits. Not a secret. */
export function fingerprint(text: string): string {
  return [0x811c9dc5, 0x01234567].map((start) => fnv(text, start).toString(16).padStart(8, '0')).join('');
}

function fnv(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
