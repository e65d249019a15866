/** What a drill found: the certificate, what was looked at, and whether each of it was as it must be. */
export type Verdict = { certificate: string; checks: [sentence: string, held: boolean][] };

export type Say = (line: string) => void;

/** `size`: the full drill, or a short form of it for the tests. */
export type Drill = (size: 'full' | 'short', say: Say) => Promise<Verdict>;

export function passed({ checks }: Verdict): boolean {
  return checks.length > 0 && checks.every(([, held]) => held);
}
