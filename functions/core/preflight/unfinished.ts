import { placeholdersIn } from '#core/plan/placeholder-words';
import type { PreflightRule } from '#core/preflight/rule';

export const unfinishedRule: PreflightRule = {
  id: 'P2',
  level: 'notes',
  why: 'What is still missing goes to everybody as DRAFT, TBC or XXX.',
  check: ({ passages }) =>
    passages.flatMap(({ field, words }) =>
      placeholdersIn(words, { isTitle: field === 'title' })
        .slice(0, 1)
        .map(({ found, at }) => ({ field, at, sentence: `“${found.trim()}” looks unfinished. Write what is missing, or take it out.` })),
    ),
};
