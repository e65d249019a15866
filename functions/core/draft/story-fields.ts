// A story file as the fields of a form. What is submitted is written back into the file, and only what differs.
import { isScalar } from 'yaml';
import { agreedFields, plainAgreed, withAgreedKey } from '#core/draft/agreed-key';
import { shownBody, withBody } from '#core/draft/body-lines';
import { type DateTimeFields, dateFields, isUsualDate, NO_DATE, plainDate, sameDate, writtenDate } from '#core/draft/date-fields';
import { joined, lineEndOf, linesOf, partsOf, plainLines, type StoryParts } from '#core/draft/file-lines';
import { imageFields, sameImage, withImage } from '#core/draft/image-key';
import { type KeyLines, readKeyLines, textAt, valueAt, withoutKey, withoutSlips, withoutValue, withText } from '#core/draft/key-lines';
import { type ExtraPostFields, socialFields, withSocial } from '#core/draft/social-posts';
import { sameTicks, ticksOf, withTicks } from '#core/draft/ticks-key';
import type { Story } from '#core/story/story';

/** What the form of a story holds, as it was typed. A field that the kind does not have is empty. */
export type StoryFields = {
  title: string;
  author: string;
  role: string;
  summary: string;
  preheader: string;
  /** Topic ids. */
  topics: string[];
  published: DateTimeFields;
  starts: DateTimeFields;
  ends: DateTimeFields;
  venue: string;
  online: string;
  registration: string;
  status: string;
  reason: string;
  followUp: string;
  /** Whom a message is for: `everyone`, `topics`, `organisations`, `event`. */
  to: string;
  /** Ids of organisations. */
  organisations: string[];
  /** The name of an event's file, without `.md`. */
  event: string;
  /** Her own words for the first post on social media. */
  socialText: string;
  extraPosts: ExtraPostFields[];
  imageSrc: string;
  imageAlt: string;
  /** The picture says nothing, so it has no alt text: `alt: ""`. */
  imageDecorative: boolean;
  imageCaption: string;
  /** The last day on which the people in the picture agree to be shown: `2027-03-01`. */
  imageAgreedUntil: string;
  /** The same of pictures in the text, a line for each: `group.jpg: 2027-03-01`. */
  peopleAgreed: string;
  /** Markdown with `\n` line ends, without empty lines around it. */
  body: string;
};

export type StoryKind = Story['kind'];

/** In the order in which a file has them. */
const ORDER: Record<StoryKind, readonly string[]> = {
  post: ['title', 'author', 'role', 'published', 'topics', 'summary', 'preheader', 'image', 'people_agreed', 'social'],
  event: [
    ...['title', 'starts', 'ends', 'venue', 'online', 'registration', 'published', 'status', 'reason'],
    ...['topics', 'summary', 'preheader', 'image', 'people_agreed', 'social', 'follow_up'],
  ],
  message: ['title', 'published', 'to', 'topics', 'organisations', 'event', 'summary', 'preheader', 'image', 'people_agreed'],
};
/** Returns the keys of a file that are fields of the form. */
export function keysOf(kind: StoryKind): readonly string[] {
  return ORDER[kind];
}

/** Returns the key in which a field stands; the body has none. */
export function keyOfField(field: keyof StoryFields): string {
  const texts: Partial<Record<keyof StoryFields, string>> = TEXTS;
  if (field === 'socialText' || field === 'extraPosts') return 'social';
  if (field === 'peopleAgreed') return 'people_agreed';
  return field.startsWith('image') ? 'image' : (texts[field] ?? field);
}

/** The keys that a new story has at first. */
const NEW_KEYS: Record<StoryKind, readonly string[]> = {
  post: ['title', 'author', 'published'],
  event: ['title', 'starts', 'ends', 'venue', 'published'],
  message: ['title', 'published', 'to'],
};

/** Keys that stay when their field is emptied. */
const NEEDED = new Set(['title', 'author']);

type TextField =
  | 'title'
  | 'author'
  | 'role'
  | 'summary'
  | 'preheader'
  | 'venue'
  | 'online'
  | 'registration'
  | 'status'
  | 'reason'
  | 'followUp'
  | 'to'
  | 'event';
