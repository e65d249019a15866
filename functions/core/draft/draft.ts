import type { Temporal } from 'temporal-polyfill';
import { byTime } from '#core/time/compare';

export type DraftId = string & { readonly brand: 'DraftId' };

/** One saved version of a draft. `text`: the whole story file, front matter and Markdown. */
export type DraftVersion = {
  draft: DraftId;
  /** 1, 2, 3 … without gaps. */
  version: number;
  at: Temporal.Instant;
  /** Who saved it. */
  by: string;
  kind: 'post' | 'event';
  text: string;
  /** For lists. */
  title: string;
  /** The file of the content that this draft changes; absent: a new story. */
  file?: string;
  /** The version of that file in the content when the draft last agreed with it (`SourceFile.version`); absent: there was none. */
  base?: string;
  state: 'open' | 'deleted' | 'published';
};

/** What a list shows of a version. */
export type DraftHead = Omit<DraftVersion, 'text' | 'base'>;

/** Returns a version without its text. */
export function headOf({ text: _, base: __, ...head }: DraftVersion): DraftHead {
  return head;
}

/** Returns drafts with the newest first. */
export function newestFirst(heads: readonly DraftHead[]): DraftHead[] {
  return heads.toSorted((one, other) => byTime(other.at, one.at) || (one.draft < other.draft ? -1 : 1));
}

/** True when both are of one person and say the same: a save that was repeated, because its answer was lost. */
export function isSameSave(one: DraftVersion, other: DraftVersion): boolean {
  return (['by', 'text', 'state', 'file', 'base'] as const).every((part) => one[part] === other[part]);
}
