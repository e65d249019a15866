// What is said to the editor about a text.

/**
 * One sentence about a line of a text, from 1. Without a level it is a problem and holds the story back; see `Problem` for the levels.
 * `is`: something hidden, HTML, a code of another program, a word that only looks like HTML, or anything else. `typed`: its words.
 * `about`: notes about the same thing are said once.
 */
export type Finding = {
  line: number;
  level?: 'note' | 'minor';
  is?: 'hidden' | 'html' | 'code' | 'typed';
  typed?: string;
  about: string;
  sentence: string;
};

/** Gathers findings when the parser's `env` has a list for them. */
export function say(env: unknown, ...findings: Finding[]): void {
  if (typeof env === 'object' && env !== null && 'findings' in env && Array.isArray(env.findings)) env.findings.push(...findings);
}

/** Returns what was typed on one line. */
export function onOneLine(typed: string): string {
  return typed.replaceAll(/\s+/gu, ' ').trim();
}

/** Returns what was typed on one line of at most 80 characters, in quotation marks. */
export function quoted(typed: string): string {
  const line = onOneLine(typed);
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}
