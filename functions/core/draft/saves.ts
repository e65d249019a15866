import type { DraftHead } from '#core/draft/draft';

/** Versions that one person saved one soon after the other, newest first: the desk saves by itself while somebody writes. */
export type Saves = [newest: DraftHead, ...earlier: DraftHead[]];

const APART_MINUTES = 10;

/** Returns the versions of a draft by who saved them and when. `versions`: newest first. Published, deleted and marked ones stand alone. */
export function groupSaves(versions: readonly DraftHead[]): Saves[] {
  const groups: Saves[] = [];
  for (const version of versions) {
    const group = groups.at(-1);
    if (group && continues(version, group)) group.push(version);
    else groups.push([version]);
  }
  return groups;
}

function continues(version: DraftHead, group: Saves): boolean {
  const [newest] = group;
  const next = group.at(-1) ?? newest;
  const isOpen = newest.state === 'open' && version.state === 'open' && !newest.mark && !version.mark;
  return isOpen && newest.by === version.by && version.at.until(next.at).total('minutes') <= APART_MINUTES;
}
