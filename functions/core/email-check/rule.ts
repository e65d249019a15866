import type { OpenedMail } from '#core/email-check/opened-mail';

/** One item of the checklist for emails. Its name is the one in docs/email-checklist.md. */
export type EmailRule = {
  id: string;
  /** `blocks`: the email waits until it is put right. `warns`: it goes out, and the desk says so before. */
  level: 'blocks' | 'warns';
  /** Who can put it right: whoever wrote the story, or whoever looks after rules and templates. */
  fixedBy: 'editor' | 'newsroom';
  /** In plain words: who is hurt when it does not hold. */
  why: string;
  /** What is wrong, a sentence each; nothing when all is well. */
  check(mail: OpenedMail): string[];
};

/** The sentence when something is so, for checks that read as a list. */
export function when(wrong: boolean, sentence: string): string[] {
  return wrong ? [sentence] : [];
}
