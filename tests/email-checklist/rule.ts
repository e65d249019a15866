import type { OpenedMail } from '#tests/email-checklist/opened-mail';

/** One item of the checklist. `B` must hold before a mail may go out; `W` is said to the editor. */
export type Rule = {
  /** As in the checklist: `H3`. */
  id: string;
  level: 'B' | 'W';
  /** In plain words: what goes wrong for readers when it does not hold. */
  why: string;
  /** What is wrong, a sentence each; nothing when all is well. */
  check(mail: OpenedMail): string[];
};

/** The sentence when something is so, for checks that read as a list. */
export function when(wrong: boolean, sentence: string): string[] {
  return wrong ? [sentence] : [];
}
