import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { folders } from '#adapters/stores';
import type { UploadId } from '#core/image/uploaded-picture';
import type { Uploads } from '#ports';

const MINUTES_TO_CHOOSE = 60;
/** More than a picture may have, so that the desk says what is wrong: S3's own answer is an error in XML. */
const MOST_BYTES = 200_000_000;

/**
 * Keeps uploads in the bucket of imports, which keeps no old versions and from which nothing is published. A rule of the bucket deletes
 * what remains. `site`: where our pages are; absent on one machine, where they are where the request came in, without TLS.
 */
export function s3Uploads(client: S3Client, bucket: string, site?: URL): Uploads {
  const keyOf = (upload: UploadId) => folders.uploads.path + upload;
  return {
    async form(upload, back) {
      const to = back && new URL(back.pathname, site ?? `http://${back.host}`).href;
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: keyOf(upload),
        Expires: MINUTES_TO_CHOOSE * 60,
        Conditions: [['content-length-range', 0, MOST_BYTES]],
        ...(to === undefined ? {} : { Fields: { success_action_redirect: to } }),
      });
      return { url, fields: Object.entries(fields).map(([name, value]) => ({ name, value })) };
    },
    async read(upload, most) {
      try {
        const { Body, ContentLength: sizeBytes = 0 } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(upload) }));
        if (sizeBytes <= most) return (await Body?.transformToByteArray()) ?? new Uint8Array();
        // What is not read would keep the connection open.
        if (Body && 'destroy' in Body) Body.destroy();
        return { sizeBytes };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async put(upload, bytes) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(upload), Body: bytes }));
    },
    async remove(upload) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(upload) }));
    },
  };
}
