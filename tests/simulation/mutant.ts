import type { Edit } from '#tests/simulation/variant';

/**
 * A mistake in the real code. Hostile worlds must find it, of this `policy`, `lossy` or not; or, `by` people or files, what people do to
 * the newsroom or to the files of stories.
 */
export type Mutant = { name: string; edits: Edit[]; policy?: 'resend' | 'hold'; lossy?: boolean; by?: 'people' | 'files' };

/** Returns a mutant with one edit: `find`, which occurs once in functions/`where`, becomes `put`. */
export const mutant = (name: string, where: Edit['where'], find: string, put: string): Mutant => ({ name, edits: [{ where, find, put }] });