const TEXTS: Record<TextField, string> = {
  ...{ title: 'title', author: 'author', role: 'role', summary: 'summary', preheader: 'preheader', venue: 'venue' },
  ...{ online: 'online', registration: 'registration', status: 'status', reason: 'reason', followUp: 'follow_up' },
  ...{ to: 'to', event: 'event' },
};
const TEXT_FIELDS: readonly TextField[] = [
  ...([
    'title',
    'author',
    'role',
    'summary',
    'preheader',
    'venue',
    'online',
    'registration',
    'status',
    'reason',
    'followUp',
    'to',
    'event',
  ] as const),
];
const DATES = ['starts', 'ends', 'published'] as const;

/**
 * Returns the fields of a file. `asFile`: the keys cannot be taken apart (no `---`, broken YAML), so the whole file is the `body`, and the
 * other fields are empty.
 */
export function fieldsOf(text: string, kind: StoryKind): { fields: StoryFields; asFile: boolean } {
  return fieldsIn(opened(text), text, kind);
}

function fieldsIn({ parts, keys }: Opened, text: string, kind: StoryKind): ReturnType<typeof fieldsOf> {
  if (!parts || !keys) return { fields: { ...empty(), body: shownBody(withoutMark(text)) }, asFile: true };
  const fields = { ...keyFields(keys, kind), body: shownBody(joined(parts.body)) };
  return { fields, asFile: false };
}

/**
 * Writes back what differs from `fieldsOf(text)`, and leaves every other byte. An emptied optional field takes its key out. What is wrong
 * is written as it was typed. What the form shows right and the file has wrong is put right: a title with a colon or of digits only,
 * without its quotes, and a date in another form.
 */
export function withFields(text: string, kind: StoryKind, fields: StoryFields): string {
  const file = opened(text);
  const { parts, keys } = file;
  const now = fieldsIn(file, text, kind).fields;
  const wanted = plainFields(fields, kind);
  if (!parts || !keys) return fileWith(text, now.body, shownBody(withoutMark(wanted.body)));
  const end = lineEndOf(parts);
  const written = withKeys(withoutSlips(keys), kind, { now, wanted });
  const body = wanted.body === now.body ? parts.body : withBody(parts.body, wanted.body, end);
  const fence = body.length > 0 && parts.fence.end === '' ? { ...parts.fence, end } : parts.fence;
  return joined([...parts.top, ...written.lines, fence, ...body]);
}

/** Returns the text of a new story, with the keys that it needs. `remembered`: from the story that was written last. */
export function newStory(kind: StoryKind, remembered: { author?: string; role?: string }): string {
  const needed = NEW_KEYS[kind];
  const text = `---\n${needed.map((key) => `${key}:\n`).join('')}---\n\n`;
  const { author = '', role = '' } = remembered;
  return withFields(text, kind, { ...empty(), status: 'confirmed', author, role, to: 'everyone' });
}

/** Returns the fields as they are compared: trimmed, times and months understood, on one line where there is one. */
export function plainFields(fields: StoryFields, kind: StoryKind): StoryFields {
  const plain = { ...fields };
  for (const field of TEXT_FIELDS) plain[field] = ORDER[kind].includes(TEXTS[field]) ? plainText(field, fields[field]) : '';
  if (kind === 'event') plain.status ||= 'confirmed';
  for (const field of DATES) plain[field] = ORDER[kind].includes(field) ? plainDate(oneLineEach(fields[field])) : NO_DATE;
  const alt = oneLine(fields.imageAlt);
  return {
    ...plain,
    topics: plainTicks(fields.topics),
    organisations: ORDER[kind].includes('organisations') ? plainTicks(fields.organisations) : [],
    socialText: manyLines(fields.socialText),
    extraPosts: fields.extraPosts
      .map(({ when, text }) => ({ when: oneLine(when), text: manyLines(text) }))
      .filter(({ when, text }) => when !== '' || text !== ''),
    imageSrc: oneLine(fields.imageSrc),
    imageAlt: alt,
    imageDecorative: fields.imageDecorative && alt === '',
    imageCaption: oneLine(fields.imageCaption),
    imageAgreedUntil: oneLine(fields.imageAgreedUntil),
    peopleAgreed: plainAgreed(plainLines(fields.peopleAgreed)),
    body: shownBody(fields.body),
  };
}

function plainTicks(ticks: readonly string[]): string[] {
  return [...new Set(ticks.map(oneLine).filter(Boolean))];
}

