import { COLUMNS } from '#core/import/csv-header';
import { csvLine } from '#core/import/csv-line';
import { STATUS_IN_LISTS } from '#core/import/subscriber-row';
import type { Subscriber } from '#core/subscriber/subscriber';

/** The most people in one file of an export: far below the 6 MB of a Lambda's response. */
export const MOST_EXPORTED = 20_000;

/** The header row of an export, after the byte order mark by which Excel recognises UTF-8. */
export const EXPORT_HEADER = `\ufeff${csvLine(COLUMNS)}`;

/** Returns a person as a line of an export, which `readPersonRow` can read back. */
export function exportedLine({ address, name, organisation, frequency, topics, status, confirmedAt }: Subscriber): string {
  return csvLine([address, name, organisation ?? '', frequency, topics.join(';'), STATUS_IN_LISTS[status], confirmedAt?.toString() ?? '']);
}
