/**
 * Something an editor can fix: its file, its line from 1, and one plain sentence with the remedy. A note only says what becomes of
 * a line: it never keeps a story back.
 */
export type Problem = { file: string; line: number; sentence: string; level?: 'note' };

export function isNote({ level }: Problem): boolean {
  return level === 'note';
}

/** Returns `posts/a.md line 3: …`. */
export function problemLine(problem: Problem): string {
  return `${problem.file} line ${problem.line}: ${problem.sentence}`;
}
