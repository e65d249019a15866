// Two versions of a story that were made from the same one, as one. Nothing of either side is lost unseen.
import { FIELD_NAMES } from '#core/draft/compare';
import { joined, type Line, lineEndOf, linesOf, partsOf, type StoryParts } from '#core/draft/file-lines';
import { type KeyLines, readKeyLines } from '#core/draft/key-lines';
import { each, mergeSequences, type Region, type Sides } from '#core/draft/merge-blocks';
import { linesOfParts, mergeBodies, partsName, partsText } from '#core/draft/merge-body';
import { type Choice, chosenField, fieldText, mergeFields } from '#core/draft/merge-fields';
import { type Entry, mergeKeys } from '#core/draft/merge-keys';
import { fieldsOf, keysOf, type StoryFields, type StoryKind, withFields } from '#core/draft/story-fields';

/**
 * What both sides changed. `field`: `key` for a key that the form does not have, `file` for lines of a file that no form can show. `name`:
 * what it is called, such as `Title` or `the 2nd paragraph`. The texts are what each side has; an empty one was taken out.
 */
export type Conflict = { field: keyof StoryFields | 'key' | 'file'; name: string } & Sides<string>;

/** `resolve`: returns the merged file, with one choice for each conflict, in their order. A choice that is missing counts as both. */
export type Merge = { conflicts: Conflict[]; resolve(choices: readonly Choice[]): string };

/** Merges two versions of a story that were made from `base`. */
export function mergeStories(texts: Sides<string>, kind: StoryKind): Merge {
  const { base, mine, theirs } = texts;
  if (mine === base || mine === theirs) return { conflicts: [], resolve: () => theirs };
  if (theirs === base) return { conflicts: [], resolve: () => mine };
  const opened = each(withSameEnds(texts), open);
  if (!opened.base || !opened.mine || !opened.theirs) return mergeFiles(texts);
  return mergeParts({ base: opened.base, mine: opened.mine, theirs: opened.theirs }, texts, kind) ?? mergeFiles(texts);
}

/** A side that gave the whole file other line ends gives them to the changes of the other side too. */
function withSameEnds(texts: Sides<string>): Sides<string> {
  const ends = each(texts, (text) => linesOf(text)[0]?.end ?? '');
  if (ends.mine === ends.theirs) return texts;
  const end = ends.mine === ends.base ? ends.theirs : ends.mine;
  const changed = (text: string) => joined(linesOf(text).map((line) => (line.end === ends.base ? { ...line, end } : line)));
  return { base: texts.base, mine: changed(texts.mine), theirs: changed(texts.theirs) };
}

type Opened = { parts: StoryParts; keys: KeyLines };

function open(text: string): Opened | undefined {
  const parts = partsOf(text);
  const keys = parts && readKeyLines(parts.keys, lineEndOf(parts));
  return keys && { parts, keys };
}

function mergeParts(sides: Sides<Opened>, texts: Sides<string>, kind: StoryKind): Merge | undefined {
  const { top, fence } = sides.theirs.parts;
  const end = lineEndOf(sides.theirs.parts);
  const keys = mergeKeys(each(sides, (side) => side.keys));
  const body = mergeBodies(each(sides, ({ parts }) => parts.body));
  const values = each(texts, (text) => fieldsOf(text, kind).fields);
  const fields = mergeFields(
    values,
    keys.crossing.map(({ name }) => name),
  );
  const unknown = keys.crossing.filter(({ name }) => !keysOf(kind).includes(name));
  const conflicts: Conflict[] = [
    ...fields.crossing.map((field) => ({ field, name: FIELD_NAMES[field], ...each(values, (value) => fieldText(value, field)) })),
    ...unknown.map((key) => ({ field: 'key' as const, name: key.name, ...key.texts })),
    ...crossingsOf(body.regions).map((parts) => ({ field: 'body' as const, name: partsName(parts), ...each(parts, partsText) })),
  ];
  const written = (choose: (index: number) => Choice) => {
    const ofKeys = keys.entries.flatMap((entry) => {
      const index = unknown.findIndex(({ name }) => name === entry.name);
      const lines = index === -1 ? entry.lines : chosenLines(entry, choose(fields.crossing.length + index));
      return [...entry.above, ...lines];
    });
    const parts = resolved(body.regions, (index) => choose(fields.crossing.length + unknown.length + index), partsText);
    const lines = linesOfParts(body, parts, end);
    return joined([...top, ...ended(ofKeys, end), lines.length > 0 ? { ...fence, end: fence.end || end } : fence, ...lines]);
  };
  // Keys that refer to each other may no longer be readable together.
  if (
    fieldsOf(
      written(() => 'theirs'),
      kind,
    ).asFile
  )
    return undefined;
  return {
    conflicts,
    resolve(choices) {
      const choose = (index: number) => choices[index] ?? 'both';
      const text = written(choose);
      const chosen = fields.crossing.map((field, index) => chosenField(field, values, choose(index)));
      return withFields(text, kind, Object.assign({}, fieldsOf(text, kind).fields, fields.clean, ...chosen));
    },
  };
}

/** Under `both` the other version of a key that we do not know is kept as a comment: a file may have each key once. */
function chosenLines({ lines, mine = [] }: Entry, choice: Choice): readonly Line[] {
  if (choice === 'mine' || lines.length === 0) return choice === 'theirs' ? lines : mine;
  return choice === 'theirs' ? lines : [...lines, ...mine.map((line) => ({ ...line, words: `# ${line.words}` }))];
}

/** A file that no form can show is merged line by line. */
function mergeFiles(texts: Sides<string>): Merge {
  const sides = each(texts, linesOf);
  const regions = mergeSequences(sides, ({ words }) => words);
  const end = texts.theirs.includes('\r\n') ? '\r\n' : '\n';
  const text = (lines: readonly Line[]) => lines.map(({ words }) => words).join('\n');
  return {
    conflicts: crossingsOf(regions).map((lines) => ({ field: 'file', name: 'lines of the file', ...each(lines, text) })),
    resolve(choices) {
      const lines = resolved(regions, (index) => choices[index] ?? 'both', text);
      return joined([...ended(lines.slice(0, -1), end), ...lines.slice(-1)]);
    },
  };
}

function crossingsOf<T>(regions: readonly Region<T>[]): Sides<T[]>[] {
  return regions.flatMap((region) => ('crossing' in region ? [region.crossing] : []));
}

/** Returns the parts of all regions, those that cross by choice. */
function resolved<T>(regions: readonly Region<T>[], choose: (index: number) => Choice, textOf: (parts: T[]) => string): T[] {
  let crossings = 0;
  return regions.flatMap((region): T[] => {
    if ('settled' in region) return region.settled;
    const { mine, theirs } = region.crossing;
    const choice = choose(crossings);
    crossings += 1;
    if (choice !== 'both') return choice === 'mine' ? mine : theirs;
    const known = new Set(theirs.map((part) => textOf([part])));
    return [...theirs, ...mine.filter((part) => !known.has(textOf([part])))];
  });
}

function ended(lines: readonly Line[], end: string): Line[] {
  return lines.map((line) => ({ ...line, end: line.end || end }));
}
