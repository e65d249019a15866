import type { Temporal } from 'temporal-polyfill';
import type { ColumnsRead } from '#core/import/csv-header';
import type { Choices, Subscriber, SubscriberId } from '#core/subscriber/subscriber';

/** Ids sort by the time of the upload. */
export type ImportId = string & { readonly brand: 'ImportId' };

/**
 * The outcome of a row. new: this import adds the person · here: a subscriber already, who stays unchanged · unsubscribed, bounced,
 * complained: a former subscriber, who stays so · suppressed: must not be mailed · twice: an earlier row has the same address · wrong:
 * must be corrected first.
 */
export const ROW_OUTCOMES = ['new', 'here', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'twice', 'wrong'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];
export type RowOutcomeCounts = Record<RowOutcome, number>;

/** A row of an uploaded file after reading. `cells`: as they were typed, in the order of COLUMNS. `first`: the line of the earlier row. */
export type ImportRow = { line: number; cells: string[] } & (
  | { is: 'person'; person: Choices & { id: SubscriberId; address: string } }
  | { is: 'twice'; first: number }
  | { is: 'wrong'; sentences: string[] }
);

/**
 * The state of an import. checking: the outcomes of its rows are being counted · checked: a person decides whether to import ·
 * importing · done · stopped: by a person; those imported so far stay subscribers.
 */
export type ImportState = 'checking' | 'checked' | 'importing' | 'done' | 'stopped';

export type Import = {
  id: ImportId;
  /** What the programme lead calls the list. */
  name: string;
  by: string;
  at: Temporal.Instant;
  /** The content address of the programme lead's statement of how these people agreed. */
  wording: string;
  /** What was understood of the first line. Absent in imports of an older release. */
  columns?: ColumnsRead;
  rows: number;
  /** The number of parts of `PART_ROWS` rows; `next` is the part to work on. */
  parts: number;
  next: number;
  state: ImportState;
  counts: RowOutcomeCounts;
  /** True when its file and its refused rows are deleted. */
  filesDeleted: boolean;
  version: number;
};

/** Rows of one part: the most in memory at once, and the most to repeat after a crash. */
export const PART_ROWS = 500;
/** The most rows of a list: each one's id stays in memory to find doubles, and no newsroom's list is longer. */
export const MOST_ROWS = 100_000;
/** The most bytes of a file: 100,000 rows with all columns have about half of it. */
export const MOST_FILE_BYTES = 20_000_000;

export const NO_ROWS: RowOutcomeCounts = { new: 0, here: 0, unsubscribed: 0, bounced: 0, complained: 0, suppressed: 0, twice: 0, wrong: 0 };

/** Returns an import's page on the desk. In the consent of imported subscribers it names the import. */
export function importPage(id: ImportId): string {
  return `/desk/import/${id}`;
}

/** Returns the name of the file with the rows of a part. */
export function rowsFile(part: number): string {
  return `rows-${String(part).padStart(4, '0')}.json`;
}

/** Returns the name of the file with the part's rows that were not imported, and the reasons. */
export function refusedFile(part: number): string {
  return `refused-${String(part).padStart(4, '0')}.json`;
}

/** Returns the outcome of a person's row. A subscriber whom this import added counts as new, so repeating a part changes nothing. */
export function rowOutcomeOf(known: { subscriber?: Subscriber; suppressed: boolean }, id: ImportId): RowOutcome {
  const { subscriber, suppressed } = known;
  if (subscriber?.consent?.by === 'import' && subscriber.consent.page === importPage(id)) return 'new';
  switch (subscriber?.status) {
    case undefined:
      return suppressed ? 'suppressed' : 'new';
    case 'confirmed':
    case 'pending':
      return suppressed ? 'suppressed' : 'here';
    default:
      return subscriber?.status ?? 'suppressed';
  }
}

/** Returns the subscriber that a new row adds. */
export function importedSubscriber(person: Choices & { id: SubscriberId; address: string }, from: Import): Subscriber {
  const { at, wording } = from;
  return {
    ...person,
    status: 'confirmed',
    confirmedAt: at,
    consent: { by: 'import', wording, page: importPage(from.id), asked: at, confirmed: at },
  };
}

/** True while the import has parts to work on. */
export function isAtWork({ state }: Import): boolean {
  return state === 'checking' || state === 'importing';
}

/** Returns the counts with these outcomes added. */
export function withRowOutcomes(counts: RowOutcomeCounts, outcomes: readonly RowOutcome[]): RowOutcomeCounts {
  const sum = { ...counts };
  for (const outcome of outcomes) sum[outcome] += 1;
  return sum;
}
