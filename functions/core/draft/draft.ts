import type { Temporal } from 'temporal-polyfill';
import { RETENTION } from '#core/rules/retention';
import type { Story } from '#core/story/story';
import { byTime, isBefore } from '#core/time/compare';

export type DraftId = string & { readonly brand: 'DraftId' };

/** One saved version of a draft. `text`: the whole story file, front matter and Markdown. */
export type DraftVersion = {
  draft: DraftId;
  /** 1, 2, 3 … without gaps. */
  version: number;
  at: Temporal.Instant;
  /** Who saved it. */
  by: string;
  kind: Story['kind'];
  text: string;
  /** For lists. */
  title: string;
  /** The file of the content that this draft changes; absent: a new story. */
  file?: string;
  /** The version of that file in the content when the draft last agreed with it (`SourceFile.version`); absent: there was none. */
  base?: string;
  state: 'open' | 'deleted' | 'published';
  /** Absent: a person wrote these words here, or changed the state of the draft alone. */
  mark?: DraftMark;
};

/**
 * What a version is, if not the words of a person at the desk. `file`: the words of its file, which somebody changed outside the desk.
 * `unrecorded`: the words of its file, which an earlier Publish had written before it broke off. `story-deleted`: the story was deleted
 * with its file. `brought-in`: the words of another site. `begun`: the form of a new story was opened, and nobody has written anything yet:
 * it stands in no list.
 */
export const DRAFT_MARKS = ['file', 'unrecorded', 'story-deleted', 'brought-in', 'begun'] as const;
export type DraftMark = (typeof DRAFT_MARKS)[number];

/**
 * A story that can be published has at most 100,000 characters in its text, and so a third of this or less. An item of DynamoDB has 400 KB
 * with its keys.
 */
const MOST_BYTES = 380_000;

/** True for a text that cannot be kept as a draft. Nobody writes so much: it was pasted. */
export function isTooLong(text: string): boolean {
  return text.length * 3 > MOST_BYTES && new TextEncoder().encode(text).length > MOST_BYTES;
}

/** What a list shows of a version. */
export type DraftHead = Omit<DraftVersion, 'text'>;

/** Returns a version without its text. */
export function headOf({ text: _, ...head }: DraftVersion): DraftHead {
  return head;
}

/** Returns until when the deletion of a draft can be taken back, and until when a form may stay open before its first letter. */
export function undeletableUntil({ at }: Pick<DraftHead, 'at'>): Temporal.Instant {
  return at.add({ hours: RETENTION.deletedDrafts.total('days') * 24 });
}

/**
 * True when a draft is deleted for good, and when nobody has written anything into it for as long. What has a file was published, and stays
 * as its history. `draft`: its newest version.
 */
export function hasEnded(draft: Pick<DraftHead, 'at' | 'state' | 'file' | 'mark'>, now: Temporal.Instant): boolean {
  const isNothing = draft.state === 'deleted' || draft.mark === 'begun';
  return isNothing && draft.file === undefined && !isBefore(now, undeletableUntil(draft));
}

/** Returns drafts with the newest first. */
export function newestFirst(heads: readonly DraftHead[]): DraftHead[] {
  return heads.toSorted((one, other) => byTime(other.at, one.at) || (one.draft < other.draft ? -1 : 1));
}

/** True when both are of one person and say the same: a save that was repeated, because its answer was lost. */
export function isSameSave(one: DraftVersion, other: DraftVersion): boolean {
  return (['by', 'text', 'state', 'file', 'base'] as const).every((part) => one[part] === other[part]);
}
