import { curlyQuotes } from '#core/text/curly-quotes';
import { count } from '#core/text/wrap';

/**
 * Something an editor can fix: its file, its line from 1, and one plain sentence with the remedy. A note only says what becomes of
 * a line: it never keeps a story back. A minor note says that readers get what was meant, for example from HTML.
 */
export type Problem = { file: string; line: number; sentence: string; level?: 'note' | 'minor' };

export function isNote({ level }: Problem): boolean {
  return level !== undefined;
}

/** Returns `posts/a.md line 3: …`. */
export function problemLine(problem: Problem): string {
  return `${problem.file} line ${problem.line}: ${problem.sentence}`;
}

/** The most lines that are shown of a file: its first problems are fixed first, and more lines would not be read. */
const SHOWN = { problems: 10, notes: 3 };

/** Returns the lines of what must be put right, and how many more each file has when it has more than ten. */
export function problemLines(all: readonly Problem[]): string[] {
  return shown(problemsOf(all), 'problem').flatMap(linesOf);
}

/** Returns the lines of the three most useful notes on each file, and how many more it has. */
export function noteLines(all: readonly Problem[]): string[] {
  return shown(notesOf(all), 'note').flatMap(linesOf);
}

/** What a page says of one file, in lines that do not name it: `Line 3: …`, with curly quotes. */
export type FileLines = { file: string; lines: string[] };

/** Returns what `problemLines` returns for a page, by file. */
export function problemsByFile(all: readonly Problem[]): FileLines[] {
  return shown(problemsOf(all), 'problem').map(underItsFile);
}

/** Returns what `noteLines` returns for a page, by file. */
export function notesByFile(all: readonly Problem[]): FileLines[] {
  return shown(notesOf(all), 'note').map(underItsFile);
}

/** The problems of a file that are shown, by line, and `10 more problems`. */
type ShownProblems = { file: string; its: Problem[]; more: string | undefined };

function shown(all: readonly Problem[], what: 'problem' | 'note'): ShownProblems[] {
  const most = SHOWN[`${what}s`];
  return [...Map.groupBy(all, ({ file }) => file)].map(([file, its]) => ({
    file,
    its: its.slice(0, most).toSorted((a, b) => a.line - b.line),
    more: its.length > most ? count(its.length - most, `more ${what}`) : undefined,
  }));
}

export function problemsOf(all: readonly Problem[]): Problem[] {
  return all.filter((one) => !isNote(one));
}

function notesOf(all: readonly Problem[]): Problem[] {
  return [...all.filter(({ level }) => level === 'note'), ...all.filter(({ level }) => level === 'minor')];
}

function linesOf({ file, its, more }: ShownProblems): string[] {
  return [...its.map(problemLine), ...(more === undefined ? [] : [`${file}: and ${more}.`])];
}

function underItsFile({ file, its, more }: ShownProblems): FileLines {
  const lines = its.map(({ line, sentence }) => `Line ${line}: ${curlyQuotes(sentence)}`);
  return { file, lines: more === undefined ? lines : [...lines, `And ${more}.`] };
}
