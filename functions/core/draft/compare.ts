// What changed between two versions of a story, in words.
import { Temporal } from 'temporal-polyfill';
import { bodyChanges } from '#core/draft/compare-blocks';
import { type DateTimeFields, NO_DATE, sameDate } from '#core/draft/date-fields';
import { lineEndOf, partsOf, plainLines } from '#core/draft/file-lines';
import { rawKeys, readKeyLines } from '#core/draft/key-lines';
import { fieldsOf, keysOf, type StoryFields, type StoryKind } from '#core/draft/story-fields';
import { count } from '#core/text/wrap';
import { nhsDate, nhsTime } from '#core/time/nhs-dates';

/** What the form calls its fields. */
export const FIELD_NAMES: Record<keyof StoryFields, string> = {
  ...{
    title: 'Title',
    author: 'Author',
    role: 'Role',
    summary: 'Summary',
    preheader: 'Preheader',
    topics: 'Topics',
    published: 'Publish on',
  },
  ...{ starts: 'Starts', ends: 'Ends', venue: 'Place', online: 'Online link', registration: 'Registration', status: 'Status' },
  ...{ reason: 'Reason', followUp: 'Follow-up', socialText: 'Own words for X and Bluesky', extraPosts: 'Extra posts', imageSrc: 'Picture' },
  ...{ imageAlt: 'Alt text', imageDecorative: 'Only decoration', imageCaption: 'Caption', imageAgreedUntil: 'Agreed until', body: 'Text' },
  peopleAgreed: 'Agreed until, in the text',
  ...{ to: 'Who gets it', organisations: 'Trusts', event: 'Event' },
};

const TEXTS = [
  ...(['title', 'author', 'role', 'summary', 'preheader', 'venue', 'online', 'registration', 'reason', 'followUp', 'socialText'] as const),
  ...(['imageSrc', 'imageAlt', 'imageCaption', 'imageAgreedUntil', 'peopleAgreed', 'to', 'event'] as const),
];
const DATES = ['published', 'starts', 'ends'] as const;

/** Returns what changed, one sentence without a full stop for each change. Two texts with the same bytes give none. */
export function changesBetween(before: string, after: string, kind: StoryKind): string[] {
  if (before === after) return [];
  const [old, now] = [fieldsOf(before, kind), fieldsOf(after, kind)];
  if (old.asFile || now.asFile) return ['The whole file was changed as text'];
  const changes = [
    ...fieldChanges(old.fields, now.fields),
    ...(kind === 'event' && old.fields.status !== now.fields.status ? [`Status: ${old.fields.status} → ${now.fields.status}`] : []),
    ...otherKeys(before, after, kind),
    ...(old.fields.body === now.fields.body ? [] : bodyChanges(old.fields.body, now.fields.body)),
  ];
  if (changes.length > 0) return changes;
  return [plainLines(before) === plainLines(after) ? 'Line ends changed' : 'Spaces, comments or the order of the keys changed'];
}

function fieldChanges(old: StoryFields, now: StoryFields): string[] {
  return [
    ...TEXTS.flatMap((field) => said(FIELD_NAMES[field], old[field], now[field])),
    ...DATES.flatMap((field) => (sameDate(old[field], now[field]) ? [] : [dateChange(FIELD_NAMES[field], old[field], now[field])])),
    ...tickChanges('Topic', old.topics, now.topics),
    ...tickChanges('Trust', old.organisations, now.organisations),
    ...postChanges(old.extraPosts, now.extraPosts),
    ...(old.imageDecorative === now.imageDecorative ? [] : [`The picture is ${now.imageDecorative ? 'now' : 'no longer'} only decoration`]),
  ];
}

function tickChanges(name: string, before: readonly string[], after: readonly string[]): string[] {
  return [
    ...after.filter((tick) => !before.includes(tick)).map((tick) => `${name} ${tick} added`),
    ...before.filter((tick) => !after.includes(tick)).map((tick) => `${name} ${tick} taken out`),
  ];
}

function said(name: string, before: string, after: string): string[] {
  if (before === after) return [];
  return [`${name} ${before === '' ? 'added' : after === '' ? 'taken out' : 'changed'}`];
}

function dateChange(name: string, before: DateTimeFields, after: DateTimeFields): string {
  const [old, now] = [dateWords(before), dateWords(after)];
  if (sameDate(before, NO_DATE)) return `${name}: ${now.whole}`;
  if (sameDate(after, NO_DATE)) return `${name} taken out`;
  return `${name}: ${old.whole} → ${old.day === now.day && now.time !== '' ? now.time : now.whole}`;
}

/** `Thursday 26 November 2026, 9:30am`, or what was typed when that is no date. */
function dateWords({ day, month, year, time }: DateTimeFields): { day: string; time: string; whole: string } {
  try {
    const date = Temporal.PlainDate.from({ day: Number(day), month: Number(month), year: Number(year) }, { overflow: 'reject' });
    const clock = /^\d{2}:\d{2}$/u.test(time) ? nhsTime(Temporal.PlainTime.from(time)) : time;
    return { day: nhsDate(date), time: clock, whole: [nhsDate(date), clock].filter(Boolean).join(', ') };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const typed = [day, month, year].filter(Boolean).join(' ');
    return { day: typed, time, whole: [typed, time].filter(Boolean).join(', ') };
  }
}

function postChanges(old: StoryFields['extraPosts'], now: StoryFields['extraPosts']): string[] {
  const written = (posts: StoryFields['extraPosts']) => posts.map(({ when, text }) => `${when}\n${text}`);
  const [before, after] = [written(old), written(now)];
  const come = after.filter((post) => !before.includes(post)).length;
  const gone = before.filter((post) => !after.includes(post)).length;
  const changed = Math.min(come, gone);
  return [
    ...(changed > 0 ? [`${count(changed, 'extra post')} changed`] : []),
    ...(come > changed ? [`${count(come - changed, 'extra post')} added`] : []),
    ...(gone > changed ? [`${count(gone - changed, 'extra post')} taken out`] : []),
    ...(come + gone === 0 && before.join('\n') !== after.join('\n') ? ['Order of the extra posts changed'] : []),
  ];
}

/** Keys that the form does not have, such as `draft`. */
function otherKeys(before: string, after: string, kind: StoryKind): string[] {
  const [old, now] = [othersOf(before, kind), othersOf(after, kind)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) =>
    said(`The key “${name}”`, old.get(name) ?? '', now.get(name) ?? ''),
  );
}

function othersOf(text: string, kind: StoryKind): Map<string, string> {
  const parts = partsOf(text);
  const keys = parts && readKeyLines(parts.keys, lineEndOf(parts));
  const known = keysOf(kind);
  const entries = keys ? rawKeys(keys).filter(({ name }) => !known.includes(name.toLowerCase())) : [];
  return new Map(entries.map(({ name, lines }) => [name, lines.map(({ words }) => words.trim()).join('\n')]));
}
