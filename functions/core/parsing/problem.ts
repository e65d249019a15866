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
  return shown(
    all.filter((one) => !isNote(one)),
    'problem',
  );
}

/** Returns the lines of the three most useful notes on each file, and how many more it has. */
export function noteLines(all: readonly Problem[]): string[] {
  return shown([...all.filter(({ level }) => level === 'note'), ...all.filter(({ level }) => level === 'minor')], 'note');
}

function shown(all: readonly Problem[], what: 'problem' | 'note'): string[] {
  const most = SHOWN[`${what}s`];
  return [...Map.groupBy(all, ({ file }) => file)].flatMap(([file, its]) => {
    const more = its.length - most;
    const lines = its
      .slice(0, most)
      .toSorted((a, b) => a.line - b.line)
      .map(problemLine);
    return more <= 0 ? lines : [...lines, `${file}: and ${more.toLocaleString('en-GB')} more ${more === 1 ? what : `${what}s`}.`];
  });
}
