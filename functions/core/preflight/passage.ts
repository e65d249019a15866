// The words of a draft, field by field, with what is not the writer's own running text hidden.
import type { StoryFields, StoryKind } from '#core/draft/story-fields';
import { blockTokens } from '#core/markdown/parse-markdown';
import { Unreadable } from '#core/parsing/unreadable';

/** Stands for a hidden character, so that places stay: no word goes across it. */
const HIDDEN = '\u0000';

/**
 * One field's text, with less and less of it, and all as long: a place in one is a place in the others. `shown`: without code and comments.
 * `words`: also without addresses. `own`: also without quotations, which are the words of others. `post`: of the extra posts, from 0.
 */
export type Passage = { field: keyof StoryFields; post?: number; shown: string; words: string; own: string };

const PLAIN = ['title', 'summary', 'preheader', 'socialText', 'imageAlt', 'imageCaption', 'registration', 'online', 'venue'] as const;

/** Returns what a draft says, in the order of the form. */
export function passagesOf(fields: StoryFields, kind: StoryKind): Passage[] {
  const plain = PLAIN.map((field) => passage(field, fields[field]));
  const posts = fields.extraPosts.map(({ text }, post) => ({ ...passage('extraPosts', text), post }));
  const followUp = kind === 'event' ? [markdownPassage('followUp', fields.followUp)] : [];
  return [...plain, markdownPassage('body', fields.body), ...followUp, ...posts].filter(({ shown }) => shown !== '');
}

function passage(field: Passage['field'], text: string): Passage {
  const shown = hide(text, rangesOf(text, [COMMENT]));
  const words = hide(shown, rangesOf(shown, ADDRESSES));
  return { field, shown, words, own: hide(words, rangesOf(words, QUOTATIONS)) };
}

function markdownPassage(field: Passage['field'], text: string): Passage {
  const { code, definitions, quotes } = hiddenBlocks(text);
  const withoutCode = hide(text, code);
  const shown = hide(withoutCode, rangesOf(withoutCode, [CODE_SPAN, COMMENT]));
  const words = hide(hide(shown, definitions), rangesOf(shown, [LINK_ADDRESS, TAG, ...ADDRESSES]));
  const own = hide(words, quotes);
  return { field, shown, words, own: hide(own, rangesOf(own, QUOTATIONS)) };
}

type Range = { start: number; end: number };

/** Returns where whole blocks of code, link addresses and quotations are. A text that cannot be read is hidden: its problem says so. */
function hiddenBlocks(text: string): { code: Range[]; definitions: Range[]; quotes: Range[] } {
  const starts = [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)];
  try {
    const ranges = (types: ReadonlySet<string>) =>
      blockTokens(text).flatMap(({ type, map }) =>
        map && types.has(type) ? [{ start: starts[map[0]] ?? 0, end: starts[map[1]] ?? text.length }] : [],
      );
    return { code: ranges(CODE), definitions: ranges(DEFINITIONS), quotes: ranges(QUOTES) };
  } catch (error) {
    if (error instanceof Unreadable) return { code: [{ start: 0, end: text.length }], definitions: [], quotes: [] };
    throw error;
  }
}

const CODE = new Set(['fence', 'code_block']);
const DEFINITIONS = new Set(['reference_definition']);
const QUOTES = new Set(['blockquote_open']);

const COMMENT = /<!--[\s\S]*?(?:-->|$)/gu;
const ADDRESSES = [/\b(?:https?:\/\/|mailto:|www\.)\S+/giu, /(?<![^\s@])[^\s@]+@[^\s@]+\.[^\s@]+/gu];
const CODE_SPAN = /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/gu;
const LINK_ADDRESS = /(?<=\])\((?:<[^>\n]{0,2000}>|[^\s()]|\([^\s()]*\))*(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/gu;
const TAG = /<\/?[a-z][^<>]*>/giu;

/** Within one paragraph. An apostrophe inside a word ends no quotation. */
const QUOTATIONS = [
  /"(?:[^"\n]|\n(?!\s*\n))*"/gu,
  /“(?:[^“”\n]|\n(?!\s*\n))*”/gu,
  /(?<![\p{L}\p{N}])‘(?:[^‘’\n]|\n(?!\s*\n)|(?<=\p{L})’(?=\p{L}))*’(?!\p{L})/gu,
  /(?<![\p{L}\p{N}])'(?:[^'\n]|\n(?!\s*\n)|(?<=\p{L})'(?=\p{L}))+'(?!\p{L})/gu,
];

function rangesOf(text: string, patterns: readonly RegExp[]): Range[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ start: index, end: index + found.length })),
  );
}

/** Hides these ranges. Line ends stay: they tell paragraphs apart. */
function hide(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (end <= from) continue;
    parts.push(text.slice(from, Math.max(from, start)), text.slice(Math.max(from, start), end).replaceAll(/[^\n]/g, HIDDEN));
    from = end;
  }
  return parts.join('') + text.slice(from);
}
