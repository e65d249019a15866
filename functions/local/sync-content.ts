import { createHash } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { imageSize } from '#core/image-size';
import { readContentFolder } from '#local/read-folder';

/** Makes the bucket hold what the editor's folder holds: uploads what changed, deletes what is gone. */
export async function syncContent(
  client: S3Client,
  bucket: string,
  folder: string,
  rulesFile: string,
): Promise<{ uploaded: string[]; deleted: string[] }> {
  const files = await readContentFolder(folder, rulesFile);
  const there = new Map<string, string>();
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key: key = '', ETag: etag = '' } of page.Contents ?? []) there.set(key, etag);
  }
  const uploaded: string[] = [];
  for (const [file, bytes] of files) {
    if (there.get(file) === etagOf(bytes)) continue;
    const size = file.startsWith('images/') ? imageSize(bytes) : undefined;
    const described = size && { ContentType: size.type, Metadata: { width: String(size.width), height: String(size.height) } };
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: file, Body: bytes, ...described }));
    uploaded.push(file);
  }
  const deleted = [...there.keys()].filter((key) => !files.has(key));
  for (const key of deleted) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  return { uploaded, deleted };
}

/** What S3 answers for an object that was put whole: its MD5 between quotes. */
function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
