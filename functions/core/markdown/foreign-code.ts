// Codes of other programs that a story was copied from: Liquid of Jekyll, shortcodes of Hugo and WordPress, merge fields of mail programs,
// attributes of Kramdown, wiki links, BBCode.
import { type BlockWords, LITERAL, lineCounter } from '#core/markdown/block-words';
import { type Finding, onOneLine, quoted } from '#core/markdown/findings';

/** How each code begins, and what ends it. Without its end a code is one all the same. */
const PAIRS = [
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
].map(([begin = '', end = '']) => ({ begin, begins: new RegExp(`^(?:${begin})`, 'iu'), end }));
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
const ANY = new RegExp([...PAIRS.map(({ begin }) => begin), ...WHOLE].join('|'), 'giu');
/** `[vc_row]` whose `[/vc_row]` comes later. */
const OPENING = /\[([a-z][\w-]*)\]/giu;
const MAX_CHARACTERS = 300;

/** Returns the codes of a text. One may reach over several blocks, as each program has its own idea of a paragraph. */
export function foreignCode(blocks: readonly BlockWords[]): Finding[] {
  const words = blocks.map(({ withTags }) => withTags).join('\n\n');
  if (!/[{[<%$*:@«]/u.test(words)) return [];
  const closed = new Set([...words.matchAll(/\[\/([a-z][\w-]*)\]/giu)].map(([, name = '']) => name.toLowerCase()));
  const opening = [...words.matchAll(OPENING)].filter(([, name = '']) => closed.has(name.toLowerCase()));
  const found = [...words.matchAll(ANY), ...words.matchAll(CAPITALS), ...opening].sort((a, b) => a.index - b.index);
  const lineAt = lineOfBlocks(blocks);
  const begun = new Set<string>();
  let past = 0;
  return found.flatMap(({ 0: match, index }): Finding[] => {
    if (index < past) return [];
    const code = wholeCode(words, index, match);
    past = index + code.length;
    // The end of a pair is said with its beginning.
    const [, slash, name = ''] = /^\[(\/?)([a-z][\w-]*)/iu.exec(code) ?? [];
    if (slash === '/' && begun.has(name)) return [];
    begun.add(name);
    return [foreign(lineAt(index), code)];
  });
}

/** Returns the line of growing offsets in the words of all blocks, with an empty line between two. */
function lineOfBlocks(blocks: readonly BlockWords[]): (at: number) => number {
  let block = 0;
  let start = 0;
  let lineIn = lineCounter(blocks[0]?.withTags ?? '', blocks[0]?.line ?? 1);
  return (at) => {
    for (let now = blocks[block]; now && at > start + now.withTags.length; now = blocks[block]) {
      start += now.withTags.length + 2;
      block += 1;
      lineIn = lineCounter(blocks[block]?.withTags ?? '', blocks[block]?.line ?? 1);
    }
    return lineIn(at - start);
  };
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
  const near = words.slice(index, index + MAX_CHARACTERS);
  const pair = PAIRS.find(({ begins }) => begins.test(near));
  if (pair === undefined) return match;
  const end = near.indexOf(pair.end, match.length);
  return end >= 0 ? near.slice(0, end + pair.end.length) : (near.split('\n', 1)[0] ?? match);
}
