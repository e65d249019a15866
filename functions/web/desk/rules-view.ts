// The rules as the desk shows them: today's values in sentences, and the fields of a form.
import type { KeyLines } from '#core/draft/key-lines';
import type { RuleMistake } from '#core/rules-form/read-rule-form';
import { itemsOf } from '#core/rules-form/rule-kinds';
import { PART_NAMES, type PartName, type RuleField, rulePart } from '#core/rules-form/rule-parts';
import { type RuleValues, valuesOf } from '#core/rules-form/rule-values';
import { count } from '#core/text/wrap';

type PartLines = { url: string; title: string; lines: { label: string; value: string }[] };

/** Tables with many rows are only counted in the list. */
const COUNTED: Partial<Record<PartName, string>> = { topics: 'topic', organisations: 'trust' };

/** Returns each part with its values of today. */
export function partsView(keys: KeyLines): PartLines[] {
  return PART_NAMES.map((name) => {
    const { title, fields } = rulePart(name, keys);
    const values = valuesOf(keys, fields);
    const all = fields.filter((field) => values.get(field.name) || field.normally);
    const said = (field: RuleField) => field.kind.words(values.get(field.name) || (field.normally ?? ''));
    const one = COUNTED[name];
    const lines = one
      ? [{ label: count(all.length, one), value: all.map(said).join(', ') }]
      : all.map((field) => ({ label: field.label, value: said(field) }));
    return { url: partUrl(name), title, lines };
  });
}

export function partUrl(part: PartName): string {
  return `/desk/rules/part/${part}`;
}

type Choice = { value: string; words: string; checked: boolean; id: string };
type FieldView = {
  name: string;
  label: string;
  hint: string | undefined;
  error: string | undefined;
  value: string;
  rows: number | undefined;
  short: boolean;
  options: Choice[];
  isChoice: boolean;
  isSelect: boolean;
  isTicks: boolean;
  isColour: boolean;
};

/** A list of more choices than this is a menu. */
const MOST_RADIOS = 4;

/** Returns the fields of a form. `typed`: what a person has typed, in place of the file's values. */
export function fieldsView(
  fields: readonly RuleField[],
  values: RuleValues,
  { typed, mistakes }: { typed?: ((name: string) => string | undefined) | undefined; mistakes: readonly RuleMistake[] },
): FieldView[] {
  return fields.map((field) => {
    const { name, label, hint, kind } = field;
    const now = values.get(name) || (field.normally ?? '');
    const value = typed?.(name) ?? (kind.input === 'lines' || kind.input === 'text' ? shown(field, now) : now);
    const ticked = kind.input === 'ticks' ? itemsOf(value) : [value];
    const known = kind.options ?? [];
    const all = kind.input === 'choice' && !known.some(([one]) => one === value) ? [[value, value || 'Choose'] as const, ...known] : known;
    const isSelect = kind.input === 'choice' && all.length > MOST_RADIOS;
    return {
      name,
      label,
      hint,
      error: mistakes.find((mistake) => mistake.field === name)?.sentence,
      value,
      rows: kind.input === 'lines' ? Math.min(10, Math.max(3, value.split('\n').length + 1)) : undefined,
      short: kind.short === true,
      options: all.map(([one, words], i) => ({
        value: one,
        words,
        checked: ticked.includes(one),
        id: i === 0 ? name : `${name}-${i + 1}`,
      })),
      isChoice: kind.input === 'choice' && !isSelect,
      isSelect,
      isTicks: kind.input === 'ticks',
      isColour: kind.input === 'colour',
    };
  });
}

/** Shows a value as people write it, if it is read back the same: `8:30am`. */
function shown({ kind }: RuleField, value: string): string {
  if (value === '') return '';
  if (kind.input === 'lines') {
    const lines = itemsOf(value).map((item) => kind.words(item));
    const text = lines.join('\n');
    const read = kind.read(text);
    return 'value' in read && read.value === value ? text : value;
  }
  const words = kind.words(value);
  const read = kind.read(words);
  return 'value' in read && read.value === value ? words : value;
}
