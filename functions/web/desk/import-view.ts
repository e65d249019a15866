// How the desk shows an uploaded list and its import.

import { COLUMNS, type Column, type ColumnsRead } from '#core/import/csv-header';
import { type Import, type ImportRow, importPage, isAtWork, PART_ROWS, ROW_OUTCOMES, type RowOutcome } from '#core/import/import';
import { usualFrequency } from '#core/import/subscriber-row';
import { people } from '#core/publication/names';
import { organisationName, topicNames } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import { frequencies } from '#core/subscriber/frequencies';
import type { Choices } from '#core/subscriber/subscriber';
import { curlyQuotes } from '#core/text/curly-quotes';
import { count } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import { type RowWithOutcome, readRows, rowOutcomesOf } from '#flow/import/run-import';
import type { World } from '#ports';
import type { StatusTag } from '#web/desk/status-tags';
import { STATUS, suppressionSentence } from '#web/desk/subscribers-view';

/** Rows on a page; a part of an import holds a whole number of pages. */
const PAGE_ROWS = 50;
/** Parts in one file of refused rows: 20,000 rows, below what a Lambda may answer. */
export const PARTS_IN_FILE = 40;

/**
 * `said`: a sentence about one row. `many`: a label before the count of all rows with this outcome. Known subscribers have the same
 * words as in the list of people.
 */
const OUTCOME_LABELS: Record<RowOutcome, StatusTag & { many: string; said: string }> = {
  new: { tag: 'New', colour: 'green', many: 'New', said: '' },
  here: { tag: 'Already here', colour: 'blue', many: 'Already here: nothing about them changes', said: 'Nothing changes.' },
  unsubscribed: { ...STATUS.unsubscribed, many: 'Have left, and stay away', said: 'Stays away.' },
  bounced: { ...STATUS.bounced, said: 'Our mail came back from this address.' },
  complained: { ...STATUS.complained, said: 'Gets no emails.' },
  suppressed: { tag: 'Gets no emails', colour: 'grey', many: 'Must not be emailed', said: 'Must not be emailed.' },
  twice: { tag: 'Twice', colour: 'grey', many: 'Are in the file twice: the first row counts', said: '' },
  wrong: { tag: 'Please check', colour: 'yellow', many: 'Rows with something to put right', said: '' },
};

/** What each column is read as. */
const COLUMN_LABELS: Record<Column, string> = {
  email: 'Email address',
  name: 'Name',
  organisation: 'Trust or organisation',
  frequency: 'How often',
  topics: 'Topics',
  status: 'Whether they get our emails',
  confirmed_at: 'When they confirmed',
};
/** Columns that the file of refused rows adds for people. */
const OUR_COLUMNS = new Set(['line', 'why_not']);

/** `gets`: what the person asked for, as it was understood. */
type ImportRowView = StatusTag & { line: string; address: string; name: string; gets: string; many: string; said: string; reason: string };

/**
 * One import. Only its own state is true. `looked`: the rows that are worked on so far, of `all`, which is `rowsInAll` in words.
 * `people`: how many are new. `some`: there is a new one. `columns`: what was understood of the first line. `usual`: the frequency
 * where the list has none. `refused`: the files of refused rows.
 */
export type ImportView = { [state in Import['state']]?: boolean } & {
  name: string;
  url: string;
  atWork: boolean;
  brought: string;
  by: string;
  statement: string[];
  all: string;
  rowsInAll: string;
  looked: string;
  people: string;
  some: boolean;
  columns: ColumnsView | undefined;
  counts: { words: string; count: string }[];
  usual: string | undefined;
  refused: { part: number; of: number; several: boolean }[];
  rows: ImportRowView[] | undefined;
  pages: { number: number; of: number; previous: string | undefined; next: string | undefined } | undefined;
};

