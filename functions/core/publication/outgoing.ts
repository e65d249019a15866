// What a yes is bound to. It is kept in words, not as a hash, so that a later change can be shown to the person who said yes.
import { people } from '#core/publication/names';

/** The parts of what goes out, in the order in which changes are shown, each with its name. */
const PARTS = [
  ['when', 'the time'],
  ['where', 'where it goes'],
  ['to', 'whom it is for'],
  ['readers', 'how many people get it'],
  ['from', 'whom it is from'],
  ['stories', 'the stories'],
  ['subject', 'the subject'],
  ['preheader', 'the line after the subject'],
  ['text', 'the text'],
  ['pictures', 'the pictures'],
  ['look', 'how it looks'],
  ['price', 'the price'],
] as const;

type OutgoingPart = (typeof PARTS)[number][0];

/**
 * All that a person says yes to, as it would go out now. `text` and lists have a line each. `look` is a fingerprint, without words.
 * `readers` is a number in digits; it is absent where nobody counted.
 */
export type Outgoing = { [part in OutgoingPart]?: string };

/** Written down: equal texts mean that nothing has changed. */
export type WrittenOutgoing = string;

/** The time of a missed publication that a person sends after all: a yes to another time is no yes to that. */
export const LATE_WHEN = 'As soon as it may, although it was missed';

/** The time of what goes out because of an edit: it counts from when the edit is seen, and Publish says yes before that. */
export const AFTER_EDIT_WHEN = 'As soon as it may after the edit';

/** One part that has changed. `was` and `is`: the lines that are gone and that are new; none when there are no words for them. */
export type OutgoingChange = { what: string; was: string[]; is: string[] };

export function writeOutgoing(outgoing: Outgoing): WrittenOutgoing {
  // A form turns half a surrogate pair into another character, so that no yes to it would ever count.
  return JSON.stringify(PARTS.flatMap(([part]) => (outgoing[part] ? [[part, outgoing[part].toWellFormed()]] : [])));
}

/** Reads what a form carries or an approval has stored; undefined when it was written by something else. */
export function readOutgoing(written: string): Outgoing | undefined {
  const pairs = parsed(written);
  if (!Array.isArray(pairs)) return undefined;
  const outgoing: Outgoing = {};
  for (const pair of pairs) {
    const [name, value]: unknown[] = Array.isArray(pair) ? pair : [];
    const [part] = PARTS.find(([known]) => known === name) ?? [];
    if (part === undefined || typeof value !== 'string') return undefined;
    outgoing[part] = value;
  }
  return outgoing;
}

/** A yes still counts when fewer people than this have joined since, or when they are no more than this part of those who were shown. */
const MOST_NEW_READERS = 10;
const MOST_GROWTH = 0.25;

/** Adds the number of people who would get it now. */
export function withReaders(written: WrittenOutgoing, readers: number): WrittenOutgoing {
  return writeOutgoing({ ...readOutgoing(written), readers: String(readers) });
}

/** True when so many more people would get it than were shown that a person must look again. Fewer people are no reason. */
export function isGrown(shown: number, now: number): boolean {
  return now - shown >= MOST_NEW_READERS && now > shown * (1 + MOST_GROWTH);
}

/** Returns the parts that differ. The number of readers counts only when it was counted both times and has grown by much. */
export function changesBetween(before: Outgoing, now: Outgoing): OutgoingChange[] {
  return PARTS.flatMap(([part, what]): OutgoingChange[] => {
    if ((before[part] ?? '') === (now[part] ?? '')) return [];
    if (part === 'readers') {
      if (!isGrown(Number(before.readers ?? Number.NaN), Number(now.readers ?? Number.NaN))) return [];
      return [{ what, was: [people(Number(before.readers))], is: [people(Number(now.readers))] }];
    }
    if (part === 'look') return isWordless(before, now) ? [{ what, was: [], is: [] }] : [];
    const [was, is] = [linesOf(before[part]), linesOf(now[part])];
    const [gone, added] = [without(was, is), without(is, was)];
    // The same lines in another order.
    return [gone.length + added.length === 0 ? { what, was, is } : { what, was: gone, is: added }];
  });
}

/** Returns `the subject and the text`. */
export function changedParts(changes: readonly OutgoingChange[]): string {
  const all = changes.map(({ what }) => what);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** True when only the look has changed: changes of words and pictures are named by themselves. */
function isWordless(before: Outgoing, now: Outgoing): boolean {
  return (['subject', 'preheader', 'text', 'pictures'] as const).every((part) => before[part] === now[part]);
}

/** Returns the lines with words: the lines under headings change with their length only. */
function linesOf(value = ''): string[] {
  return value.split('\n').filter((line) => !/^[\s=*-]*$/.test(line));
}

function without(lines: string[], others: string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
