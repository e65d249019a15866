import type { Temporal } from 'temporal-polyfill';
import type { DateTimeFields } from '#core/draft/date-fields';
import type { StoryFields, StoryKind } from '#core/draft/story-fields';
import type { DraftLink } from '#core/preflight/links';
import type { Passage } from '#core/preflight/passage';
import type { Story } from '#core/story/story';

/** What is checked. Times are wall-clock times in the rules' zone; undefined: not filled in, or no time. */
export type Checked = {
  kind: StoryKind;
  fields: StoryFields;
  passages: readonly Passage[];
  links: readonly DraftLink[];
  published: Temporal.PlainDateTime | undefined;
  starts: Temporal.PlainDateTime | undefined;
  ends: Temporal.PlainDateTime | undefined;
  now: Temporal.PlainDateTime;
  /** No file of the content has it yet. */
  isNew: boolean;
  /** All stories but this one. */
  others: readonly Story[];
  /** The newsroom's site, and the paths of its stories, this one's among them: `/posts/talking-first`. Undefined: not known. */
  site?: { address: string; pages: ReadonlySet<string> };
  /** Addresses on other sites that lead to no page. */
  deadLinks: ReadonlySet<string>;
  /** The next morning on which emails may go out. */
  nextMorning: DateTimeFields;
};

/** A change in a draft that a button makes: other words at a place of a field, or another time. `words`: what the button says. */
export type Mend = { words: string } & (
  | { field: keyof StoryFields; post?: number; start: number; end: number; put: string }
  | { date: 'published'; put: DateTimeFields }
);

/** What a rule says. `at`: the place in the field's text, of the body or the follow-up. */
export type Found = { field: keyof StoryFields; at?: number; sentence: string; mend?: Mend };

/** One item of the pre-flight. `id` is its name in docs/preflight.md. */
export type PreflightRule = {
  id: string;
  /** `blocks`: the story cannot be published; only for what is provably wrong. `notes`: it is worth a look. */
  level: 'blocks' | 'notes';
  /** The harm when nobody looks, in plain words. */
  why: string;
  check(draft: Checked): Found[];
};
