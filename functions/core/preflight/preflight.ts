// The pre-flight: what a person should know about a draft before Publish. It blocks only what is provably wrong.
import { blocksOf } from '#core/draft/blocks';
import { plainDateTime } from '#core/draft/date-fields';
import type { DraftVersion } from '#core/draft/draft';
import { linesOf } from '#core/draft/file-lines';
import { fieldsOf, type StoryFields, withFields } from '#core/draft/story-fields';
import { linkRules, pathBelow } from '#core/preflight/dead-links';
import { eventDateRules } from '#core/preflight/event-dates';
import { linksOf } from '#core/preflight/links';
import { longSentencesRule } from '#core/preflight/long-sentences';
import { passagesOf } from '#core/preflight/passage';
import { plainWordsRule } from '#core/preflight/plain-words';
import type { Checked, Found, Mend, PreflightRule } from '#core/preflight/rule';
import { stigmaRule } from '#core/preflight/stigma';
import { unfinishedRule } from '#core/preflight/unfinished';
import { titleRules } from '#core/preflight/used-titles';
import { weekdayRules } from '#core/preflight/weekdays';

/** The most useful rules first: their number says how useful they are. */
export const preflightRules: readonly PreflightRule[] = [
  ...[...linkRules, unfinishedRule, ...weekdayRules, ...eventDateRules, stigmaRule, ...titleRules, longSentencesRule, plainWordsRule],
].toSorted((a, b) => numberOf(a.id) - numberOf(b.id));

function numberOf(id: string): number {
  return Number(id.slice(1));
}

/**
 * What a rule says of one place. `key`: names it among all of the same text. `paragraph`: of the text, from 1. `use`: the lower, the more
 * useful.
 */
export type PreflightItem = Found & { rule: string; level: PreflightRule['level']; key: string; paragraph?: number; use: number };

export type Setting = Omit<Checked, 'kind' | 'fields' | 'passages' | 'links' | 'published' | 'starts' | 'ends'>;

/** Returns all that the rules say of a draft, the most useful first. A file whose keys cannot be read has problems of its own. */
export function preflight({ text, kind }: Pick<DraftVersion, 'text' | 'kind'>, setting: Setting): PreflightItem[] {
  const { fields, asFile } = fieldsOf(text, kind);
  if (asFile) return [];
  const [published, starts, ends] = [fields.published, fields.starts, fields.ends].map(plainDateTime);
  const paragraphAt = paragraphs(fields.body);
  const checked: Checked = {
    ...setting,
    kind,
    fields,
    passages: passagesOf(fields, kind),
    links: linksOf(fields, kind),
    published,
    starts,
    ends,
  };
  return preflightRules.flatMap(({ id, level, check }) =>
    check(checked).map((found) => {
      const { field, at } = found;
      const paragraph = field === 'body' && at !== undefined ? paragraphAt(at) : undefined;
      const post = found.mend && 'post' in found.mend ? found.mend.post : undefined;
      const key = [id, field, post ?? '', at ?? ''].join('.');
      return { ...found, rule: id, level, key, use: numberOf(id), ...(paragraph !== undefined && { paragraph }) };
    }),
  );
}

/** Returns the addresses on other sites that a draft links to. */
export function linksElsewhere({ text, kind }: Pick<DraftVersion, 'text' | 'kind'>, site: string): string[] {
  const { fields, asFile } = fieldsOf(text, kind);
  return asFile ? [] : linksOf(fields, kind).flatMap(({ url }) => (pathBelow(site, `${url}/`) === '' ? [url] : []));
}

/** Returns which block of a text, from 1, has a place in it. The text is cut into blocks once, and only if somebody asks. */
function paragraphs(body: string): (at: number) => number {
  let starts: number[] | undefined;
  return (at) => {
    starts ??= blockStarts(body);
    return Math.max(1, starts.filter((start) => start <= at).length);
  };
}

/** Returns the place at which each block begins. */
function blockStarts(body: string): number[] {
  const lines = linesOf(body);
  const places: number[] = [];
  let place = 0;
  for (const { words, end } of lines) {
    places.push(place);
    place += words.length + end.length;
  }
  return blocksOf(lines).blocks.map(({ start }) => places[start] ?? place);
}

/** Returns the draft's text with the change made, and every other byte as it was. */
export function mended({ text, kind }: Pick<DraftVersion, 'text' | 'kind'>, mend: Mend): string {
  const { fields } = fieldsOf(text, kind);
  return withFields(text, kind, mendedFields(fields, mend));
}

function mendedFields(fields: StoryFields, mend: Mend): StoryFields {
  if ('date' in mend) return { ...fields, [mend.date]: mend.put };
  const { field, post, start, end, put } = mend;
  const change = (words: string) => words.slice(0, start) + put + words.slice(end);
  if (field === 'extraPosts') {
    const extraPosts = fields.extraPosts.map((one, i) => (i === post ? { ...one, text: change(one.text) } : one));
    return { ...fields, extraPosts };
  }
  const words = fields[field];
  return typeof words === 'string' ? { ...fields, [field]: change(words) } : fields;
}

/** A longer list would not be read. */
const MOST_SHOWN = 3;

/** Returns the most useful of these notes: one of each rule before a second. */
export function mostUseful<N extends { rule: string; use: number }>(notes: readonly N[]): N[] {
  const sorted = notes.toSorted((a, b) => a.use - b.use);
  const isFirst = (note: N) => sorted.find(({ rule }) => rule === note.rule) === note;
  return [...sorted.filter(isFirst), ...sorted.filter((note) => !isFirst(note))].slice(0, MOST_SHOWN);
}
