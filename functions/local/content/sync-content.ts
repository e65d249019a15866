import { DeleteObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { imageSize } from '#core/image/image-size';
import { preparedNames, writtenName } from '#core/image/prepared-image';
import { etagOf } from '#local/content/etag';
import { readContentFolder } from '#local/content/read-folder';

/**
 * Makes the bucket equal to the editor's folder: uploads what changed, deletes what is gone. With `keep`, objects that are only in the
 * bucket stay and are returned as `kept`, except images whose file has another name now.
 */
export async function syncContent(
  client: S3Client,
  bucket: string,
  folder: string,
  rulesFile: string,
  { keep = false } = {},
): Promise<{ uploaded: string[]; deleted: string[]; kept: string[] }> {
  const files = await readContentFolder(folder, rulesFile);
  const there = new Map<string, string>();
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key: key = '', ETag: etag = '' } of page.Contents ?? []) there.set(key, etag);
  }
  const uploaded: string[] = [];
  for (const [file, bytes] of inOrder(files)) {
    if (there.get(file) === etagOf(bytes)) continue;
    const size = file.startsWith('images/') ? imageSize(bytes) : undefined;
    const described = size && { ContentType: size.type, Metadata: { width: String(size.width), height: String(size.height) } };
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: file, Body: bytes, ...described }));
    uploaded.push(file);
  }
  const gone = [...there.keys()].filter((key) => !files.has(key));
  const otherNames = new Set([...files.keys()].flatMap((file) => preparedNames(writtenName(file))));
  const kept = keep ? gone.filter((key) => !key.startsWith('images/') || !otherNames.has(key)) : [];
  const deleted = gone.filter((key) => !kept.includes(key));
  for (const key of deleted) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  return { uploaded, deleted, kept };
}

/** Images first, then the rules, then the stories, so that a story is never read before what it needs. */
function inOrder(files: ReadonlyMap<string, Uint8Array>): [string, Uint8Array][] {
  const turn = (file: string) => (file.startsWith('images/') ? 0 : file === 'newsroom.yaml' ? 1 : 2);
  return [...files].sort(([a], [b]) => turn(a) - turn(b));
}
