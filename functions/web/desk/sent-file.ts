// Files that a browser sends straight to the bucket, because a Lambda takes 4.5 MB at most. The desk then reads what was sent.
import { type UploadId, uploadId } from '#core/image/uploaded-picture';
import type { World } from '#ports';

/** Returns the id of an upload that nobody has begun. */
export function newUpload({ machine }: Pick<World, 'machine'>): UploadId {
  const upload = uploadId(machine.nonce());
  if (!upload) throw new Error('A nonce is no id of an upload. Compare functions/adapters/machine.ts with uploadId().');
  return upload;
}

/**
 * Reads the file that was sent to the upload of an address. `problem`: `gone` or `tooLarge`, the page's sentences; undefined: the address
 * names no upload.
 */
export async function sentFile(
  { uploads }: Pick<World, 'uploads'>,
  address: string | undefined,
  { most, gone, tooLarge }: { most: number; gone: string; tooLarge: string },
): Promise<{ bytes: Uint8Array } | { problem: string } | undefined> {
  const upload = uploadId(address ?? '');
  if (!upload) return undefined;
  const bytes = await uploads.read(upload, most);
  if (bytes === undefined) return { problem: gone };
  return 'sizeBytes' in bytes ? { problem: tooLarge } : { bytes };
}
