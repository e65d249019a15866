/** Returns 16 hex digits that differ between texts: FNV-1a with two starting values, 64 bits. It is no cryptographic hash. */
export function fingerprint(text: string): string {
  return [0x811c9dc5, 0x01234567].map((start) => fnv(text, start).toString(16).padStart(8, '0')).join('');
}

function fnv(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
