// What differs between two pieces of text, word by word.
import { diffWordsWithSpace } from 'diff';

/** A piece of text: in both, only in the earlier one, or only in the later one. */
export type WordPiece = { text: string; is: 'same' | 'gone' | 'new' };

/** Texts that differ in more words than this are shown as two texts. */
const MOST_CHANGES = 2000;
const WORD = /[\p{L}\p{N}]/u;

/** Returns the pieces of two texts, in order. */
export function wordPieces(before: string, after: string): WordPiece[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MOST_CHANGES });
  if (changes === undefined)
    return [
      { text: before, is: 'gone' },
      { text: after, is: 'new' },
    ];
  return changes.map(({ value, added, removed }) => ({ text: value, is: added ? 'new' : removed ? 'gone' : 'same' }));
}

/** Returns how many words changed: of words that came and words that went, the more. */
export function changedWords(before: string, after: string): number {
  const pieces = wordPieces(before, after);
  const wordsOf = (kind: WordPiece['is']) =>
    pieces.filter(({ is }) => is === kind).flatMap(({ text }) => text.split(/\s+/u).filter((word) => WORD.test(word))).length;
  return Math.max(wordsOf('gone'), wordsOf('new'));
}
