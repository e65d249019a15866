// Reads what was typed into a form of the rules, or says which field to correct and how.
import { type KeyLines, placesOf } from '#core/draft/key-lines';
import type { Problem } from '#core/parsing/problem';
import { NEW_DIGEST, NEW_ENTRY, type PartName, type RuleField, rulePart } from '#core/rules-form/rule-parts';
import { digestKey, type RuleValues, readRuleLines, valuesOf, withValues, writeRuleLines } from '#core/rules-form/rule-values';

/** `field`: its name, or the one of no field. */
export type RuleMistake = { field: string; sentence: string };

/** Reads the form. `values`: those of fields without a mistake. */
export function readRuleForm(
  fields: readonly RuleField[],
  typed: (name: string) => string,
): { values: RuleValues; mistakes: RuleMistake[] } {
  const values = new Map<string, string>();
  const mistakes: RuleMistake[] = [];
  for (const { name, label, kind, needed } of fields) {
    const text = kind.input === 'lines' || kind.input === 'ticks' ? typed(name).trim() : oneLine(typed(name));
    const read = text === '' ? { value: '' } : kind.read(text);
    if ('wrong' in read) mistakes.push({ field: name, sentence: `${label}: ${read.wrong}` });
    else if (read.value === '' && needed) mistakes.push({ field: name, sentence: `${label}: this cannot be empty.` });
    else values.set(name, read.value);
  }
  return { values, mistakes: [...mistakes, ...pairMistakes(fields, values), ...newDigestMistakes(fields, values)] };
}

function oneLine(typed: string): string {
  return typed.replaceAll(/\s+/gu, ' ').trim();
}

/** Of two times that belong together, either both are there or none. */
function pairMistakes(fields: readonly RuleField[], values: RuleValues): RuleMistake[] {
  const [from, until] = ['quiet.hours.0', 'quiet.hours.1'].map((name) => fields.find((field) => field.name === name));
  if (!from || !until) return [];
  const [begin, end] = [values.get(from.name), values.get(until.name)];
  if (begin === undefined || end === undefined) return [];
  if (begin !== '' && begin === end) return [{ field: until.name, sentence: `${until.label}: write another time than “${from.label}”.` }];
  if ((begin === '') === (end === '')) return [];
  const missing = begin === '' ? from : until;
  return [{ field: missing.name, sentence: `${missing.label}: write this time too, or leave both empty.` }];
}

/** A new digest needs a name of its own, a day and a time. */
function newDigestMistakes(fields: readonly RuleField[], values: RuleValues): RuleMistake[] {
  if (!fields.some(({ name }) => name === NEW_DIGEST.on)) return [];
  const [name, on, at] = [NEW_ENTRY, NEW_DIGEST.on, NEW_DIGEST.at].map((one) => values.get(one));
  if (!name && !on && !at) return [];
  const key = digestKey(name ?? '');
  const isTaken = TAKEN_BY_US.includes(key) || fields.some(({ path }) => path[0] === 'digests' && path[1] === key);
  return [
    ...(name === '' ? [{ field: NEW_ENTRY, sentence: 'Add a digest: write its name, or leave its day and time empty too.' }] : []),
    ...(name && isTaken ? [{ field: NEW_ENTRY, sentence: `Add a digest: “${key}” is taken. Write another name.` }] : []),
    ...(on === '' ? [{ field: NEW_DIGEST.on, sentence: 'The new digest goes out: choose its day.' }] : []),
    ...(at === '' ? [{ field: NEW_DIGEST.at, sentence: 'Time of the new digest: write a time of day, for example 8:30am.' }] : []),
  ];
}

/** Subscribers choose these for something else. */
const TAKEN_BY_US = ['each', 'events', 'upcoming_events'];

/** Returns the values that a person has changed. `was`: the file that they saw; undefined when it cannot be taken apart. */
export function changedValues(was: string, part: PartName, values: RuleValues): RuleValues | undefined {
  const keys = readRuleLines(was);
  if (!keys) return undefined;
  const { fields } = rulePart(part, keys);
  const seen = valuesOf(keys, fields);
  const normally = (name: string) => fields.find((field) => field.name === name)?.normally ?? '';
  return new Map([...values].filter(([name, value]) => (value || normally(name)) !== (seen.get(name) || normally(name))));
}

/** Returns the file with these values of one part; undefined when its lines cannot be taken apart. */
export function changedRules(text: string, part: PartName, values: RuleValues): string | undefined {
  const keys = readRuleLines(text);
  return keys && writeRuleLines(withValues(keys, rulePart(part, keys).fields, values));
}

/** Returns the field at which a message about the file belongs; undefined when it is about none of them. */
export function ruleProblemField(keys: KeyLines, fields: readonly RuleField[], { line, sentence }: Problem): string | undefined {
  const place = placesOf(keys).findLast((one) => one.line <= line - 1);
  if (!place) return undefined;
  const near = fields.filter(
    ({ path }) => place.path.every((step, i) => path[i] === step) || path.every((step, i) => place.path[i] === step),
  );
  const named = near.find(({ path }) => sentence.includes(`"${path.filter((step) => typeof step === 'string').join('.')}"`));
  return (named ?? near.find(({ path }) => path.length >= place.path.length) ?? near[0])?.name;
}
