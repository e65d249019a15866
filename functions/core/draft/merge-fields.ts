// The fields of a story that both sides changed.
import type { DateTimeFields } from '#core/draft/date-fields';
import type { Sides } from '#core/draft/merge-blocks';
import { sideOf } from '#core/draft/merge-keys';
import { keyOfField, type StoryFields } from '#core/draft/story-fields';

export type Choice = 'mine' | 'theirs' | 'both';

/** `crossing`: fields to which both sides gave other values. `clean`: those that only my side changed. */
export type MergedFields = { crossing: (keyof StoryFields)[]; clean: Partial<StoryFields> };

/** Merges the fields of these keys. Ticks never cross: what either side ticked or unticked counts. */
export function mergeFields(sides: Sides<StoryFields>, keys: readonly string[]): MergedFields {
  const merged: MergedFields = { crossing: [], clean: {} };
  for (const field of fieldNames(sides.base)) {
    if (!keys.includes(keyOfField(field))) continue;
    const text = (fields: StoryFields) => JSON.stringify(fields[field]);
    const side = sideOf({ base: text(sides.base), mine: text(sides.mine), theirs: text(sides.theirs) });
    if (side === 'mine') merged.clean = { ...merged.clean, ...picked(sides.mine, field) };
    else if (side === undefined && (field === 'topics' || field === 'organisations')) merged.clean[field] = mergedTicks(sides, field);
    else if (side === undefined) merged.crossing.push(field);
  }
  return merged;
}

/** Returns a field's value by choice. Under `both` a text holds both texts; a date becomes one that must be put right. */
export function chosenField(field: keyof StoryFields, { mine, theirs }: Sides<StoryFields>, choice: Choice): Partial<StoryFields> {
  if (choice !== 'both') return picked(choice === 'mine' ? mine : theirs, field);
  const [own, other] = [mine[field], theirs[field]];
  // A line for each picture: of both sides, and of one picture the day of mine.
  if (field === 'peopleAgreed') return { peopleAgreed: both(theirs[field], mine[field], '\n') };
  if (typeof own === 'string' && typeof other === 'string') return { [field]: both(other, own, MANY_LINES.has(field) ? '\n\n' : ' / ') };
  if (field === 'published' || field === 'starts' || field === 'ends') return { [field]: bothDates(theirs[field], mine[field]) };
  if (field === 'extraPosts') return { extraPosts: distinct([...theirs.extraPosts, ...mine.extraPosts]) };
  return picked(mine, field);
}

/** Returns a field's value as one text. */
export function fieldText(fields: StoryFields, field: keyof StoryFields): string {
  const value = fields[field];
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (!Array.isArray(value)) return [[value.day, value.month, value.year].filter(Boolean).join('/'), value.time].filter(Boolean).join(' ');
  return value.map((one) => (typeof one === 'string' ? one : [one.when, one.text].filter(Boolean).join(': '))).join('\n');
}

const MANY_LINES: ReadonlySet<string> = new Set(['followUp', 'socialText', 'body']);

function fieldNames(fields: StoryFields): (keyof StoryFields)[] {
  const isField = (name: string): name is keyof StoryFields => name in fields;
  return Object.keys(fields).filter(isField);
}

function picked(fields: StoryFields, field: keyof StoryFields): Partial<StoryFields> {
  return { [field]: fields[field] };
}

function both(first: string, second: string, sign: string): string {
  return [...new Set([first, second])].filter(Boolean).join(sign);
}

function bothDates(first: DateTimeFields, second: DateTimeFields): DateTimeFields {
  const part = (name: keyof DateTimeFields) => both(first[name], second[name], ' or ');
  return { day: part('day'), month: part('month'), year: part('year'), time: part('time') };
}

function distinct(posts: StoryFields['extraPosts']): StoryFields['extraPosts'] {
  return posts.filter(({ when, text }, index) => posts.findIndex((other) => other.when === when && other.text === text) === index);
}

function mergedTicks({ base, mine, theirs }: Sides<StoryFields>, field: 'topics' | 'organisations'): string[] {
  const added = mine[field].filter((tick) => !base[field].includes(tick) && !theirs[field].includes(tick));
  return [...theirs[field].filter((tick) => mine[field].includes(tick) || !base[field].includes(tick)), ...added];
}
