import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { firehoseRecords } from '#adapters/ses/firehose-records';

/** Asked by Firehose, on the way of SES's events into the archive: what is kept of them says nothing of who the reader is. */
export async function handler(event: FirehoseTransformationEvent): Promise<FirehoseTransformationResult> {
  return firehoseRecords(event);
}
