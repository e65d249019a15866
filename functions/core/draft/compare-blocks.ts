// What changed in the text of a story, in words.
import { diffArrays } from 'diff';
import { type Block, blockName, blocksOf, blockText, NAMES, ordinal } from '#core/draft/blocks';
import { linesOf } from '#core/draft/file-lines';
import { changedWords } from '#core/draft/word-changes';
import { count } from '#core/text/wrap';

const MOST_CHANGES = 2000;
/** The part of its words that a paragraph keeps if it is still the same one. */
const SAME_PARAGRAPH = 0.3;

type Text = { blocks: Block[]; texts: string[] };

/** Returns what changed between two texts: `3 words in the 2nd paragraph`, `1 paragraph added after the 4th`. */
export function bodyChanges(before: string, after: string): string[] {
  const [old, now] = [textOf(before), textOf(after)];
  const changes = diffArrays(old.texts, now.texts, { maxEditLength: MOST_CHANGES });
  if (changes === undefined) return ['The text was written anew'];
  const [gone, come] = [new Set<number>(), new Set<number>()];
  let [from, to] = [0, 0];
  const pairs: [number, number][] = [];
  let hunk: { gone: number[]; come: number[] } = { gone: [], come: [] };
  const close = () => {
    pairs.push(...matched(hunk, old, now));
    hunk = { gone: [], come: [] };
  };
  for (const { added, removed, value } of changes) {
    if (added) for (const _ of value) hunk.come.push(to++);
    else if (removed) for (const _ of value) hunk.gone.push(from++);
    else {
      close();
      from += value.length;
      to += value.length;
    }
    for (const index of hunk.gone) gone.add(index);
    for (const index of hunk.come) come.add(index);
  }
  close();
  for (const [a, b] of pairs) {
    gone.delete(a);
    come.delete(b);
  }
  const moved = movedBlocks(gone, come, old, now);
  return [...inOrder(pairs, (pair) => edit(pair, old, now)), ...moved, ...runs(come, now, 'added'), ...runs(gone, old, 'taken out')];
}

function textOf(body: string): Text {
  const { blocks } = blocksOf(linesOf(body));
  return { blocks, texts: blocks.map((block) => blockText(block).trim()) };
}

function inOrder(pairs: [number, number][], say: (pair: [number, number]) => string): string[] {
  return pairs.toSorted(([, a], [, b]) => a - b).map(say);
}

/** Returns the blocks that are the same ones with other words: of the same kind, in the same order, sharing words. */
function matched({ gone, come }: { gone: number[]; come: number[] }, old: Text, now: Text): [number, number][] {
  const pairs: [number, number][] = [];
  let next = 0;
  for (const a of gone) {
    const found = come.findIndex(
      (b, index) => index >= next && old.blocks[a]?.kind === now.blocks[b]?.kind && isLike(old.texts[a], now.texts[b]),
    );
    const b = come[found];
    if (b === undefined) continue;
    pairs.push([a, b]);
    next = found + 1;
  }
  // One block in the place of one other of its kind is that one, rewritten.
  const [only, instead] = [gone[0] ?? 0, come[0] ?? 0];
  const isRewritten = pairs.length === 0 && gone.length === 1 && come.length === 1 && old.blocks[only]?.kind === now.blocks[instead]?.kind;
  return isRewritten ? [[only, instead]] : pairs;
}

function isLike(a = '', b = ''): boolean {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const [some, others] = [words(a), words(b)];
  const shared = [...some].filter((word) => others.has(word)).length;
  return shared >= SAME_PARAGRAPH * Math.max(1, Math.min(some.size, others.size));
}

function edit([a, b]: [number, number], old: Text, now: Text): string {
  const [before = '', after = ''] = [old.texts[a], now.texts[b]];
  const name = blockName(now.blocks, b);
  const words = changedWords(before, after);
  if (words > 0) return `${count(words, 'word')} in ${name}`;
  return before.replaceAll(/\s+/gu, '') === after.replaceAll(/\s+/gu, '') ? `Spaces in ${name}` : `Punctuation or formatting in ${name}`;
}

/** Takes the blocks that only stand elsewhere out of both sets, and says so. */
function movedBlocks(gone: Set<number>, come: Set<number>, old: Text, now: Text): string[] {
  return [...come].flatMap((b) => {
    const a = [...gone].find((index) => old.texts[index] === now.texts[b]);
    if (a === undefined) return [];
    gone.delete(a);
    come.delete(b);
    const kind = now.blocks[b]?.kind ?? 'paragraph';
    const place = kind === 'paragraph' ? `is now ${blockName(now.blocks, b)}` : `now stands ${placeAfter(now, b)}`;
    return [`1 ${NAMES[kind]} moved, and ${place}`];
  });
}

/** `2 paragraphs and 1 list added after the 4th paragraph`: one sentence for blocks that stand together. */
function runs(all: ReadonlySet<number>, text: Text, what: string): string[] {
  const starts = [...all].toSorted((a, b) => a - b).filter((index) => !all.has(index - 1));
  return starts.map((start) => {
    let end = start;
    while (all.has(end)) end += 1;
    const kinds = Map.groupBy(text.blocks.slice(start, end), ({ kind }) => kind);
    const names = [...kinds].map(([kind, blocks]) => count(blocks.length, NAMES[kind], PLURALS[kind]));
    const [only] = kinds.keys();
    const short = kinds.size === 1 && only === text.blocks[start - 1]?.kind && only === 'paragraph';
    return `${new Intl.ListFormat('en-GB').format(names)} ${what} ${placeAfter(text, start, short)}`;
  });
}

const PLURALS: Partial<Record<Block['kind'], string>> = { rule: 'lines across', address: 'link addresses' };

function placeAfter({ blocks }: Text, index: number, short = false): string {
  if (index === 0) return 'at the beginning';
  if (!short) return `after ${blockName(blocks, index - 1)}`;
  return `after the ${ordinal(blocks.slice(0, index).filter(({ kind }) => kind === 'paragraph').length)}`;
}
