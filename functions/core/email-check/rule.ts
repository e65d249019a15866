import type { OpenedMail } from '#core/email-check/opened-mail';

/** One item of the checklist for emails. `id` is its name in docs/email-checklist.md. */
export type EmailRule = {
  id: string;
  /** `blocks`: the email waits until the fault is fixed. `warns`: it goes out, and the desk shows the warning before. */
  level: 'blocks' | 'warns';
  /** `editor`: the story's author can fix it. `newsroom`: the person who maintains rules and templates can. */
  fixedBy: 'editor' | 'newsroom';
  /** The harm to readers when the rule does not hold, in plain words. */
  why: string;
  /** Returns one sentence for each fault. */
  check(mail: OpenedMail): string[];
};

/** Returns the sentence in a list if `wrong`, and an empty list otherwise. */
export function when(wrong: boolean, sentence: string): string[] {
  return wrong ? [sentence] : [];
}
