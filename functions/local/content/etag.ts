import { createHash } from 'node:crypto';

/** Returns S3's ETag of an object that was put in one piece: its MD5 between quotes. */
export function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
