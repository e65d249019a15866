import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Temporal } from 'temporal-polyfill';
import { isWanted, readArchivedEvent } from '#adapters/s3/archived-event';
import { folders } from '#adapters/stores';
import type { EventArchive } from '#ports';

/** cdk/archive.ts has Firehose write below this prefix and the hour of arrival in UTC. */
const PREFIX = folders.mailEvents.path;

/**
 * Reads SES's events of every mail as Firehose writes them: gzipped objects of one event a line (SES ends each record with a
 * newline), below the hour in which they arrived.
 */
export function s3EventArchive(client: S3Client, bucket: string): EventArchive {
  return {
    async *events(wanted) {
      const StartAfter = wanted.since && PREFIX + hourOf(wanted.since);
      for await (const page of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: PREFIX, ...(StartAfter ? { StartAfter } : {}) },
      )) {
        for (const { Key } of page.Contents ?? []) {
          const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
          const lines = gunzipSync((await object.Body?.transformToByteArray()) ?? new Uint8Array()).toString();
          for (const line of lines.split('\n')) yield* readArchivedEvent(line).filter((event) => isWanted(event, wanted));
        }
      }
    },
  };
}

/** An event arrives after it happens. One hour is subtracted in case clocks differ. */
function hourOf(since: Temporal.Instant): string {
  const start = since.subtract({ hours: 1 }).toString();
  return start.slice(0, 13).replaceAll(/[-T]/g, '/');
}
