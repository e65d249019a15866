// Phrases with a better one: found as whole words in the writer's own text, and replaced with the same capitals.
import type { Passage } from '#core/preflight/passage';
import type { Found } from '#core/preflight/rule';
import { oneLine } from '#core/text/lines';

/**
 * `find`: without boundaries; a space in it is any gap between words. `better`: what to write instead. `put`: what the button writes, where
 * that fits any sentence; `$1` is the first group. Absent: only the writer can rewrite it.
 */
export type Phrase = { find: string; better: string; put?: string };

type Opened = Phrase & { pattern: RegExp };

/** Returns the phrases as patterns. */
export function openPhrases(phrases: readonly Phrase[]): Opened[] {
  return phrases.map((phrase) => ({
    ...phrase,
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}’'-])(?:${phrase.find.replaceAll(' ', String.raw`\s{1,8}`)})(?![\p{L}\p{N}'’-])`, 'giu'),
  }));
}

/** Returns each phrase that stands in a passage, in order. Of two that overlap, the one that begins first, or the longer one, counts. */
export function phrasesIn(passage: Passage, phrases: readonly Opened[], say: Say): Found[] {
  const all = phrases
    .flatMap((phrase) => [...passage.own.matchAll(phrase.pattern)].map((match) => ({ phrase, match, end: match.index + match[0].length })))
    .toSorted((a, b) => a.match.index - b.match.index || b.end - a.end);
  const found: Found[] = [];
  let from = 0;
  for (const { phrase, match, end } of all) {
    if (match.index < from) continue;
    from = end;
    found.push(foundIn(passage, phrase, match, say));
  }
  return found;
}

type Say = (found: string, better: string) => string;

function foundIn({ field, post }: Passage, { better, put, pattern }: Opened, { 0: words, index }: RegExpExecArray, say: Say): Found {
  const filled = (text: string) => likeCapitals(oneLine(words.replace(pattern, text)), words);
  const place = { field, ...(post !== undefined && { post }), start: index, end: index + words.length };
  return {
    field,
    at: index,
    sentence: say(oneLine(words), oneLine(words.replace(pattern, better))),
    ...(put !== undefined && { mend: { words: `Write “${filled(put)}”`, ...place, put: filled(put) } }),
  };
}

/** Returns the words with a capital at their beginning if the others have one, and in capitals if those are. */
function likeCapitals(words: string, others: string): string {
  if (others.length > 1 && others === others.toUpperCase()) return words.toUpperCase();
  // An abbreviation such as OCD has its capitals anywhere.
  const isBeginning = /^(?:\p{Lu}\p{Ll}|\p{Lu}\s)/u.test(others);
  return isBeginning ? words.slice(0, 1).toUpperCase() + words.slice(1) : words;
}
