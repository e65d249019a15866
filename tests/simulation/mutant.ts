import type { Edit } from '#tests/simulation/variant';

/** A mistake in the real code, and which worlds must find it: hostile ones, or those in which only people act. */
export type Mutant = { name: string; edits: Edit[]; policy?: 'resend' | 'hold'; lossy?: boolean; by?: 'people' };

export const mutant = (name: string, where: Edit['where'], find: string, put: string): Mutant => ({ name, edits: [{ where, find, put }] });