/** Returns one import: its progress, the counts of its row outcomes, and a page of its rows. */
export async function importView(
  world: Pick<World, 'subscribers' | 'suppressions' | 'importFiles' | 'texts'>,
  one: Import,
  rules: Rules | undefined,
  number: number,
): Promise<ImportView> {
  const refused = one.rows - one.counts.new - one.counts.here;
  const files = Math.ceil(one.parts / PARTS_IN_FILE);
  const pages = Math.ceil(one.rows / PAGE_ROWS);
  const shown =
    one.filesDeleted || (one.state !== 'checked' && one.state !== 'done') ? undefined : await rowsOfPage(world, one, rules, number);
  const to = (other: number) => `${importPage(one.id)}?page=${other}#rows`;
  return {
    name: one.name,
    url: importPage(one.id),
    [one.state]: true,
    atWork: isAtWork(one),
    brought: nhsDateTime(one.at.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London')),
    by: one.by,
    statement: (await world.texts.get(one.wording)).split('\n'),
    all: one.rows.toLocaleString('en-GB'),
    rowsInAll: count(one.rows, 'row'),
    looked: Math.min(one.rows, one.next * PART_ROWS).toLocaleString('en-GB'),
    people: people(one.counts.new),
    some: one.counts.new > 0,
    counts: ROW_OUTCOMES.filter((outcome) => one.counts[outcome] > 0).map((outcome) => ({
      words: outcome === 'new' && one.state !== 'checked' && one.state !== 'checking' ? 'Brought in' : OUTCOME_LABELS[outcome].many,
      count: one.counts[outcome].toLocaleString('en-GB'),
    })),
    columns: one.columns && columnsView(one.columns),
    usual: rules && usualSentence(rules),
    refused:
      isAtWork(one) || one.filesDeleted || refused === 0
        ? []
        : Array.from({ length: files }, (_, i) => ({ part: i + 1, of: files, several: files > 1 })),
    rows: shown,
    pages:
      shown === undefined || pages === 1
        ? undefined
        : { number, of: pages, previous: number > 1 ? to(number - 1) : undefined, next: number < pages ? to(number + 1) : undefined },
  };
}

/** `often`: the list says how often. `unread`: the columns that are not read. */
type ColumnsView = { read: { label: string; names: string }[]; often: boolean; unread: string };

const MOST_NAMED = 30;

function columnsView({ read, unread }: ColumnsRead): ColumnsView {
  return {
    read: read.map(({ as, names }) => ({ label: COLUMN_LABELS[as], names: names.map(quoted).join(' and ') })),
    often: read.some(({ as }) => as === 'frequency'),
    unread: columnNames(unread.filter((name) => !OUR_COLUMNS.has(name))),
  };
}

/** Returns the names of columns as they are shown: of very many the first. */
export function columnNames(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? `, and ${names.length - MOST_NAMED} more` : '';
  return names.slice(0, MOST_NAMED).map(quoted).join(', ') + more;
}

function quoted(name: string): string {
  return `“${name.length > 60 ? `${name.slice(0, 60)}…` : name}”`;
}

function usualSentence(rules: Rules): string {
  const usual = usualFrequency(rules);
  return usual === 'each' ? 'each new post' : `the ${usual} digest`;
}

/** An import's line in the list of imports. `state`: a sentence. */
export type ImportLine = { url: string; name: string; when: string; rows: string; state: string };

/** Returns an import's line in the list of imports. */
export function importLine(one: Import, rules: Rules | undefined): ImportLine {
  const state: Record<Import['state'], string> = {
    checking: 'Its rows are being checked.',
    checked: 'It waits for you.',
    importing: 'It is under way.',
    done: `${people(one.counts.new)} brought in.`,
    stopped: 'It was stopped.',
  };
  return {
    url: importPage(one.id),
    name: one.name,
    when: nhsDateTime(one.at.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London')),
    rows: count(one.rows, 'row'),
    state: state[one.state],
  };
}

async function rowsOfPage(
  world: Pick<World, 'subscribers' | 'suppressions' | 'importFiles'>,
  one: Import,
  rules: Rules | undefined,
  number: number,
) {
  const start = (number - 1) * PAGE_ROWS;
  const all = (await readRows(world, one, Math.floor(start / PART_ROWS))) ?? [];
  const from = start % PART_ROWS;
  const rowsWithOutcome = await rowOutcomesOf(world, one, all.slice(from, from + PAGE_ROWS));
  return Promise.all(
    rowsWithOutcome.map(async ({ row, outcome }) => ({
      line: row.line.toLocaleString('en-GB'),
      address: row.cells[0] ?? '',
      name: row.cells[1] ?? '',
      gets: row.is === 'person' && rules ? getsSentence(row.person, rules) : '',
      ...OUTCOME_LABELS[outcome],
      tag: outcome === 'new' && one.state === 'done' ? 'Brought in' : OUTCOME_LABELS[outcome].tag,
      reason:
        outcome === 'suppressed' && row.is === 'person'
          ? suppressionSentence(await world.suppressions.log(row.person.id))
          : reasonSentence(row, outcome),
    })),
  );
}

function getsSentence({ frequency, organisation, topics }: Choices, rules: Rules): string {
  const often = frequencies(rules).find(({ value }) => value === frequency)?.often ?? frequency;
  const about = topicNames(topics, rules).join(', ');
  const parts = [often, organisation && organisationName(organisation, rules), about || 'all topics'];
  const sentence = parts.filter((part) => part).join(' · ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Why a row was not imported, as the page shows it beside the row. */
function reasonSentence(row: ImportRow, outcome: RowOutcome): string {
  if (row.is === 'wrong') return curlyQuotes(row.sentences.join(' '));
  if (row.is === 'twice') return `The same address is in line ${row.first.toLocaleString('en-GB')}.`;
  return OUTCOME_LABELS[outcome].said;
}

/** The columns of the file of refused rows: those of the list, then the line and the reason. */
export const REFUSED_COLUMNS = [...COLUMNS, 'line', 'why_not'];

/** Returns a refused row as a line of that file. */
export function refusedCells({ row, outcome }: RowWithOutcome): string[] {
  const cells = COLUMNS.map((_, i) => row.cells[i] ?? '');
  const why = reasonSentence(row, outcome);
  return [...cells, String(row.line), row.is === 'person' ? `${OUTCOME_LABELS[outcome].tag}. ${why}` : why];
}
