import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { type Emulators, startEmulators } from '#local/emulators/emulators';

/** Starts one S3 emulator for a test file. Each call of `bucket` returns the name of a new, empty bucket. */
export function freshS3(): { bucket(): Promise<string>; client(): S3Client } {
  let emulators: Emulators;
  let client: S3Client;
  let buckets = 0;
  beforeAll(async () => {
    emulators = await startEmulators();
    client = new S3Client({ endpoint: emulators.fauxqsUrl, ...LOCAL_AWS });
  });
  afterAll(async () => {
    client.destroy();
    await emulators.stop();
  });
  return {
    client: () => client,
    async bucket() {
      buckets += 1;
      await client.send(new CreateBucketCommand({ Bucket: `bucket-${buckets}` }));
      return `bucket-${buckets}`;
    },
  };
}
