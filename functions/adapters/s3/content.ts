import { GetObjectCommand, HeadObjectCommand, NoSuchKey, NotFound, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { folders } from '#adapters/stores';
import type { ImageFile } from '#core/image/image-file';
import { IMAGE_HEADER_BYTES, imageSize } from '#core/image/image-size';
import { faultIn } from '#core/image/prepared-image';
import { MAX_SOURCE_BYTES, type SourceFile } from '#core/parsing/source-file';
import { isMeantAsStory, isStoryFile } from '#core/story/story-files';
import type { Content } from '#ports';

type Listed = { key: string; etag: string; sizeBytes: number };
type Seen<V> = Map<string, { etag: string; value: V }>;

const RULES = folders.rules.path;
const IMAGES = folders.images.path;
const AT_ONCE = 8;

/**
 * Reads the editor's files from the content bucket, whose keys are their paths below the content folder. An object is fetched again
 * only when its ETag has changed since this process last read it, so a tick of a quiet minute costs one listing.
 */
export function s3Content(client: S3Client, bucket: string): Content {
  let sources: Seen<SourceFile> = new Map();
  let images: Seen<ImageFile> = new Map();

  const list = async (): Promise<Listed[]> => {
    const listed: Listed[] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
      for (const { Key: key = '', ETag: etag = '', Size: sizeBytes = 0 } of page.Contents ?? []) listed.push({ key, etag, sizeBytes });
    }
    return listed;
  };

  const readSource = async ({ key, sizeBytes }: Listed): Promise<SourceFile | undefined> => {
    if (sizeBytes > MAX_SOURCE_BYTES || (key !== RULES && !isStoryFile(key))) return { file: key, sizeBytes };
    const object = await ifThere(client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
    const bytes = await object?.Body?.transformToByteArray();
    return bytes && { file: key, sizeBytes: bytes.length, bytes };
  };

  const measure = async ({ key, sizeBytes }: Listed): Promise<ImageFile | undefined> => {
    const src = key.slice(IMAGES.length);
    const head = await ifThere(client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
    if (!head) return undefined;
    const width = Number(head.Metadata?.width);
    const height = Number(head.Metadata?.height);
    if (width > 0 && height > 0) return { src, width, height, sizeBytes };
    if (sizeBytes === 0) return { src, width: 0, height: 0, sizeBytes };
    const start = await ifThere(
      client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${IMAGE_HEADER_BYTES - 1}` })),
    );
    const bytes = (await start?.Body?.transformToByteArray()) ?? new Uint8Array();
    const measured = imageSize(bytes);
    const fault = faultIn(bytes);
    return { src, width: measured?.width ?? 0, height: measured?.height ?? 0, sizeBytes, ...(fault && { fault }) };
  };

  return {
    async read() {
      const listed = await list();
      sources = await renew(
        sources,
        listed.filter(({ key }) => key === RULES || isMeantAsStory(key)),
        readSource,
      );
      images = await renew(
        images,
        listed.filter(({ key }) => key.startsWith(IMAGES)),
        measure,
      );
      const files = [...sources.values()].map(({ value }) => value);
      return {
        rules: files.find(({ file }) => file === RULES) ?? { file: RULES, sizeBytes: 0, bytes: new Uint8Array() },
        stories: files.filter(({ file }) => file !== RULES),
        images: [...images.values()].map(({ value }) => value),
      };
    },
    async image(src) {
      const object = await ifThere(client.send(new GetObjectCommand({ Bucket: bucket, Key: IMAGES + src })));
      const bytes = await object?.Body?.transformToByteArray();
      return bytes && { bytes, type: imageSize(bytes)?.type ?? 'application/octet-stream' };
    },
  };
}

/** Returns the listed objects, in the order of the listing. Unchanged ones come from `seen`; the others are fetched. */
async function renew<V>(seen: Seen<V>, listed: Listed[], fetch: (object: Listed) => Promise<V | undefined>): Promise<Seen<V>> {
  const current: Seen<V> = new Map();
  for (let start = 0; start < listed.length; start += AT_ONCE) {
    const some = listed.slice(start, start + AT_ONCE);
    const values = await Promise.all(
      some.map(async (object) => (seen.get(object.key)?.etag === object.etag ? seen.get(object.key)?.value : await fetch(object))),
    );
    for (const [i, { key, etag }] of some.entries()) {
      const value = values[i];
      // Undefined: the object was deleted between the listing and the reading.
      if (value !== undefined) current.set(key, { etag, value });
    }
  }
  return current;
}

async function ifThere<V>(reading: Promise<V>): Promise<V | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof NoSuchKey || error instanceof NotFound) return undefined;
    throw error;
  }
}
