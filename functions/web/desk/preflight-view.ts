// The pre-flight of a draft in sentences: what blocks it, and at most three notes.

import type { Problem } from '#core/parsing/problem';
import { mostUseful, type PreflightItem } from '#core/preflight/preflight';
import { anchorOf, inParagraph, type PlacedProblem, placedProblems } from '#web/desk/draft-form';

/** `mend`: the words of a button that puts it right, and the name by which its form says which. */
export type ShownNote = Pick<PlacedProblem, 'field' | 'sentence'> & { mend?: { key: string; words: string } };

/** A note on the file says what becomes of a line: it comes behind what readers would be misled by, and before matters of style. */
const USE_OF_NOTE = 8.5;

/** Returns what must be put right first. */
export function blocking(items: readonly PreflightItem[]): ShownNote[] {
  return items.filter(({ level }) => level === 'blocks').map(shown);
}

/** Returns the most useful notes: of the pre-flight, and of the checks of the file. */
export function worthALook(items: readonly PreflightItem[], notes: readonly Problem[], text: string): ShownNote[] {
  const ofFile = placedProblems(notes, text).map(({ field, sentence }, index) => {
    const use = notes[index]?.level === 'minor' ? Number.POSITIVE_INFINITY : USE_OF_NOTE;
    return { rule: `file ${use}`, use, note: { field, sentence } };
  });
  const ofRules = items.filter(({ level }) => level === 'notes').map((item) => ({ rule: item.rule, use: item.use, note: shown(item) }));
  return mostUseful([...ofRules, ...ofFile]).map(({ note }) => note);
}

function shown({ field, paragraph, sentence, mend, key }: PreflightItem): ShownNote {
  const label = LABELS[field];
  const where = paragraph !== undefined ? inParagraph(paragraph) : label === undefined ? '' : `${label}: `;
  return { field: anchorOf(field), sentence: `${where}${sentence}`, ...(mend && { mend: { key, words: mend.words } }) };
}

/** The names of the form. The sentence on a date says which it is. */
const LABELS: Partial<Record<PreflightItem['field'], string>> = {
  title: 'Title',
  summary: 'Summary',
  preheader: 'After the subject',
  socialText: 'Words of the post on X and Bluesky',
  extraPosts: 'Another post',
  imageAlt: 'What the picture shows',
  imageCaption: 'Caption of the picture',
  starts: 'Starts',
  venue: 'Place',
  online: 'Online link',
  registration: 'Booking link',
  followUp: 'After the event',
};
