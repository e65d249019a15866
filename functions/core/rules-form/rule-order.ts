// What a person wants of the rules, as the form before Save carries it.
import { type PartName, partNamed } from '#core/rules-form/rule-parts';
import type { Table } from '#core/rules-form/rule-values';

/**
 * `was`: the file that the person saw. `part`: values of one form. `file`: the whole file as they wrote it. `version`: an earlier one is
 * put back. `merge`: a topic or trust becomes part of another one.
 */
export type RuleOrder = { was: string } & (
  | { kind: 'part'; part: PartName; values: Record<string, string> }
  | { kind: 'file'; text: string }
  | { kind: 'version'; version: number }
  | { kind: 'merge'; table: Table; from: string; into: string }
);

/** As JSON: a form changes the line ends of a text. */
export function writeRuleOrder(order: RuleOrder): string {
  return JSON.stringify(order);
}

/** Returns undefined for what was written by something else. */
export function readRuleOrder(written: string): RuleOrder | undefined {
  const read = parsed(written);
  if (typeof read !== 'object' || read === null) return undefined;
  const get = (key: string): unknown => Reflect.get(read, key);
  const [kind, was, text, version, values] = ['kind', 'was', 'text', 'version', 'values'].map(get);
  if (typeof was !== 'string') return undefined;
  if (kind === 'file' && typeof text === 'string') return { kind, was, text };
  if (kind === 'version' && typeof version === 'number') return { kind, was, version };
  const [table, from, into] = [tableNamed(get('table')), get('from'), get('into')];
  if (kind === 'merge' && table && typeof from === 'string' && typeof into === 'string') return { kind, was, table, from, into };
  const part = partNamed(String(get('part')));
  return kind === 'part' && part && isTexts(values) ? { kind, was, part, values } : undefined;
}

export function tableNamed(name: unknown): Table | undefined {
  return name === 'topics' || name === 'organisations' ? name : undefined;
}

function isTexts(values: unknown): values is Record<string, string> {
  return typeof values === 'object' && values !== null && Object.values(values).every((value) => typeof value === 'string');
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
