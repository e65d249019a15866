/** Something an editor can fix: its file, its line from 1, and one plain sentence with the remedy. */
export type Problem = { file: string; line: number; sentence: string };

/** Returns `posts/a.md line 3: …`. */
export function problemLine(problem: Problem): string {
  return `${problem.file} line ${problem.line}: ${problem.sentence}`;
}
