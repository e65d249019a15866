const FNV_START = 0x811c9dc5;

/** Returns 16 hex digits that differ between texts: FNV-1a with two starting values, 64 bits. It is no cryptographic hash. */
export function fingerprint(text: string): string {
  return [FNV_START, 0x01234567].map((start) => fnv32(text, start).toString(16).padStart(8, '0')).join('');
}

/** FNV-1a over UTF-16 code units, 32 bits. */
export function fnv32(text: string, start = FNV_START): number {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** FNV-1a over the bytes of UTF-8, 64 bits. */
export function fnv64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
