import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { folders } from '#adapters/stores';
import type { ImportId } from '#core/import/import';
import type { ImportFiles } from '#ports';

/** Stores the files of imports in a bucket of their own without versioning. A lifecycle rule of the bucket deletes what remains. */
export function s3ImportFiles(client: S3Client, bucket: string): ImportFiles {
  const folder = (id: ImportId) => `${folders.imports.path}${id}/`;
  return {
    async put(id, name, text) {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: folder(id) + name, Body: text, ContentType: 'application/json; charset=utf-8' }),
      );
    },
    async read(id, name) {
      try {
        const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: folder(id) + name }));
        return await object.Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async remove(id) {
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: folder(id) })) {
        for (const { Key } of page.Contents ?? []) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      }
    },
  };
}
