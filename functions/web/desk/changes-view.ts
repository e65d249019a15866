import type { OutgoingChange } from '#core/publication/outgoing';

/** One changed part as a page shows it. `moreWas`, `moreIs`: how many lines are left out. */
export type ChangeView = { what: string; was: string[]; moreWas: string | undefined; is: string[]; moreIs: string | undefined };

/** Of a longer change the page shows no more lines: the preview has all of the text. */
const MAX_LINES = 12;

/** Returns what changed, in words. */
export function changesView(changes: readonly OutgoingChange[]): ChangeView[] {
  return changes.map(({ what, was, is }) => ({
    what: what.slice(0, 1).toUpperCase() + what.slice(1),
    was: was.slice(0, MAX_LINES),
    moreWas: more(was),
    is: is.slice(0, MAX_LINES),
    moreIs: more(is),
  }));
}

function more({ length }: readonly string[]): string | undefined {
  if (length <= MAX_LINES) return undefined;
  const left = length - MAX_LINES;
  return left === 1 ? 'and 1 more line' : `and ${left} more lines`;
}
