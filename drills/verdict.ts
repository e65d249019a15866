/** What a drill found: the certificate, and each check as a sentence with its result. */
export type Verdict = { certificate: string; checks: [sentence: string, held: boolean][] };

/** Prints a line of progress. */
export type Say = (line: string) => void;

/** A drill. `size`: the full drill, or its short form for the tests. */
export type Drill = (size: 'full' | 'short', say: Say) => Promise<Verdict>;

/** True when the drill has checks and all of them held. */
export function passed({ checks }: Verdict): boolean {
  return checks.length > 0 && checks.every(([, held]) => held);
}
