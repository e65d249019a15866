// Codes of other programs that a story was copied from: Liquid of Jekyll, shortcodes of Hugo and WordPress, merge fields of mail programs,
// attributes of Kramdown, wiki links, BBCode.
import { type BlockWords, LITERAL } from '#core/markdown/block-words';
import { type Finding, onOneLine, quoted } from '#core/markdown/findings';

/** How each code begins, and what ends it. Without its end a code is one all the same. */
const PAIRS: readonly (readonly [begin: string, end: string])[] = [
  [String.raw`\{\{`, '}}'],
  [String.raw`\{%`, '%}'],
  [String.raw`\{[:.#](?=\s*[\w.#-]+[^{}\n]*\})`, '}'],
  [String.raw`\{#(?=\s)`, '#}'],
  [String.raw`\{!(?=[\w.]+\})`, '}'],
  [String.raw`\{(?=[\w-]+=[^{}\n]*\})`, '}'],
  ['<%', '%>'],
  [String.raw`\$\{`, '}'],
  [String.raw`\*\|(?=[\w:]+\|\*)`, '|*'],
  [String.raw`%%(?=\w+%%)`, '%%'],
  [String.raw`!?\[\[(?![\d,\s–-]+\])`, ']]'],
];
const VALUE = String.raw`(?:"[^"]*"|'[^']*'|[“”„][^“”]*[“”]|[\w.,:/-]+)`;
const WORDPRESS = 'gallery|playlist|caption|wp_caption|embed|audio|video|youtube|vimeo|tweet|instagram|contact-form(?:-7)?|googlemaps';
const WHOLE = [
  // With a value, or one that WordPress has of itself, or the end of a pair.
  String.raw`\[[a-z][\w-]*(?:\s+[\w-]+=${VALUE})+\s*/?\]`,
  String.raw`\[(?:${WORDPRESS})\s+(?:https?:|\d|["'“])[^\]]*\]`,
  String.raw`\[(?:gallery|playlist)\s*/?\]`,
  String.raw`\[/[a-z][\w-]*\]`,
  String.raw`\[(?:url|img|color|colour|size|quote|code|list|${WORDPRESS})=[^\]\n]*\]`,
  String.raw`\[[a-z]+(?:_[a-z0-9]+)+\]`,
  // A field of a mail program.
  String.raw`\[\w+,\s*fallback=[^\]\n]*\]`,
  // A note of GitHub, a table of contents, and a box of several programs.
  String.raw`\[!(?:note|tip|important|warning|caution|info)\]|\[toc\]|(?<=^|\n):{3,}\s*\w[^\n]*`,
];
/** Fields of mail programs in capitals: @FIRSTNAME@, %FIRSTNAME%, «FirstName». */
const CAPITALS = /@[A-Z][A-Z_]{2,30}@|%[A-Z][A-Z_]{2,30}%|«(?:\w+_\w+|[A-Z]?[a-z]+[A-Z]\w*|[A-Z]{3,})»/gu;
const ANY = new RegExp([...PAIRS.map(([begin]) => begin), ...WHOLE].join('|'), 'giu');
/** `[vc_row]` whose `[/vc_row]` comes later. */
const OPENING = /\[([a-z][\w-]*)\]/giu;
const MAX_CHARACTERS = 300;

/** Returns the codes of a text. One may reach over several blocks, as each program has its own idea of a paragraph. */
export function foreignCode(blocks: readonly BlockWords[]): Finding[] {
  const words = blocks.map((block) => block.words).join('\n\n');
  if (!/[{[<%$*:@«]/u.test(words)) return [];
  const closed = new Set([...words.matchAll(/\[\/([a-z][\w-]*)\]/giu)].map(([, name = '']) => name.toLowerCase()));
  const opening = [...words.matchAll(OPENING)].filter(([, name = '']) => closed.has(name.toLowerCase()));
  const found = [...words.matchAll(ANY), ...words.matchAll(CAPITALS), ...opening].sort((a, b) => a.index - b.index);
  let past = 0;
  let block = 0;
  let blockAt = 0;
  const begun = new Set<string>();
  return found.flatMap(({ 0: match, index }): Finding[] => {
    if (index < past) return [];
    const code = wholeCode(words, index, match);
    past = index + code.length;
    // The end of a pair is said with its beginning.
    const [, slash, name = ''] = /^\[(\/?)([a-z][\w-]*)/iu.exec(code) ?? [];
    if (slash === '/' && begun.has(name)) return [];
    begun.add(name);
    for (let of = blocks[block]; of && index > blockAt + of.words.length; of = blocks[block]) {
      blockAt += of.words.length + 2;
      block += 1;
    }
    const line = (blocks[block]?.line ?? 1) + words.slice(blockAt, index).split('\n').length - 1;
    return [foreign(line, code)];
  });
}

/** The address of a link or an image may have a code, too. */
export function foreign(line: number, code: string): Finding {
  return {
    line,
    is: 'code',
    typed: onOneLine(code.replaceAll(LITERAL, '…')),
    about: 'code',
    sentence: `${quoted(code.replaceAll(LITERAL, '…'))} is a code of another program, which works only there. Delete it, or write in Markdown what it stands for.`,
  };
}

export function holdsCode(address: string): boolean {
  return /\{\{|\{%|\$\{|%7B%7B|%7B%25|\*\||\*%7C/iu.test(address);
}

function wholeCode(words: string, index: number, match: string): string {
  const pair = PAIRS.find(([begin]) => new RegExp(`^(?:${begin})`, 'iu').test(words.slice(index, index + MAX_CHARACTERS)));
  if (pair === undefined) return match;
  const near = words.slice(index, index + MAX_CHARACTERS);
  const end = near.indexOf(pair[1], match.length);
  return end >= 0 ? near.slice(0, end + pair[1].length) : (near.split('\n', 1)[0] ?? match);
}
