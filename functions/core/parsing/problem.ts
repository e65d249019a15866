/** Something an editor can put right: where it is, and one plain sentence that says what to do about it. */
export type Problem = { file: string; line: number; sentence: string };

/** The one form in which a problem is shown: `posts/a.md line 3: …`. */
export function problemLine(problem: Problem): string {
  return `${problem.file} line ${problem.line}: ${problem.sentence}`;
}
