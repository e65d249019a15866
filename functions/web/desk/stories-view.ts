// The list of stories: drafts, coming, published, and those that need something.

import type { Temporal } from 'temporal-polyfill';
import { decodeFile } from '#core/draft/decode-file';
import { type DraftHead, undeletableUntil } from '#core/draft/draft';
import { fieldsOf } from '#core/draft/story-fields';
import { isNote, type Problem } from '#core/parsing/problem';
import { kindName } from '#core/publication/names';
import { endingAgreements } from '#core/story/agreements';
import type { Story } from '#core/story/story';
import { isStoryFile, storyKindOf } from '#core/story/story-files';
import { curlyQuotes } from '#core/text/curly-quotes';
import { isBefore } from '#core/time/compare';
import { nhsDate, nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';
import { draftUrl, UNTITLED } from '#web/desk/draft-desk';
import { paged } from '#web/paging';
import type { Written } from '#web/read-content';

/** What the list is narrowed to, and the page of it. */
export type StoriesAsked = { q: string; kind: string; topic: string; state: string };

/** The published stories are many, and have pages of so many. */
const PAGE_SIZE = 50;

type State = 'draft' | 'needs' | 'coming' | 'published';
type Row = {
  title: string;
  state: State;
  kind: Story['kind'];
  topics: readonly string[];
  about: () => string;
  url?: string;
  file?: string;
  tag?: string;
  colour?: string;
  problems?: string[];
  /** Its file was changed outside the desk since it was published here. */
  overwritten?: { words: string; url: string };
  sort: string;
};
type Choice = { value: string; words: string; checked: boolean };

const HEADINGS: readonly [State, string][] = [
  ['needs', 'Need something'],
  ['draft', 'Drafts'],
  ['coming', 'Coming'],
  ['published', 'Published'],
];

/**
 * Returns the list of stories that are asked for; undefined when it has no such page. `toPublish`: those drafts that have something which
 * is not published yet.
 */
export function storiesView(
  written: Written,
  { all: drafts, toPublish }: { all: readonly DraftHead[]; toPublish: readonly DraftHead[] },
  now: Temporal.Instant,
  asked: StoriesAsked,
  page?: string,
): object | undefined {
  const { rules } = written;
  const here = now.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London');
  const rows = [
    ...toPublish.map((draft) => draftRow(draft, written, here)),
    ...fileRows(written, here, { all: drafts, toPublish }),
    ...lostRows(written, drafts, here),
  ];
  const found = rows.filter((row) => isAsked(row, asked));
  const narrowed = Object.entries(asked).filter(([, value]) => value !== '');
  const query = new URLSearchParams(narrowed).toString();
  const published = paged(rowsOf(found, 'published'), page, `/desk/stories${query && `?${query}`}`, PAGE_SIZE);
  if (!published) return undefined;
  const groupOf = (state: State): Row[] => (state === 'published' ? published.items : published.number === 1 ? rowsOf(found, state) : []);
  return {
    ...asked,
    filtered: narrowed.length > 0,
    kinds: choices(
      [
        ['', 'All'],
        ['post', 'Blog posts'],
        ['event', 'Events'],
        ['message', 'Messages'],
      ],
      asked.kind,
    ),
    topics: choices([['', 'All'], ...(rules?.topics ?? [])], asked.topic),
    states: choices([['', 'All'], ...HEADINGS], asked.state),
    groups: HEADINGS.map(([state, heading]) => ({
      heading,
      rows: groupOf(state).map((row) => ({ ...row, about: row.about(), found: row.file !== undefined && row.file === asked.q })),
    })).filter(({ rows: some }) => some.length > 0),
    pages: published.pages,
    deleted: drafts
      .map((head) => ({ ...head, until: undeletableUntil(head).toZonedDateTimeISO(here.timeZoneId) }))
      .filter(({ state, until }) => state === 'deleted' && isBefore(now, until))
      .map(({ draft, title, by, at, until, mark }) => ({
        url: draftUrl(draft),
        title: title || UNTITLED,
        about: `${mark === 'story-deleted' ? 'Story' : 'Draft'} deleted by ${by} on ${dateTime(at, here)}. You can bring it back until ${nhsDateTime(until)}.`,
      })),
  };
}

/** Returns the rows of one state: what comes next first, or the newest. */
function rowsOf(rows: readonly Row[], state: State): Row[] {
  return rows
    .filter((row) => row.state === state)
    .toSorted((a, b) => (state === 'coming' ? compare(a.sort, b.sort) : compare(b.sort, a.sort)));
}

function draftRow({ draft, title, kind, by, at, file }: DraftHead, { files }: Written, here: Temporal.ZonedDateTime): Row {
  const isThere = files.some((one) => one.file === file);
  const changes = isThere ? `Changes to ${file}, not published yet` : `It was in ${file}, which is not there any more`;
  const what = file === undefined ? `New ${kindName(kind).toLowerCase()}` : changes;
  return {
    title: title || UNTITLED,
    state: 'draft',
    kind,
    topics: [],
    about: () => `${what}. Saved on ${dateTime(at, here)} by ${by}.`,
    url: draftUrl(draft),
    sort: at.toString(),
  };
}

/** Returns a row for each story file, also for one with a problem. The newest problem-free reading gives its facts. */
function fileRows(
  { files, stories, problems, drafts }: Written,
  here: Temporal.ZonedDateTime,
  heads: { all: readonly DraftHead[]; toPublish: readonly DraftHead[] },
): Row[] {
  const storyOf = new Map(stories.map((story) => [story.file, story]));
  const problemsOf = Map.groupBy(
    problems.filter((one) => !isNote(one)),
    ({ file }) => file,
  );
  return files
    .filter(({ file }) => isStoryFile(file))
    .map((source) => {
      const { file } = source;
      const kind = storyKindOf(file);
      const wrong = problemsOf.get(file) ?? [];
      const story = storyOf.get(file);
      const edited = heads.toPublish.some((draft) => draft.file === file) ? ' It has changes that are not published yet.' : '';
      // Its file has other words than those that were published here: a folder or an upload counts over the desk.
      const over = heads.all.find(
        (draft) => draft.file === file && draft.state === 'published' && draft.base !== undefined && draft.base !== source.version,
      );
      const overwritten = over && { words: overwrittenSentence(over, here), url: `${draftUrl(over.draft)}/history` };
      if (story && wrong.length === 0) return { ...storyRow(story, here, edited), ...(overwritten && { overwritten }) };
      const text = decodeFile(source);
      const title = (text === undefined ? '' : fieldsOf(text, kind).fields.title) || file;
      const isDraft = drafts.includes(file);
      return {
        title,
        kind,
        topics: [],
        state: isDraft ? 'draft' : 'needs',
        about: () => `${file}.${isDraft ? ' It says draft: true.' : ''}${edited}`,
        problems: wrong.slice(0, 3).map(sentenceOf),
        ...(text === undefined ? {} : { file }),
        ...(overwritten && { overwritten }),
        sort: file,
      };
    });
}

function overwrittenSentence({ by, at }: DraftHead, here: Temporal.ZonedDateTime): string {
  return `Changed outside the desk since ${by} published it on ${dateTime(at, here)}: readers get the words of the file.`;
}

/** A story that was published here, and whose file somebody has taken out of the content: by its title, it has no other file now. */
function lostRows({ files, stories }: Written, drafts: readonly DraftHead[], here: Temporal.ZonedDateTime): Row[] {
  const lost = drafts.filter(({ state, file }) => state === 'published' && !files.some((one) => one.file === file));
  return lost
    .filter(({ kind, title }) => !stories.some((story) => story.kind === kind && story.title === title))
    .map(({ draft, title, kind, by, at, file }) => ({
      title: title || UNTITLED,
      state: 'needs',
      kind,
      topics: [],
      about: () => `Published on ${dateTime(at, here)} by ${by}.`,
      problems: [`Its file, ${file}, is gone, so it has no page. Open it to publish it again, or to delete it.`],
      url: draftUrl(draft),
      sort: at.toString(),
    }));
}

function storyRow(story: Story, here: Temporal.ZonedDateTime, edited: string): Row {
  const published = atWallClock(story.published, here.timeZoneId);
  const coming = isBefore(here, published);
  const what = () =>
    story.kind === 'post' ? `By ${story.author}` : story.kind === 'event' ? `Event on ${nhsDate(story.starts)}` : 'Message';
  const agreements = endingAgreements(story, here.toPlainDate());
  const off = story.kind === 'event' && story.status !== 'confirmed';
  return {
    title: story.title,
    kind: story.kind,
    topics: story.topics,
    state: agreements.length > 0 ? 'needs' : coming ? 'coming' : 'published',
    ...(agreements.length > 0 && { problems: agreements.map(({ sentence }) => sentence) }),
    about: () =>
      `${what()}. ${coming ? (story.archive ? 'Has its page from' : 'Goes out on') : 'Published on'} ${nhsDateTime(story.published)}.${edited}`,
    file: story.file,
    ...(story.archive && { tag: 'Archive', colour: 'grey' }),
    ...(off && { tag: story.status === 'cancelled' ? 'Cancelled' : 'Postponed', colour: story.status === 'cancelled' ? 'red' : 'orange' }),
    sort: story.published.toString(),
  };
}

function sentenceOf({ line, sentence }: Problem): string {
  return `Line ${line}: ${curlyQuotes(sentence)}`;
}

function isAsked(row: Row, { q, kind, topic, state }: StoriesAsked): boolean {
  if ((kind !== '' && row.kind !== kind) || (topic !== '' && !row.topics.includes(topic)) || (state !== '' && row.state !== state))
    return false;
  if (q === '') return true;
  const words = `${row.title} ${row.file ?? ''} ${row.about()}`.toLocaleLowerCase('en-GB');
  return q
    .toLocaleLowerCase('en-GB')
    .split(/\s+/u)
    .every((word) => words.includes(word));
}

function choices(all: readonly (readonly [string, string])[], chosen: string): Choice[] {
  return all.map(([value, words]) => ({ value, words, checked: value === chosen }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function dateTime(at: Temporal.Instant, { timeZoneId }: Temporal.ZonedDateTime): string {
  return nhsDateTime(at.toZonedDateTimeISO(timeZoneId));
}
