import { firstParagraph } from '#core/markdown/parse-markdown';

const MAX_CHARACTERS = 200;
/** A shorter first sentence says too little on its own. */
const MIN_SENTENCE_CHARACTERS = 60;

/** Returns the summary of a story whose editor wrote none: its first paragraph, cut at a sentence or else at a word. */
export function summaryOf(body: string): string {
  // Markdown entities can produce these characters, which would change the direction of the text after them.
  const paragraph = firstParagraph(body)
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (paragraph.length <= MAX_CHARACTERS) return paragraph;
  const room = paragraph.slice(0, MAX_CHARACTERS + 1);
  const sentences = [...room.matchAll(/[.!?…]['"’”)]*(?=\s)/gu)].map((end) => end.index + end[0].length);
  const sentenceEnd = sentences.findLast((end) => end <= MAX_CHARACTERS && /^\s+[^\p{Ll}]/u.test(paragraph.slice(end)));
  if (sentenceEnd !== undefined && sentenceEnd >= MIN_SENTENCE_CHARACTERS) return paragraph.slice(0, sentenceEnd);
  const wordEnd = room.slice(0, MAX_CHARACTERS).lastIndexOf(' ');
  const cut = wordEnd > 0 ? paragraph.slice(0, wordEnd) : wholeCharacters(paragraph, MAX_CHARACTERS - 1);
  return `${cut.replace(/[\s,;:–-]+$/u, '')}…`;
}

/** Cuts a text without spaces to `most` code units, between graphemes. */
function wholeCharacters(text: string, most: number): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    if (cut.length + segment.length > most) break;
    cut += segment;
  }
  return cut;
}
