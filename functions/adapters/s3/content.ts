import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type ListObjectsV2CommandOutput,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { knowListings } from '#adapters/s3/known-listings';
import { folders } from '#adapters/stores';
import type { ImageFile } from '#core/image/image-file';
import { IMAGE_HEADER_BYTES, imageSize } from '#core/image/image-size';
import { faultIn } from '#core/image/prepared-image';
import { type Deployed, MAX_SOURCE_BYTES, type SourceFile } from '#core/parsing/source-file';
import { isMeantAsStory, isStoryFile, refuseUnlessStory, refuseUnlessWritten } from '#core/story/story-files';
import type { Content } from '#ports';

type Listed = { key: string; etag: string; sizeBytes: number };
type Seen<V> = Map<string, { etag: string; value: V }>;
type Sources = Awaited<ReturnType<Content['read']>>;

const RULES = folders.rules.path;
const IMAGES = folders.images.path;
const AT_ONCE = 8;
/** Writes of one object at the same moment: S3 asks for another try. */
const ATTEMPTS = 5;

/**
 * Reads the editor's files from the content bucket, whose keys are their paths below the content folder. An object is fetched again
 * only when its ETag has changed since this process last read it, so a tick of a quiet minute costs one listing, which is not parsed again
 * if it is the same. `deployed`: what the rules must agree with.
 */
export function s3Content(client: S3Client, bucket: string, deployed?: Deployed): Content {
  let sources: Seen<SourceFile> = new Map();
  let images: Seen<ImageFile> = new Map();
  let last: { pages: ListObjectsV2CommandOutput[]; read: Sources } | undefined;
  knowListings(client);

  const list = async (): Promise<ListObjectsV2CommandOutput[]> => {
    const pages: ListObjectsV2CommandOutput[] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) pages.push(page);
    return pages;
  };

  const readSource = async ({ key, etag, sizeBytes }: Listed): Promise<SourceFile | undefined> => {
    if (sizeBytes > MAX_SOURCE_BYTES || (key !== RULES && !isStoryFile(key))) return { file: key, sizeBytes, version: etag };
    const object = await ifThere(client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
    const bytes = await object?.Body?.transformToByteArray();
    // The object may have changed since it was listed.
    return (
      bytes && { file: key, sizeBytes: bytes.length, bytes, version: object?.ETag ?? etag, ...(key === RULES && deployed && { deployed }) }
    );
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

  /** After a refused write: the bytes may be there, from a try whose answer was lost. */
  const sameThere = async (file: string, bytes: Uint8Array): Promise<{ saved: string } | 'stale'> => {
    const object = await ifThere(client.send(new GetObjectCommand({ Bucket: bucket, Key: file })));
    const there = await object?.Body?.transformToByteArray();
    return object && there && Buffer.compare(there, bytes) === 0 ? { saved: etagOf(object, file) } : 'stale';
  };

  return {
    async read() {
      const pages = await list();
      // The client returns the same page as long as nothing in it has changed.
      if (last?.pages.length === pages.length && last.pages.every((page, i) => page === pages[i])) return last.read;
      const listed = pages.flatMap(listedIn);
      const texts = listed.filter(({ key }) => key === RULES || isMeantAsStory(key));
      const pictures = listed.filter(({ key }) => key.startsWith(IMAGES));
      sources = await renew(sources, texts, readSource);
      images = await renew(images, pictures, measure);
      const files = [...sources.values()].map(({ value }) => value);
      const read = {
        rules: files.find(({ file }) => file === RULES) ?? { file: RULES, sizeBytes: 0, bytes: new Uint8Array() },
        stories: files.filter(({ file }) => file !== RULES),
        images: [...images.values()].map(({ value }) => value),
      };
      // What was gone when it was fetched may be back within the second of its listing.
      const isWhole = files.length === texts.length && read.images.length === pictures.length;
      last = isWhole ? { pages, read } : undefined;
      return read;
    },
    async image(src) {
      const object = await ifThere(client.send(new GetObjectCommand({ Bucket: bucket, Key: IMAGES + src })));
      const bytes = await object?.Body?.transformToByteArray();
      return bytes && { bytes, type: imageSize(bytes)?.type ?? 'application/octet-stream' };
    },
    async save(file, bytes, expected) {
      refuseUnlessWritten(file);
      for (let attempt = 1; ; attempt += 1) {
        const put = new PutObjectCommand({
          Bucket: bucket,
          Key: file,
          Body: bytes,
          ContentType: file === RULES ? 'text/yaml; charset=utf-8' : 'text/markdown; charset=utf-8',
          ...(expected === undefined ? { IfNoneMatch: '*' } : { IfMatch: expected }),
        });
        const answer = await client.send(put).catch((error: unknown) => refusalIn(error, attempt));
        if (typeof answer === 'object') return { saved: etagOf(answer, file) };
        if (answer === 'refused') return sameThere(file, bytes);
      }
    },
    async remove(file, expected) {
      refuseUnlessStory(file);
      for (let attempt = 1; ; attempt += 1) {
        const gone = new DeleteObjectCommand({ Bucket: bucket, Key: file, IfMatch: expected });
        const answer = await client.send(gone).catch((error: unknown) => refusalIn(error, attempt));
        if (typeof answer === 'object') return 'removed';
        if (answer === 'again') continue;
        // It may be gone, by a try whose answer was lost.
        return (await ifThere(client.send(new HeadObjectCommand({ Bucket: bucket, Key: file })))) ? 'stale' : 'removed';
      }
    },
    async addImage(src, { bytes, width, height }) {
      const Key = IMAGES + src;
      const described = { ContentType: imageSize(bytes)?.type, Metadata: { width: String(width), height: String(height) } };
      for (let attempt = 1; ; attempt += 1) {
        const put = new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ...described, IfNoneMatch: '*' });
        const answer = await client.send(put).catch((error: unknown) => refusalIn(error, attempt));
        if (answer === 'again') continue;
        if (answer === 'refused' && (await sameThere(Key, bytes)) === 'stale') throw new Error(`${src} is the name of another picture.`);
        return;
      }
    },
  };
}

function listedIn({ Contents = [] }: ListObjectsV2CommandOutput): Listed[] {
  return Contents.map(({ Key: key = '', ETag: etag = '', Size: sizeBytes = 0 }) => ({ key, etag, sizeBytes }));
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

function etagOf({ ETag: etag }: { ETag?: string | undefined }, file: string): string {
  if (etag === undefined) throw new Error(`S3 named no version of ${file}.`);
  return etag;
}

/**
 * `refused`: the condition did not hold; S3 says 404 when an object that must have a version is not there. `again`: another write of the
 * object was under way. @throws any other error, and the last of too many such writes.
 */
function refusalIn(error: unknown, attempt: number): 'refused' | 'again' {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 412 || error instanceof NoSuchKey) return 'refused';
  if (status === 409 && attempt < ATTEMPTS) return 'again';
  throw error;
}
