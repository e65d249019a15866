import { firstParagraph } from '#core/markdown/parse-markdown';

const MOST_CHARACTERS = 200;
/** A first sentence shorter than this says too little to stand alone. */
const ENOUGH_CHARACTERS = 60;

/** What a story says of itself when its editor wrote no summary: the first paragraph's words, cut at a sentence or else at a word. */
export function summaryOf(body: string): string {
  // Markdown may spell these characters out as entities; they would turn the direction of what follows.
  const words = firstParagraph(body)
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (words.length <= MOST_CHARACTERS) return words;
  const room = words.slice(0, MOST_CHARACTERS + 1);
  const sentences = [...room.matchAll(/[.!?…]['"’”)]*(?=\s)/gu)].map((end) => end.index + end[0].length);
  const sentenceEnd = sentences.findLast((end) => end <= MOST_CHARACTERS && /^\s+[^\p{Ll}]/u.test(words.slice(end)));
  if (sentenceEnd !== undefined && sentenceEnd >= ENOUGH_CHARACTERS) return words.slice(0, sentenceEnd);
  const wordEnd = room.slice(0, MOST_CHARACTERS).lastIndexOf(' ');
  const cut = wordEnd > 0 ? words.slice(0, wordEnd) : wholeCharacters(words, MOST_CHARACTERS - 1);
  return `${cut.replace(/[\s,;:–-]+$/u, '')}…`;
}

/** The beginning of a text without spaces, never ending within a character that is made of several code units. */
function wholeCharacters(words: string, most: number): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(words)) {
    if (cut.length + segment.length > most) break;
    cut += segment;
  }
  return cut;
}
