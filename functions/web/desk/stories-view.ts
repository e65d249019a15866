// The list of stories: drafts, coming, published, and those that need something.

import type { Temporal } from 'temporal-polyfill';
import { decodeFile } from '#core/draft/decode-file';
import type { DraftHead } from '#core/draft/draft';
import { fieldsOf } from '#core/draft/story-fields';
import { isNote, type Problem } from '#core/parsing/problem';
import type { Story } from '#core/story/story';
import { isStoryFile } from '#core/story/story-files';
import { curlyQuotes } from '#core/text/curly-quotes';
import { isBefore } from '#core/time/compare';
import { nhsDate, nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';
import { draftUrl, UNTITLED } from '#web/desk/draft-desk';
import type { Written } from '#web/read-content';

export type StoriesAsked = { q: string; kind: string; topic: string; state: string };

type State = 'draft' | 'needs' | 'coming' | 'published';
type Row = {
  title: string;
  state: State;
  kind: 'post' | 'event';
  topics: readonly string[];
  about: string;
  url?: string;
  file?: string;
  tag?: string;
  colour?: string;
  problems?: string[];
  sort: string;
};
type Choice = { value: string; words: string; checked: boolean };

const HEADINGS: readonly [State, string][] = [
  ['needs', 'Need something'],
  ['draft', 'Drafts'],
  ['coming', 'Coming'],
  ['published', 'Published'],
];
const UNDELETE_DAYS = 30;
/** Before the day until which people in a picture agreed. */
const REMIND_DAYS = 14;

/** Returns the list of stories that are asked for. */
export function storiesView(written: Written, drafts: readonly DraftHead[], now: Temporal.Instant, asked: StoriesAsked): object {
  const { rules } = written;
  const here = now.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London');
  const open = drafts.filter(({ state }) => state === 'open');
  const rows = [...open.map((draft) => draftRow(draft, here)), ...fileRows(written, here, open)];
  const shown = rows.filter((row) => isAsked(row, asked));
  const since = now.subtract({ hours: 24 * UNDELETE_DAYS });
  return {
    ...asked,
    filtered: Object.values(asked).some((value) => value !== ''),
    kinds: choices(
      [
        ['', 'All'],
        ['post', 'Blog posts'],
        ['event', 'Events'],
      ],
      asked.kind,
    ),
    topics: choices([['', 'All'], ...(rules?.topics ?? [])], asked.topic),
    states: choices([['', 'All'], ...HEADINGS], asked.state),
    groups: HEADINGS.map(([state, heading]) => ({
      heading,
      rows: shown
        .filter((row) => row.state === state)
        .toSorted((a, b) => (state === 'coming' ? compare(a.sort, b.sort) : compare(b.sort, a.sort))),
    })).filter(({ rows: some }) => some.length > 0),
    deleted: drafts
      .filter(({ state, at }) => state === 'deleted' && !isBefore(at.toZonedDateTimeISO('UTC'), since.toZonedDateTimeISO('UTC')))
      .map(({ draft, title, by, at }) => ({ url: draftUrl(draft), title: title || UNTITLED, by, when: dateTime(at, here) })),
  };
}

function draftRow({ draft, title, kind, by, at, file }: DraftHead, here: Temporal.ZonedDateTime): Row {
  const what = file === undefined ? (kind === 'post' ? 'New post' : 'New event') : `Changes to ${file}, not published yet`;
  return {
    title: title || UNTITLED,
    state: 'draft',
    kind,
    topics: [],
    about: `${what}. Saved on ${dateTime(at, here)} by ${by}.`,
    url: draftUrl(draft),
    sort: at.toString(),
  };
}

/** Returns a row for each story file, also for one with a problem. The newest problem-free reading gives its facts. */
function fileRows({ files, stories, problems, drafts }: Written, here: Temporal.ZonedDateTime, open: readonly DraftHead[]): Row[] {
  const storyOf = new Map(stories.map((story) => [story.file, story]));
  const problemsOf = Map.groupBy(
    problems.filter((one) => !isNote(one)),
    ({ file }) => file,
  );
  return files
    .filter(({ file }) => isStoryFile(file))
    .map((source) => {
      const { file } = source;
      const kind = file.startsWith('posts/') ? 'post' : 'event';
      const wrong = problemsOf.get(file) ?? [];
      const story = storyOf.get(file);
      const edited = open.some((draft) => draft.file === file) ? ' It has changes that are not published yet.' : '';
      if (story && wrong.length === 0) return storyRow(story, here, edited);
      const text = decodeFile(source);
      const title = (text === undefined ? '' : fieldsOf(text, kind).fields.title) || file;
      const isDraft = drafts.includes(file);
      return {
        title,
        kind,
        topics: [],
        state: isDraft ? 'draft' : 'needs',
        about: `${file}.${isDraft ? ' It says draft: true.' : ''}${edited}`,
        problems: wrong.slice(0, 3).map(sentenceOf),
        ...(text === undefined ? {} : { file }),
        sort: file,
      };
    });
}

function storyRow(story: Story, here: Temporal.ZonedDateTime, edited: string): Row {
  const published = atWallClock(story.published, here.timeZoneId);
  const coming = isBefore(here, published);
  const what = story.kind === 'post' ? `By ${story.author}` : `Event on ${nhsDate(story.starts)}`;
  const until = story.image?.agreedUntil;
  const ends = until && until.until(here.toPlainDate()).days > -REMIND_DAYS ? until : undefined;
  const off = story.kind === 'event' && story.status !== 'confirmed';
  return {
    title: story.title,
    kind: story.kind,
    topics: story.topics,
    state: ends ? 'needs' : coming ? 'coming' : 'published',
    ...(ends && {
      problems: [`The people in its picture agreed until ${nhsDate(ends)}. Take the picture out, or ask them again and change the day.`],
    }),
    about: `${what}. ${coming ? 'Goes out on' : 'Published on'} ${nhsDateTime(story.published)}.${edited}`,
    file: story.file,
    ...(off && { tag: story.status === 'cancelled' ? 'Cancelled' : 'Postponed', colour: story.status === 'cancelled' ? 'red' : 'orange' }),
    sort: story.published.toString(),
  };
}

function sentenceOf({ line, sentence }: Problem): string {
  return `Line ${line}: ${curlyQuotes(sentence)}`;
}

function isAsked(row: Row, { q, kind, topic, state }: StoriesAsked): boolean {
  const words = `${row.title} ${row.file ?? ''} ${row.about}`.toLocaleLowerCase('en-GB');
  const isLike = q
    .toLocaleLowerCase('en-GB')
    .split(/\s+/u)
    .every((word) => words.includes(word));
  return (
    isLike && (kind === '' || row.kind === kind) && (topic === '' || row.topics.includes(topic)) && (state === '' || row.state === state)
  );
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
