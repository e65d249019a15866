// The keys of a story in three versions as one. A key that only one side changed is taken with its lines.
import type { Line } from '#core/draft/file-lines';
import { type KeyLines, rawKeys } from '#core/draft/key-lines';
import type { Sides } from '#core/draft/merge-blocks';

/** A key with its value. `above`: the comments and empty lines above it; the last entry has only these. `mine`: the lines in my version. */
export type Entry = { name: string; above: readonly Line[]; lines: readonly Line[]; mine?: readonly Line[] };

/** `entries`: with the lines of `theirs` where a key crosses. `crossing`: the names of keys that both sides changed. */
export type MergedKeys = { entries: Entry[]; crossing: { name: string; texts: Sides<string> }[] };

const END = '';

/** Merges keys by their lines. */
export function mergeKeys(sides: Sides<KeyLines>): MergedKeys {
  const all = { base: entriesOf(sides.base), mine: entriesOf(sides.mine), theirs: entriesOf(sides.theirs) };
  const named = (entries: readonly Entry[], name: string) => entries.find((entry) => entry.name === name);
  const crossing: MergedKeys['crossing'] = [];
  const entries: Entry[] = [];
  const names = [...new Set([...all.theirs, ...all.mine].map(({ name }) => name))];
  for (const name of inPlace(names, all)) {
    const three = { base: named(all.base, name), mine: named(all.mine, name), theirs: named(all.theirs, name) };
    const texts = { base: textOf(three.base?.lines), mine: textOf(three.mine?.lines), theirs: textOf(three.theirs?.lines) };
    const side = sideOf(texts);
    if (side === undefined) crossing.push({ name, texts });
    const entry = three[side ?? 'theirs'];
    const above = comments({ base: three.base?.above ?? [], mine: three.mine?.above ?? [], theirs: three.theirs?.above ?? [] });
    // A key that one side took out goes with its comments.
    if (entry || side === undefined)
      entries.push({ name, lines: entry?.lines ?? [], above, ...(three.mine && { mine: three.mine.lines }) });
  }
  return { entries, crossing };
}

/** Returns whose version is taken; undefined when both changed it. */
export function sideOf({ base, mine, theirs }: Sides<string>): 'mine' | 'theirs' | undefined {
  if (mine === base || mine === theirs) return 'theirs';
  return theirs === base ? 'mine' : undefined;
}

function entriesOf(keys: KeyLines): Entry[] {
  const entries: Entry[] = rawKeys(keys).map((entry) => ({ ...entry, name: entry.name.toLowerCase() }));
  const used = entries.reduce((sum, { above, lines }) => sum + above.length + lines.length, 0);
  return [...entries, { name: END, above: keys.lines.slice(used), lines: [] }];
}

/** Returns the names in the order of `theirs`; a key that only `mine` has comes after the one that it comes after there. */
function inPlace(names: readonly string[], { mine, theirs }: Sides<Entry[]>): string[] {
  const order = theirs.map(({ name }) => name);
  for (const [index, { name }] of mine.entries()) {
    if (order.includes(name) || !names.includes(name)) continue;
    order.splice(index === 0 ? 0 : order.indexOf(mine[index - 1]?.name ?? '') + 1, 0, name);
  }
  return order;
}

/** Of comments that both sides changed, all are kept. */
function comments(sides: Sides<readonly Line[]>): readonly Line[] {
  const side = sideOf({ base: textOf(sides.base), mine: textOf(sides.mine), theirs: textOf(sides.theirs) });
  if (side) return sides[side];
  const known = new Set(sides.theirs.map(({ words }) => words));
  return [...sides.theirs, ...sides.mine.filter(({ words }) => !known.has(words))];
}

function textOf(lines: readonly Line[] = []): string {
  return lines.map(({ words }) => words).join('\n');
}
