import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Temporal } from 'temporal-polyfill';
import { isWanted, readArchivedEvent } from '#adapters/s3/archived-event';
import { folders } from '#adapters/stores';
import type { EventArchive } from '#ports';

/** Firehose writes below this and the hour of arrival in UTC, as cdk/archive.ts tells it. */
const PREFIX = folders.mailEvents.path;

/**
 * SES's account of every mail, as Firehose writes it: compressed objects of one event a line (SES ends each record with a
 * newline), under the hour in which they arrived.
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

/** Nothing arrives before it happens; an hour more allows for clocks. */
function hourOf(since: Temporal.Instant): string {
  const start = since.subtract({ hours: 1 }).toString();
  return start.slice(0, 13).replaceAll(/[-T]/g, '/');
}
