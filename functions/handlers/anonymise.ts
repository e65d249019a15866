import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { firehoseRecords } from '#adapters/ses/firehose-records';

/** Invoked by Firehose on SES events before they reach the event archive. Removes what identifies the reader. */
export async function handler(event: FirehoseTransformationEvent): Promise<FirehoseTransformationResult> {
  return firehoseRecords(event);
}
