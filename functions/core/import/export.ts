import { COLUMNS } from '#core/import/csv-header';
import { csvLine } from '#core/import/csv-line';
import { STATUS_IN_LISTS } from '#core/import/subscriber-row';
import type { Subscriber } from '#core/subscriber/subscriber';

/** People in one file of an export: with all that we hold of each, far below the 6 MB that a Lambda may answer. */
export const MOST_EXPORTED = 20_000;

/** The first line of an export, after the mark by which Excel knows UTF-8. */
export const EXPORT_HEADER = `\ufeff${csvLine(COLUMNS)}`;

/** A person as a line of a list: what `readPersonRow` reads back. */
export function exportedLine({ address, name, organisation, frequency, topics, status, confirmedAt }: Subscriber): string {
  return csvLine([address, name, organisation ?? '', frequency, topics.join(';'), STATUS_IN_LISTS[status], confirmedAt?.toString() ?? '']);
}
