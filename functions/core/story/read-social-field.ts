// A story's `social:`: the editor's text for the first post, and extra posts.
import { Temporal } from 'temporal-polyfill';
import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { parsed, text, type Wording } from '#core/parsing/field-kinds';
import { guessedTime } from '#core/parsing/guessed-time';
import { dateAndTime } from '#core/parsing/time-fields';
import type { Found, Kind, Mapping } from '#core/parsing/yaml-form';
import { below, group, report } from '#core/parsing/yaml-form';
import { leadsTo } from '#core/story/extra-posts';
import type { ExtraPost, Story } from '#core/story/story';

/** The times from which post times count; only an event has `starts`. */
type When = { published: Temporal.PlainDateTime; starts?: Temporal.PlainDateTime | undefined };
export type StorySocial = Pick<Story, 'social' | 'extraPosts'>;

const MOST_POSTS = 10;
/** We have this many different wordings for a repeated story. */
const MOST_WITHOUT_TEXT = 5;

/** Reads a text, a group with a text, or a list of posts. `wording`: of the texts. */
export function storySocial(when: When, wording: Wording): Kind<StorySocial> {
  const ownText = text({ most: 5000, lines: true, wording });
  const socialGroup = group('the social post', (keys) => ({
    text: keys.need('text', ownText, 'text: Ten years of learning together. Read what changed.'),
  }));
  return {
    blank: {},
    read(found) {
      const { node } = found;
      if (isSeq<ParsedNode>(node)) return readList(found, node.items, when, ownText);
      const own = isMap(node) ? socialGroup.read(found)?.text : ownText.read(found);
      return own === undefined ? undefined : { social: { text: own } };
    },
  };
}

type Entry = { line: number; key?: string; at?: ExtraPost['at']; text?: string };

function readList(found: Found, items: ParsedNode[], when: When, ownText: Kind<string>): StorySocial {
  const entries = items.map((item) => readEntry(below(found, item), when, ownText));
  const extras = entries.flatMap((entry) => (entry.at && entry.key !== undefined ? { ...entry, at: entry.at, key: entry.key } : []));
  const [first, ...others] = entries.filter(({ at, text: words }) => at === undefined && words !== undefined);
  for (const { line } of others) {
    found.form.report(
      line,
      'Another post has no time either, and only the first post of a story needs none. Write at: and when it is to go out.',
    );
  }
  for (const [index, { line, key, at, text: own }] of entries.entries()) {
    const before = entries.slice(0, index);
    if (key && before.some((other) => other.key === key))
      found.form.report(line, 'Two posts are to go out at the same time. Give one of them another time, or take it away.');
    if (own !== undefined && before.some((other) => other.text === own))
      found.form.report(line, 'Two posts have the same words, and X refuses what it has seen. Change the words of one of them.');
    const plain = entries.slice(0, index + 1).filter((other) => other.at && other.text === undefined).length;
    if (at && own === undefined && plain > MOST_WITHOUT_TEXT)
      found.form.report(
        line,
        `More than ${MOST_WITHOUT_TEXT} posts without words of their own would repeat each other. Write a text for this one.`,
      );
  }
  if (entries.length > MOST_POSTS)
    found.form.report(found.line, `There are ${entries.length} posts in the list, and there can be at most ${MOST_POSTS}. Take some away.`);
  return {
    ...(first?.text !== undefined && { social: { text: first.text } }),
    ...(extras.length > 0 && {
      extraPosts: extras.map(({ key, at, text: words }) => ({ key, at, ...(words !== undefined && { text: words }) })),
    }),
  };
}

function readEntry(found: Found, when: When, ownText: Kind<string>): Entry {
  const { line } = found;
  if (isScalar(found.node)) return { line, ...withText(ownText.read(found)) };
  const entry = group('a social post', (keys: Mapping) => {
    const moment = keys.may('at', momentOf(when));
    return { moment, own: keys.may('text', ownText) };
  }).read(found);
  if (entry === undefined) return { line };
  const { moment, own } = entry;
  if (moment === undefined && own === undefined) report(found, 'This post has neither a time nor a text. Write, for example, at: -7d');
  const fault = moment && faultOf(moment, own, when);
  if (fault !== undefined) report(found, fault);
  return { line, ...moment, ...withText(own) };
}

function withText(own: string | undefined): { text?: string } {
  return own === undefined ? {} : { text: own };
}

/** Returns one sentence when the post lacks a text or its day is too early. */
function faultOf({ key, at }: Moment, own: string | undefined, { published, starts }: When): string | undefined {
  if (key === '' || published === dateAndTime.blank || starts === dateAndTime.blank) return undefined;
  const lead = starts === undefined || leadsTo({ key, at }, { starts });
  if (!lead && own === undefined) return 'A post after the event needs words of its own. Add a line with text: below its time.';
  if (!('on' in at)) return undefined;
  const day = at.on.toPlainDate();
  return Temporal.PlainDate.compare(day, published.toPlainDate()) < 0
    ? `${day.toString()} is before the story is published. Write a later day.`
    : undefined;
}

type Moment = Pick<ExtraPost, 'key' | 'at'>;

function momentOf({ starts }: When): Kind<Moment> {
  const blank: Moment = { key: '', at: { on: dateAndTime.blank } };
  const counted =
    starts === undefined ? '+2d for two days after it is published' : '-7d for seven days before the event, +2d for two days after it';
  return parsed<Moment>(
    blank,
    (value) => (value.startsWith('-') && starts === undefined ? undefined : (spanOf(value) ?? dayOf(value))),
    (value) => {
      const { date, time } = guessedTime(value);
      const day = (date ?? '2026-09-10').toString();
      return `"${value}" is not a time for a post. Write ${counted}, or a date such as ${day}, perhaps with a time: ${day}T${time?.toString({ smallestUnit: 'minute' }) ?? '12:30'}.`;
    },
  );
}

/** `-7d`, `+2w`, `-3h`. */
function spanOf(value: string): Moment | undefined {
  const span = /^(?<sign>[+-])(?<count>[1-9]\d{0,2}) ?(?<unit>[hdw])$/u.exec(value)?.groups;
  if (!span) return undefined;
  const count = Number(span.count);
  const length = Temporal.Duration.from(span.unit === 'h' ? { hours: count } : { days: span.unit === 'w' ? 7 * count : count });
  const named = length.days > 0 ? `${length.days}d` : `${length.hours}h`;
  return span.sign === '-' ? { key: `before-${named}`, at: { before: length } } : { key: `after-${named}`, at: { after: length } };
}

/** `2026-09-10`, `2026-09-10T12:30`. */
function dayOf(value: string): Moment | undefined {
  const date = /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<time>(?:[01]\d|2[0-3]):[0-5]\d))?$/u.exec(value)?.groups;
  const on = date?.day && wallClock(date.day, date.time ?? '00:00');
  return on ? { key: `on-${date.day}${date.time ? `t${date.time.replace(':', '')}` : ''}`, at: { on } } : undefined;
}

function wallClock(day: string, time: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
