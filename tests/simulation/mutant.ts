import type { Edit } from '#tests/simulation/variant';

/**
 * A mistake in the real code. Hostile worlds must find it, of this `policy`, `lossy` or not; or, `by` people, files, drafts or counts, what
 * people do to the newsroom, to the files of stories, with drafts on the desk, or to their choices.
 */
export type Mutant = {
  name: string;
  edits: Edit[];
  policy?: 'resend' | 'hold';
  lossy?: boolean;
  by?: 'people' | 'files' | 'drafts' | 'counts';
};

/** Returns a mutant with one edit: `find`, which occurs once in functions/`where`, becomes `put`. */
export const mutant = (name: string, where: Edit['where'], find: string, put: string): Mutant => ({ name, edits: [{ where, find, put }] });
