// The form of a story: what it shows of a draft's text, and what it writes back into it.
import { Temporal } from 'temporal-polyfill';
import type { DateTimeFields } from '#core/draft/date-fields';
import type { DraftVersion } from '#core/draft/draft';
import { problemField } from '#core/draft/problem-field';
import { fieldsOf, type StoryFields, type StoryKind, withFields } from '#core/draft/story-fields';
import type { ImageFile } from '#core/image/image-file';
import { imageName, imageNamed } from '#core/image/prepared-image';
import { isNote, type Problem } from '#core/parsing/problem';
import type { Rules } from '#core/rules/rules';
import { fileNameOf } from '#core/story/slug';
import type { Story } from '#core/story/story';
import { curlyQuotes } from '#core/text/curly-quotes';
import { nhsDate } from '#core/time/nhs-dates';

/** A form's body as Hono reads it, with each repeated field as a list. */
export type FormBody = Record<string, unknown>;

const TEXTS = [
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
  'socialText',
  'imageSrc',
  'imageAlt',
  'imageCaption',
  'imageAgreedUntil',
  'peopleAgreed',
  'body',
] as const satisfies readonly (keyof StoryFields)[];
const DATES = ['published', 'starts', 'ends'] as const satisfies readonly (keyof StoryFields)[];
const DATE_PARTS = ['day', 'month', 'year', 'time'] as const satisfies readonly (keyof DateTimeFields)[];

/** Writes a form into a draft's text. A field that the form does not have stays as it is. */
export function textFrom(body: FormBody, { text, kind }: Pick<DraftVersion, 'text' | 'kind'>): string {
  const { fields, asFile } = fieldsOf(text, kind);
  if (asFile) return withFields(text, kind, { ...fields, body: one(body, 'file') ?? fields.body });
  const typed: StoryFields = { ...fields };
  for (const name of TEXTS) typed[name] = one(body, name)?.replaceAll('\r\n', '\n') ?? fields[name];
  for (const name of DATES) {
    const parts = DATE_PARTS.map((part) => [part, one(body, `${name}-${part}`) ?? fields[name][part]] as const);
    typed[name] = { ...fields[name], ...Object.fromEntries(parts) };
  }
  // A browser does not send what is not ticked, so the form says that it asks for topics.
  if ('topics-asked' in body) typed.topics = all(body, 'topics');
  if ('organisations-asked' in body) typed.organisations = all(body, 'organisations');
  // What is left in a part of the form that is not chosen would contradict the choice.
  if (kind === 'message' && 'to' in body) {
    if (typed.to !== 'topics') typed.topics = [];
    if (typed.to !== 'organisations') typed.organisations = [];
    if (typed.to !== 'event') typed.event = '';
  }
  if ('decoration-asked' in body) typed.imageDecorative = 'imageDecorative' in body && typed.imageSrc !== '';
  if (typed.imageSrc === '') typed.imageAgreedUntil = '';
  if ('extra-when' in body) {
    const texts = all(body, 'extra-text');
    typed.extraPosts = all(body, 'extra-when')
      .map((when, i) => ({ when: when.trim(), text: (texts[i] ?? '').replaceAll('\r\n', '\n') }))
      .filter(({ when, text: words }) => when !== '' || words.trim() !== '');
  }
  return withFields(text, kind, typed);
}

/** Returns the title of a draft's text, for lists. */
export function titleOf(text: string, kind: StoryKind): string {
  return fieldsOf(text, kind).fields.title.trim();
}

function all(body: FormBody, name: string): string[] {
  return [body[name]].flat().filter((value) => typeof value === 'string');
}

function one(body: FormBody, name: string): string | undefined {
  return all(body, name)[0];
}

type Field = { value: string; error: string | undefined };
type DateField = DateTimeFields & { name: string; legend: string; hint: string; error: string | undefined };
type Choice = { value: string; words: string; checked: boolean };

/** What the form shows. `errors`: at its top, each with the field that it is about. */
export type FormView = {
  isEvent: boolean;
  isPost: boolean;
  isMessage: boolean;
  asFile: boolean;
  file: string;
  errors: PlacedProblem[];
  notes: string[];
  fields: Record<(typeof TEXTS)[number], Field>;
  published: DateField;
  starts: DateField;
  ends: DateField;
  topics: Choice[];
  topicsError: string | undefined;
  /** Whom a message is for. */
  to: Choice[];
  organisations: Choice[];
  organisationsError: string | undefined;
  events: Choice[];
  statuses: Choice[];
  images: Choice[];
  /** The address of the picture at the top, if there is one. */
  picture: string | undefined;
  decorative: boolean;
  extraPosts: { when: string; text: string; number: number }[];
  moreOpen: boolean;
};

