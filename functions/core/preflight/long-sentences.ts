// P12: sentences that ask for too much at once, and how the whole text reads.
import { wordsOfBlocks } from '#core/markdown/parse-markdown';
import { Unreadable } from '#core/parsing/unreadable';
import type { PreflightRule } from '#core/preflight/rule';
import { sentencesIn } from '#core/text/sentences';

/**
 * `lix`: words in a sentence, and the percentage of words longer than six letters, added up. `undefined` for a text of fewer than three
 * sentences, of which no average says anything.
 */
export type Reading = { words: number; sentences: number; average: number; lix: number | undefined };

const LONG_WORD_LETTERS = 6;
const LEAST_SENTENCES = 3;

/** Returns how long a text and its sentences are. */
export function readingOf(markdown: string): Reading {
  const sentences = sentencesOf(markdown);
  const words = sentences.flatMap(wordsIn);
  const long = words.filter((word) => [...word].length > LONG_WORD_LETTERS).length;
  const average = sentences.length === 0 ? 0 : words.length / sentences.length;
  const lix = sentences.length < LEAST_SENTENCES ? undefined : Math.round(average + (100 * long) / words.length);
  return { words: words.length, sentences: sentences.length, average: Math.round(average), lix };
}

function sentencesOf(markdown: string): string[] {
  try {
    return wordsOfBlocks(markdown)
      .flatMap((block) => sentencesIn(block.replaceAll('\n', ' ')))
      .filter((sentence) => wordsIn(sentence).length > 0);
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

function wordsIn(sentence: string): string[] {
  return sentence.replaceAll(/https?:\/\/\S+/gu, '').match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** The NHS and GOV.UK ask for 25 words at most. Only what is far above is said here: one sentence may well have 30. */
const MOST_WORDS = 35;
/** "Very hard", as Björnsson, who made the scale, has it: the language of official papers. */
const MOST_LIX = 60;

export const longSentencesRule: PreflightRule = {
  id: 'P12',
  level: 'notes',
  why: 'A reader who has lost the beginning of a sentence by its end stops reading.',
  check: ({ fields: { body } }) => {
    const long = sentencesOf(body)
      .map((sentence) => ({ sentence: sentence.trim(), words: wordsIn(sentence).length }))
      .filter(({ words }) => words > MOST_WORDS)
      .toSorted((a, b) => b.words - a.words);
    const [longest] = long;
    const { lix, average } = readingOf(body);
    if (longest) {
      const beginning = longest.sentence.split(/\s+/u).slice(0, 5).join(' ');
      const more = long.length === 1 ? 'A long sentence' : `${long.length} long sentences, of which the longest`;
      const at = body.indexOf(longest.sentence.split(/\s+/u).slice(0, 3).join(' '));
      return [
        {
          field: 'body',
          ...(at >= 0 && { at }),
          sentence: `${more}: the one that begins “${beginning} …” has ${longest.words} words. Two shorter ones are easier to read.`,
        },
      ];
    }
    if (lix === undefined || lix <= MOST_LIX) return [];
    return [
      {
        field: 'body',
        sentence: `The text is hard to read: its sentences have ${average} words on average, and many words are long. Shorter words help most.`,
      },
    ];
  },
};
