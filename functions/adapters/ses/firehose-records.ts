import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { anonymousSesEvent } from '#core/delivery/anonymous-ses-event';

/**
 * What Firehose writes to the archive of a batch of SES events, one a line. One that cannot be read is given back as it is:
 * Firehose then writes it below its prefix for errors, from where it can be brought again.
 */
export function firehoseRecords({ records }: FirehoseTransformationEvent): FirehoseTransformationResult {
  return {
    records: records.map(({ recordId, data }) => {
      const line = lineOf(Buffer.from(data, 'base64').toString('utf8'));
      if (line === undefined) return { recordId, result: 'ProcessingFailed', data };
      return { recordId, result: 'Ok', data: Buffer.from(line).toString('base64') };
    }),
  };
}

function lineOf(body: string): string | undefined {
  try {
    return `${JSON.stringify(anonymousSesEvent(body))}\n`;
  } catch {
    // Why is not said: what JSON and zod say of a text may hold a piece of it.
    console.error('An event of SES cannot be read.');
    return undefined;
  }
}
