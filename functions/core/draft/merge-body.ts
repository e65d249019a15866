// The text of a story in three versions as one, block by block.
import { type Block, blockName, blocksOf, blockText } from '#core/draft/blocks';
import type { Line } from '#core/draft/file-lines';
import { mergeSequences, type Region, type Sides } from '#core/draft/merge-blocks';

/** A block, where it came from, and its place there. */
export type Part = { from: readonly Block[]; index: number; block: Block };

export type MergedBody = { regions: Region<Part>[]; lead: readonly Line[]; last: readonly Line[]; lastEnd: string };

/** Merges the texts of three versions. */
export function mergeBodies(bodies: Sides<readonly Line[]>): MergedBody {
  const [base, mine, theirs] = [blocksOf(bodies.base), blocksOf(bodies.mine), blocksOf(bodies.theirs)];
  const parts = ({ blocks }: { blocks: Block[] }) => blocks.map((block, index): Part => ({ from: blocks, index, block }));
  const frame = theirs.blocks.length > 0 ? theirs : mine;
  const final = frame.blocks.at(-1);
  return {
    regions: mergeSequences({ base: parts(base), mine: parts(mine), theirs: parts(theirs) }, ({ block }) => blockText(block).trimEnd()),
    lead: frame.lead,
    last: final?.gap ?? [],
    lastEnd: final?.lines.at(-1)?.end ?? '',
  };
}

/** Returns the words of parts, and what the first of them is called. */
export function partsText(parts: readonly Part[]): string {
  return parts.map(({ block }) => blockText(block)).join('\n\n');
}

/** Returns what the parts are called: `the 2nd paragraph`. */
export function partsName({ base, mine, theirs }: Sides<readonly Part[]>): string {
  const [part] = [...theirs, ...mine, ...base];
  return part ? blockName(part.from, part.index) : 'the text';
}

/** Returns the lines of a text that is made of these parts. */
export function linesOfParts({ lead, last, lastEnd }: MergedBody, parts: readonly Part[], end: string): Line[] {
  const lines = parts.flatMap(({ block, from, index }, at): Line[] => {
    const next = parts[at + 1];
    if (!next) return [...withLastEnd(block.lines, lastEnd), ...last];
    const gap = block.gap.filter((line) => line.words + line.end !== '');
    const isNext = next.from === from && next.index === index + 1;
    return withEnds([...block.lines, ...(gap.length === 0 && !isNext ? [{ words: '', end }] : gap)], end);
  });
  return lines.length === 0 ? [...lead] : [...withEnds(lead, end), ...lines];
}

function withEnds(lines: readonly Line[], end: string): Line[] {
  return lines.map((line) => ({ ...line, end: line.end || end }));
}

function withLastEnd(lines: readonly Line[], end: string): Line[] {
  const last = lines.at(-1);
  return last ? [...lines.slice(0, -1), { ...last, end }] : [];
}
