import type { Temporal } from 'temporal-polyfill';
import type { Choices, Subscriber, SubscriberId } from '#core/subscriber/subscriber';

/** Sorts by the time at which its file came. */
export type ImportId = string & { readonly brand: 'ImportId' };

/**
 * What becomes of a row. new: this import makes her a subscriber · here: she is one already, and nothing of her changes ·
 * left, bounced, complained: she was one, and stays what she is · suppressed: she must not be mailed ·
 * twice: an earlier row has the same address · wrong: something in it must be put right first.
 */
export const ROW_OUTCOMES = ['new', 'here', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'twice', 'wrong'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];
export type RowOutcomeCounts = Record<RowOutcome, number>;

/** A row of an uploaded file, read. `cells` are as they were typed, in the order of COLUMNS. */
export type ImportRow = { line: number; cells: string[] } & (
  | { is: 'person'; person: Choices & { id: SubscriberId; address: string } }
  | { is: 'twice'; first: number }
  | { is: 'wrong'; sentences: string[] }
);

/**
 * The people of a file, on their way to become subscribers. checking: what will become of each row is being counted · checked: a
 * person decides whether it goes on · importing · done · stopped: a person has stopped it; who is a subscriber by then stays one.
 */
export type ImportState = 'checking' | 'checked' | 'importing' | 'done' | 'stopped';

export type Import = {
  id: ImportId;
  /** The name of the file. */
  file: string;
  by: string;
  at: Temporal.Instant;
  /** The content address of what the programme lead says of how these people agreed. */
  wording: string;
  rows: number;
  /** Into so many parts the rows are cut; `next` is the one to be worked on. */
  parts: number;
  next: number;
  state: ImportState;
  counts: RowOutcomeCounts;
  /** Set once its file and what was refused are deleted. */
  filesDeleted: boolean;
  version: number;
};

/** Rows of one part: what is held at once, and what is done again after a crash. */
export const PART_ROWS = 500;
/** More rows than this are no list of a newsroom of ours, and each costs the memory to know it again. */
export const MOST_ROWS = 100_000;
/** A Lambda takes 6 MB with everything around them, and a file grows by a third on its way. */
export const MOST_FILE_BYTES = 4_000_000;

export const NO_ROWS: RowOutcomeCounts = { new: 0, here: 0, unsubscribed: 0, bounced: 0, complained: 0, suppressed: 0, twice: 0, wrong: 0 };

/** Where an import stands on the desk; in the consent of those whom it brought, it says which one it was. */
export function importPage(id: ImportId): string {
  return `/desk/import/${id}`;
}

/** Where the rows of a part are kept. */
export function rowsFile(part: number): string {
  return `rows-${String(part).padStart(4, '0')}.json`;
}

/** Where those of its rows are kept that were not imported, with the reasons. */
export function refusedFile(part: number): string {
  return `refused-${String(part).padStart(4, '0')}.json`;
}

/** What becomes of somebody, by what is known of her. Whom this very import has made a subscriber counts as new, however often it is asked. */
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

/** The subscriber that a new row makes. */
export function importedSubscriber(person: Choices & { id: SubscriberId; address: string }, from: Import): Subscriber {
  const { at, wording } = from;
  return {
    ...person,
    status: 'confirmed',
    confirmedAt: at,
    consent: { by: 'import', wording, page: importPage(from.id), asked: at, confirmed: at },
  };
}

export function isAtWork({ state }: Import): boolean {
  return state === 'checking' || state === 'importing';
}

export function withRowOutcomes(counts: RowOutcomeCounts, outcomes: readonly RowOutcome[]): RowOutcomeCounts {
  const sum = { ...counts };
  for (const outcome of outcomes) sum[outcome] += 1;
  return sum;
}