/** Returns the form of a draft. `problems`: those of its file, each of which is shown at its field. */
export function formView(
  { text, kind }: Pick<DraftVersion, 'text' | 'kind'>,
  {
    rules,
    images,
    stories,
    problems,
  }: { rules: Rules | undefined; images: readonly ImageFile[]; stories: readonly Story[]; problems: readonly Problem[] },
): FormView {
  const { fields, asFile } = fieldsOf(text, kind);
  const placed = placedProblems(problems, text);
  const errors = placed.filter(({ note }) => !note);
  const errorAt = (field: string) => errors.find((error) => error.field === field)?.sentence;
  const dateField = (name: (typeof DATES)[number], legend: string, hint: string): DateField => ({
    ...fields[name],
    name,
    legend,
    hint,
    error: errorAt(name),
  });
  const isEvent = kind === 'event';
  const isMessage = kind === 'message';
  const mergedTopics = new Map<string, string>(rules?.mergedTopics ?? []);
  return {
    isEvent,
    isPost: kind === 'post',
    isMessage,
    asFile,
    file: asFile ? text : '',
    errors,
    notes: placed.filter(({ note }) => note).map(({ sentence }) => sentence),
    fields: recordOf(TEXTS, (name) => ({ value: fields[name], error: errorAt(name) })),
    published: dateField(
      'published',
      'Publish on',
      isEvent
        ? 'The announcement goes out then, and the page is there from then on.'
        : isMessage
          ? 'It goes out then, or at the next time that is allowed, once somebody has said yes to it.'
          : 'It goes out then, and its page is there from then on.',
    ),
    starts: dateField('starts', 'Starts', 'For example 18 3 2027, at 9:30am.'),
    ends: dateField('ends', 'Ends', 'On the same day or a later one.'),
    topics: ticks(
      rules?.topics,
      fields.topics.map((topic) => mergedTopics.get(topic) ?? topic),
      'topic',
    ),
    topicsError: errorAt('topics'),
    to: [...TO_WORDS].map(([value, words]) => ({ value, words, checked: (fields.to || 'everyone') === value })),
    organisations: ticks(
      rules?.organisations,
      fields.organisations.map((one) => rules?.mergedOrganisations?.get(one) ?? one),
      'organisation',
    ),
    organisationsError: errorAt('organisations'),
    events: events(stories, fields.event),
    statuses: STATUSES.map(({ value, words }) => ({ value, words, checked: (fields.status || 'confirmed') === value })),
    images: pictures(images, fields.imageSrc),
    picture: pictureUrl(images, fields.imageSrc),
    decorative: fields.imageDecorative,
    extraPosts: [...fields.extraPosts, { when: '', text: '' }].map((post, i) => ({ ...post, number: i + 1 })),
    moreOpen: MORE.some((name) => fields[name] !== '' || errorAt(name) !== undefined) || fields.extraPosts.length > 0,
  };
}

function ticks(known: ReadonlyMap<string, string> | undefined, chosen: readonly string[], what: string): Choice[] {
  const all = [...(known ?? [])].map(([value, words]) => ({ value, words, checked: chosen.includes(value) }));
  const strange = chosen.filter((one) => !all.some(({ value }) => value === one));
  return [...all, ...strange.map((value) => ({ value, words: `${value} (no ${what} of the rules)`, checked: true }))];
}

/** Whom a message is for, as the form asks it. */
export const TO_WORDS: ReadonlyMap<string, string> = new Map([
  ['everyone', 'Everyone who gets our emails'],
  ['topics', 'Those who chose a topic'],
  ['organisations', 'Those of some trusts'],
  ['event', 'Those who have been sent an email about an event'],
]);

