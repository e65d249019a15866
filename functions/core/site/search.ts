// Search among the stories: all words must be found, whatever their case and accents; the best comes first.

import { plainMarkdown } from '#core/markdown/render-markdown';
import type { Rules } from '#core/rules/rules';
import { newest } from '#core/story/order';
import type { Story } from '#core/story/story';

/** A story's words, folded, by how much it counts to find one there. */
export type FoldedStory = readonly { weight: number; text: string }[];

const MAX_QUERY_CHARACTERS = 200;
const MOST_WORDS = 12;

/** What was asked for, as one line that is not too long. */
export function cleanQuery(query: string): string {
  return [...query.toWellFormed().replace(/\s+/gu, ' ').trim()].slice(0, MAX_QUERY_CHARACTERS).join('');
}

/** Written once for each story: it costs a hundred times what a search of it does. */
export function foldedStory(story: Story, rules: Pick<Rules, 'topics'>): FoldedStory {
  const topics = story.topics.map((topic) => rules.topics.get(topic) ?? topic).join(' ');
  const who = story.kind === 'post' ? `${story.author} ${story.role ?? ''}` : (story.venue ?? '');
  const after = story.kind === 'event' ? (story.follow_up ?? '') : '';
  return [
    { weight: 8, text: folded(story.title) },
    { weight: 4, text: folded(`${topics} ${who}`) },
    { weight: 3, text: folded(story.summary) },
    { weight: 1, text: folded(plainMarkdown(`${story.body}\n\n${after}`)) },
  ];
}

/** The stories that hold every word of the query, or a word that begins with it; the best first, then the newest. */
export function searchStories(stories: readonly Story[], query: string, foldedOf: (story: Story) => FoldedStory): Story[] {
  const asked = [...new Set(folded(cleanQuery(query)).split(' '))].filter((word) => word !== '').slice(0, MOST_WORDS);
  if (asked.length === 0) return [];
  const found = newest(stories).map((story) => ({ story, score: scoreOf(foldedOf(story), asked) }));
  return found
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ story }) => story);
}

/** Nothing when a word is missing. A whole word counts twice as much as the beginning of one. */
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

/** ` cafe opens `: words without accents in lower case, each between two spaces. */
function folded(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}][\p{L}\p{N}\p{Mc}]*/gu);
  return words === null ? '' : ` ${words.join(' ')} `;
}
