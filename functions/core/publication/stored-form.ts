/**
 * The form of stored records that this release writes, and the newest that it can read. It becomes one more when a release before would
 * take something for damaged, or lose it by writing a record back. Going back to such a release needs the tables of before (a restore).
 */
export const STORED_FORM = 1;