/** The events, the latest first, by the names of their files. */
function events(stories: readonly Story[], chosen: string): Choice[] {
  const all = stories
    .filter((story) => story.kind === 'event')
    .toSorted((a, b) => Temporal.PlainDateTime.compare(b.starts, a.starts))
    .map(({ file, title, starts }) => ({ value: fileNameOf(file).replace(/\.md$/u, ''), words: `${title}, ${nhsDate(starts)}` }));
  const known = chosen === '' || all.some(({ value }) => value === chosen) ? all : [{ value: chosen, words: chosen }, ...all];
  return [{ value: '', words: 'Choose an event' }, ...known].map((one) => ({ ...one, checked: one.value === chosen }));
}

/** The fields that most stories leave empty. */
const MORE = ['socialText', 'preheader'] as const satisfies readonly (keyof StoryFields)[];

const STATUSES = [
  { value: 'confirmed', words: 'Going ahead' },
  { value: 'postponed', words: 'Postponed: it does not take place then, and the new date is not known yet' },
  { value: 'cancelled', words: 'Cancelled: it does not take place' },
] as const;

function pictures(images: readonly ImageFile[], chosen: string): Choice[] {
  const names = images.map(({ src }) => src);
  const known = chosen === '' || names.includes(chosen) ? names : [chosen, ...names];
  return [
    { value: '', words: 'No picture', checked: chosen === '' },
    ...known.map((src) => ({ value: src, words: src, checked: src === chosen })),
  ];
}

function pictureUrl(images: readonly ImageFile[], chosen: string): string | undefined {
  const image = chosen === '' ? undefined : imageNamed(imageName(chosen), images);
  return image && image.fault === undefined ? `/images/${image.src.split('/').map(encodeURIComponent).join('/')}` : undefined;
}

function recordOf<K extends string, V>(keys: readonly K[], make: (key: K) => V): Record<K, V> {
  // biome-ignore lint/plugin/no-cast: `fromEntries` does not keep the names of the keys.
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, V>;
}

/** A message of the checks at its field of the form. */
export type PlacedProblem = { field: string; sentence: string; note: boolean };

/** Returns each message with the field of the form that it is about, and in a text with its paragraph. */
export function placedProblems(problems: readonly Problem[], text: string): PlacedProblem[] {
  return problems.map((problem) => {
    const { field, paragraph } = problemField(problem, text);
    const where = paragraph === undefined ? '' : inParagraph(paragraph);
    return { field: anchorOf(field), sentence: `${where}${inFormWords(problem.sentence)}`, note: isNote(problem) };
  });
}

/** Says in which paragraph of the text something is. */
export function inParagraph(paragraph: number): string {
  return `Paragraph ${paragraph}: `;
}

/** Returns the id of a field in the form. */
export function anchorOf(field: string): string {
  return ANCHORS.get(field) ?? field;
}

const LABELS: Record<string, string> = {
  title: 'Title',
  author: 'Author',
  published: 'Publish on',
  starts: 'Starts',
  ends: 'Ends',
};

/** What a message says of the key that its readers are chosen by. */
const TO_PROBLEM = /^"to: (?<key>topics|organisations|event)" needs a line with/u;
const CHOOSE: Record<string, string> = {
  topics: 'Tick at least one topic, or choose other readers.',
  organisations: 'Tick at least one trust, or choose other readers.',
  event: 'Choose the event, or choose other readers.',
};

/** A message about a file in the words of the form: nobody writes keys there. */
function inFormWords(sentence: string): string {
  const missing = /^(?:There is no )?"(?<key>\w+)" (?:in an? \w+|is empty)\. Write, for example, \w+: (?<example>.*)$/u.exec(
    sentence,
  )?.groups;
  const label = LABELS[missing?.key ?? ''];
  if (label !== undefined)
    return `Fill in “${label}”${/^\d{4}-/u.test(missing?.example ?? '') ? '' : `, for example: ${missing?.example}`}.`;
  const choose = CHOOSE[TO_PROBLEM.exec(sentence)?.groups?.key ?? ''];
  if (choose !== undefined) return choose;
  if (sentence.startsWith('The event has no place.')) return 'The event has no place. Fill in “Place” or “Online link”.';
  if (sentence.startsWith('The story has no text.')) return 'There is no text. Fill in “Text”.';
  return curlyQuotes(sentence);
}

/** Where the form shows what belongs to no field of its own. */
const ANCHORS = new Map<string, string>([
  ['extraPosts', 'socialText'],
  ['imageDecorative', 'imageAlt'],
]);
