// Search among the stories. A story must hold every word of the query, whatever its case and accents. The best match comes first.

import { plainMarkdown } from '#core/markdown/render-markdown';
import type { Rules } from '#core/rules/rules';
import { newest } from '#core/story/order';
import type { PublicStory } from '#core/story/story';
import { foldedWords } from '#core/text/folded-words';

/** A story's words in lower case without accents, each text with the weight of a match in it. */
export type FoldedStory = readonly { weight: number; text: string }[];

const MAX_QUERY_CHARACTERS = 200;
const MOST_WORDS = 12;

/** Returns the query as one line of at most 200 characters. */
export function cleanQuery(query: string): string {
  return [...query.toWellFormed().replace(/\s+/gu, ' ').trim()].slice(0, MAX_QUERY_CHARACTERS).join('');
}

/** Returns a story's words for searching. Keep it: making it costs a hundred times as much as searching it. */
export function foldedStory(story: PublicStory, rules: Pick<Rules, 'topics'>): FoldedStory {
  const topics = story.topics.map((topic) => rules.topics.get(topic) ?? topic).join(' ');
  const who = story.kind === 'post' ? `${story.author} ${story.role ?? ''}` : (story.venue ?? '');
  const after = story.kind === 'event' ? (story.follow_up ?? '') : '';
  return [
    { weight: 8, text: folded(story.title) },
    { weight: 4, text: folded(`${topics} ${who}`) },
    { weight: 3, text: folded(story.summary) },
    // Each text is parsed separately, so that a comment without an end in one does not hide the other.
    { weight: 1, text: folded(`${plainMarkdown(story.body)} ${plainMarkdown(after)}`) },
  ];
}

/** Returns the stories that hold each word of the query, or a word that begins with it: the best first, equal ones newest first. */
export function searchStories(
  stories: readonly PublicStory[],
  query: string,
  foldedOf: (story: PublicStory) => FoldedStory,
): PublicStory[] {
  const asked = [...new Set(folded(cleanQuery(query)).split(' '))].filter((word) => word !== '').slice(0, MOST_WORDS);
  if (asked.length === 0) return [];
  const found = newest(stories).map((story) => ({ story, score: scoreOf(foldedOf(story), asked) }));
  return found
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ story }) => story);
}

/** Returns 0 when a word is missing. A whole word scores twice as much as the beginning of one. */
function scoreOf(story: FoldedStory, asked: readonly string[]): number {
  let score = 0;
  for (const word of asked) {
    let found = 0;
    for (const { weight, text } of story) {
      if (text.includes(` ${word} `)) found += 2 * weight;
      else if (text.includes(` ${word}`)) found += weight;
    }
    if (found === 0) return 0;
    score += found;
  }
  return score;
}

/** Returns the words without accents in lower case, each between two spaces: ` cafe opens `. */
function folded(text: string): string {
  const words = foldedWords(text);
  return words.length === 0 ? '' : ` ${words.join(' ')} `;
}
