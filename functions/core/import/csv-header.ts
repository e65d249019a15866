import { csvRows } from '#core/import/csv-rows';
import { withoutInvisible } from '#core/text/lines';

/** The columns that a list of subscribers can have, in the order of an export. */
export const COLUMNS = ['email', 'name', 'organisation', 'frequency', 'topics', 'status', 'confirmed_at'] as const;
export type Column = (typeof COLUMNS)[number];
/** A name may stand in two columns. */
type Part = Column | 'first_name' | 'last_name';

/**
 * The layout of a file. `columns`: where each column that we know stands; a name may be in several. `names`: the header row as it was
 * typed. `line`: the line on which it ends; the people come after it.
 */
export type CsvLayout = { delimiter: string; columns: ReadonlyMap<Part, number>; names: string[]; line: number };

/** What was understood of a header row: the names of the columns that are read, by what they are read as, and of those that are not. */
export type ColumnsRead = { read: { as: Column; names: string[] }[]; unread: string[] };

/** The first line of a file can have thousands of columns, and what was understood of it is kept with the import. */
const MOST_UNREAD = 100;
const MAX_NAME_CHARACTERS = 100;

const DELIMITERS = [',', ';', '\t', '|'];

/** What other programs and people call our columns, in small letters and without punctuation. */
const ALSO: readonly (readonly [Part, readonly string[]])[] = [
  ['email', ['email', 'e mail', 'mail', 'email address', 'e mail address', 'mail address', 'email addresses']],
  ['email', ['your email', 'your email address', 'work email', 'work email address', 'primary email', 'contact email', 'e mail 1 value']],
  ['name', ['name', 'full name', 'fullname', 'your name', 'your full name', 'display name', 'contact name', 'subscriber name']],
  ['first_name', ['first name', 'firstname', 'forename', 'given name', 'first']],
  ['last_name', ['last name', 'lastname', 'surname', 'family name', 'last', 'second name']],
  ['organisation', ['organisation', 'organization', 'org', 'trust', 'member trust', 'nhs trust', 'your trust', 'your organisation']],
  ['organisation', ['organisation name', 'organization name', 'company', 'company name', 'employer', 'workplace', 'member organisation']],
  ['organisation', ['organisation trust', 'trust organisation', 'trust or organisation', 'trust name']],
  ['frequency', ['frequency', 'how often', 'how often do you want our emails', 'often', 'emails', 'email frequency', 'which emails']],
  ['frequency', ['digest', 'digest frequency', 'newsletter frequency', 'mailing frequency']],
  ['topics', ['topics', 'topic', 'interests', 'interest', 'interested in', 'subjects', 'themes']],
  ['status', ['status', 'subscription status', 'subscriber status']],
  ['confirmed_at', ['confirmed at', 'confirmed', 'confirmed on', 'confirmation time', 'confirm time', 'opt in time', 'optin time']],
];
const PARTS: ReadonlyMap<string, Part> = new Map(ALSO.flatMap(([part, names]) => names.map((name): [string, Part] => [name, part])));

/** Reads the header row, the first with anything in it, by the first delimiter that gives an email column; undefined when none does. */
export function csvLayout(bytes: Uint8Array): CsvLayout | undefined {
  for (const delimiter of DELIMITERS) {
    const first = csvRows(bytes, delimiter).next().value;
    if (!first || !('cells' in first)) continue;
    const columns = new Map<Part, number>();
    for (const [index, name] of first.cells.entries()) {
      const part = PARTS.get(plainName(name));
      if (part && !columns.has(part)) columns.set(part, index);
    }
    if (columns.has('email')) return { delimiter, columns, names: first.cells.map(withoutInvisible), line: first.line };
  }
  return undefined;
}

/** Returns the cell of a column, as it was typed; empty when the list has no such column. */
export function cellOf({ columns }: Pick<CsvLayout, 'columns'>, cells: readonly string[], column: Column): string {
  const at = (part: Part) => cells[columns.get(part) ?? -1] ?? '';
  if (column !== 'name' || at('name').trim() !== '') return at(column);
  return [at('first_name'), at('last_name')].filter((text) => text.trim() !== '').join(' ');
}

/** Says which columns of a list are read, and as what, and which are not. */
export function columnsRead({ columns, names }: CsvLayout): ColumnsRead {
  const parts = (column: Column): Part[] => (column === 'name' ? ['name', 'first_name', 'last_name'] : [column]);
  const read = COLUMNS.flatMap((as) => {
    const indexes = parts(as).flatMap((part) => columns.get(part) ?? []);
    return indexes.length === 0 ? [] : [{ as, names: indexes.map((index) => (names[index] ?? '').slice(0, MAX_NAME_CHARACTERS)) }];
  });
  const known = new Set(columns.values());
  const unread = names.filter((name, index) => name !== '' && !known.has(index)).slice(0, MOST_UNREAD);
  return { read, unread: unread.map((name) => name.slice(0, MAX_NAME_CHARACTERS)) };
}

function plainName(name: string): string {
  return withoutInvisible(name)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