function plainText(field: TextField, typed: string): string {
  return field === 'followUp' ? manyLines(typed) : oneLine(typed);
}

function oneLine(typed: string): string {
  return plainLines(typed)
    .replaceAll(/[ \t]*\n\s*/gu, ' ')
    .trim();
}

function manyLines(typed: string): string {
  return plainLines(typed).trim();
}

function oneLineEach({ day, month, year, time }: DateTimeFields): DateTimeFields {
  return { day: oneLine(day), month: oneLine(month), year: oneLine(year), time: oneLine(time) };
}

type Opened = { parts?: StoryParts; keys?: KeyLines };

function opened(text: string): Opened {
  const parts = partsOf(text);
  const keys = parts && readKeyLines(parts.keys, lineEndOf(parts));
  return { ...(parts && { parts }), ...(keys && { keys }) };
}

function withoutMark(text: string): string {
  return text.replace(/^\ufeff/u, '');
}

/** Returns a file without keys that are readable, with other words. */
function fileWith(text: string, now: string, wanted: string): string {
  if (wanted === now) return text;
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  if (text.trim() === '') return `${mark}${wanted.replaceAll('\n', end)}${end}`;
  return `${mark}${joined(withBody(linesOf(withoutMark(text)), wanted, end))}`;
}

function empty(): StoryFields {
  return {
    ...{ title: '', author: '', role: '', summary: '', preheader: '', topics: [] },
    ...{
      published: NO_DATE,
      starts: NO_DATE,
      ends: NO_DATE,
      venue: '',
      online: '',
      registration: '',
      status: '',
      reason: '',
      followUp: '',
      to: '',
      organisations: [],
      event: '',
    },
    ...{
      socialText: '',
      extraPosts: [],
      imageSrc: '',
      imageAlt: '',
      imageDecorative: false,
      imageCaption: '',
      imageAgreedUntil: '',
      peopleAgreed: '',
      body: '',
    },
  };
}

function keyFields(keys: KeyLines, kind: StoryKind): StoryFields {
  const fields = empty();
  for (const field of TEXT_FIELDS) fields[field] = textAt(keys, [TEXTS[field]]) ?? '';
  for (const field of DATES) fields[field] = dateFields(textAt(keys, [field]) ?? '');
  return plainFields(
    {
      ...fields,
      ...imageFields(keys),
      ...agreedFields(keys),
      topics: ticksOf(keys, 'topics'),
      organisations: ticksOf(keys, 'organisations'),
      ...socialFields(keys),
    },
    kind,
  );
}

type Change = { now: StoryFields; wanted: StoryFields };

function withKeys(keys: KeyLines, kind: StoryKind, { now, wanted }: Change): KeyLines {
  const order = ORDER[kind];
  let next = keys;
  const write = (key: string, text: string) => {
    if (text !== '') next = withText(next, [key], text, order);
    else next = NEEDED.has(key) ? withoutValue(next, [key]) : withoutKey(next, [key]);
  };
  for (const field of TEXT_FIELDS) if (wanted[field] !== now[field] || isMistaken(keys, TEXTS[field])) write(TEXTS[field], wanted[field]);
  for (const field of DATES) {
    const date = sameDate(wanted[field], NO_DATE) ? '' : writtenDate(wanted[field]);
    const isWrong = isUsualDate(date) && !isUsualDate(textAt(keys, [field])?.trim() ?? date);
    if (!sameDate(wanted[field], now[field]) || isWrong) write(field, date);
  }
  for (const field of ['topics', 'organisations'] as const)
    if (!sameTicks(wanted[field], now[field])) next = withTicks(next, field, wanted[field], order);
  if (!sameImage(wanted, now)) next = withImage(next, { now, wanted }, order);
  if (wanted.peopleAgreed !== now.peopleAgreed) next = withAgreedKey(next, wanted.peopleAgreed, order);
  if (JSON.stringify([wanted.socialText, wanted.extraPosts]) !== JSON.stringify([now.socialText, now.extraPosts]))
    next = withSocial(next, wanted, order);
  return next;
}

/** True for a text that YAML reads as a number or as yes or no. */
function isMistaken(keys: KeyLines, key: string): boolean {
  const node = valueAt(keys, [key]);
  return isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'boolean');
}
