import { wordsOfBlocks } from '#core/markdown/parse-markdown';
import { graphemesOf } from '#core/text/graphemes';

const MAX_CHARACTERS = 200;
/** A shorter first sentence says too little on its own. */
const MIN_SENTENCE_CHARACTERS = 60;

/** "Dear colleagues," or "Hi all!": how a letter begins. In a summary it would say nothing. */
const GREETED = '(?:all|everyone|everybody|colleagues|friends|team|readers|back)';
const SALUTATION = new RegExp(
  [
    String.raw`^(?:(?:dear|hi|hiya|hello|hey|greetings|good (?:morning|afternoon|evening|day))(?:\s[^\n.!?:;]{0,60})?[,!:;–—-]*`,
    String.raw`(?:dear|hi|hiya|hello|hey|greetings|welcome|good (?:morning|afternoon|evening|day))(?:\s+(?:and\s+|to\s+)?${GREETED}){0,2}\s*[,!:.;–—-]*`,
    String.raw`to (?:all|whom)\s[^\n.!?:;]{0,60}[,:]`,
    String.raw`${GREETED}(?:\s(?:and|&)\s${GREETED})?\s*[,!:–—-]+)\s*$`,
  ].join('|'),
  'iu',
);

/**
 * Returns the summary of a story whose editor wrote none: its first paragraph that is no salutation, at most 200
 * characters of it. `cut`: it ends within a sentence.
 */
export function summaryOf(body: string): { words: string; cut: boolean } {
  const blocks = wordsOfBlocks(body);
  // Markdown entities can produce these characters, which would change the direction of the text after them.
  const paragraph = (blocks.map(withoutSalutation).find((words) => words !== '') ?? blocks[0] ?? '')
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (paragraph.length <= MAX_CHARACTERS) return { words: paragraph, cut: false };
  const room = paragraph.slice(0, MAX_CHARACTERS + 1);
  const sentences = [...room.matchAll(/[.!?…]['"’”)]*(?=\s)/gu)].map((end) => end.index + end[0].length);
  const sentenceEnd = sentences.findLast((end) => end <= MAX_CHARACTERS && /^\s+[^\p{Ll}]/u.test(paragraph.slice(end)));
  if (sentenceEnd !== undefined && sentenceEnd >= MIN_SENTENCE_CHARACTERS) return { words: paragraph.slice(0, sentenceEnd), cut: false };
  const wordEnd = room.slice(0, MAX_CHARACTERS).lastIndexOf(' ');
  const cut = wordEnd > 0 ? paragraph.slice(0, wordEnd) : wholeCharacters(paragraph, MAX_CHARACTERS - 1);
  return { words: `${cut.replace(/[\s,;:–-]+$/u, '')}…`, cut: true };
}

/** Leaves out a first line that only greets. */
function withoutSalutation(words: string): string {
  const [first = '', ...others] = words.split('\n');
  return SALUTATION.test(first.trim()) ? others.join('\n').trim() : words;
}

/** Cuts a text without spaces to `most` code units, between graphemes. */
function wholeCharacters(text: string, most: number): string {
  let cut = '';
  for (const character of graphemesOf(text)) {
    if (cut.length + character.length > most) break;
    cut += character;
  }
  return cut;
}
