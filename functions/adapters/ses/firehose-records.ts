import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { LOG_WORDS } from '#adapters/log-lines';
import { anonymousSesEvent } from '#core/delivery/anonymous-ses-event';

/**
 * Returns what Firehose writes to the event archive for a batch of SES events: one anonymised event a line. An unreadable record is
 * returned unchanged as failed; Firehose writes it below its error prefix, from where it can be sent again.
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
    // The reason is not logged: messages of JSON and zod may quote personal data.
    console.error(`An event of SES ${LOG_WORDS.unread}.`);
    return undefined;
  }
}
