import type { Answer } from '#core/doctor/findings';

/**
 * `in-order`: only on evidence. `better`: it works, and could be safer. `wrong`: something does not work, or will stop working.
 * `unknown`: it was asked for, and nothing is proved. `not-asked`: nobody looked.
 */
export const VERDICT_STATES = ['wrong', 'better', 'unknown', 'not-asked', 'in-order'] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** The parts of the page, in their order. */
export const PARTS = ['domain', 'ses', 'proof', 'running', 'accounts', 'content'] as const;
export type Part = (typeof PARTS)[number];
export const PART_NAMES: Record<Part, string> = {
  domain: 'The domain of our emails',
  ses: 'Amazon SES, which sends our emails',
  proof: 'Emails to ourselves',
  running: 'What the newsroom runs on',
  accounts: 'Keys and accounts',
  content: 'What we write',
};

/** Who can put a thing right. */
export const WHOM = ['domain', 'setup', 'social', 'you'] as const;
export type Whom = (typeof WHOM)[number];
export const WHOM_NAMES: Record<Whom, string> = {
  domain: 'Ask whoever looks after the domain (your IT department)',
  setup: 'Ask whoever set up the newsroom (a developer)',
  social: 'Ask whoever holds the account there',
  you: 'You can do it yourself',
};

/** `otherwise`: what happens if nobody does anything. `text`: what to write to them, ready to be copied. */
export type Remedy = { otherwise: string; whom: Whom; text: string };

/** One thing that is examined by itself. `looked`: what we look for. */
export type Check = { id: string; part: Part; name: string; looked: string };

export type Judged = { state: 'in-order'; found: string } | { state: 'better' | 'wrong'; found: string; remedy: Remedy };

/** `found`: what was found, or why nothing was. */
export type Verdict = Check & { state: VerdictState; found: string; remedy?: Remedy };

/** Judges what was found. Nothing is in order without it. */
export function verdictOn<T>(check: Check, answer: Answer<T>, judge: (found: T) => Judged | Doubt): Verdict {
  return answer.is === 'found' ? { ...check, ...judge(answer.found) } : { ...check, state: answer.is, found: answer.why };
}

/** What was found proves nothing. */
export type Doubt = { state: 'unknown'; found: string };

export const inOrder = (found: string): Judged => ({ state: 'in-order', found });
export const doubt = (found: string): Doubt => ({ state: 'unknown', found });
export const wrong = (found: string, remedy: Remedy): Judged => ({ state: 'wrong', found, remedy });
export const better = (found: string, remedy: Remedy): Judged => ({ state: 'better', found, remedy });
