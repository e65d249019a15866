// YAML as a form that people fill in: each value knows its line, so that its reader can report a problem there.
import type { ParsedNode } from 'yaml';
import { isMap, isScalar } from 'yaml';
import type { Problem } from '#core/parsing/problem';
import { parseForgivingly } from '#core/parsing/yaml-syntax';
import { didYouMean } from '#core/text/nearest-word';

/** One file's YAML. Lines are those of the file, from 1. `broken`: its syntax has an error. */
export type Form = {
  broken: boolean;
  lineAt(offset: number): number;
  textAfter(node: ParsedNode): string;
  report(line: number, sentence: string, level?: Problem['level']): void;
};

/** A value with its line and the full name of its key (`sender.address`). */
export type Found = { form: Form; name: string; line: number; node: ParsedNode };

/**
 * Reads one kind of value. `read` reports a problem and returns undefined; `blank` then takes the value's place, so that
 * reading finds the next problem too. A caller must discard everything that was read from a file with a problem.
 */
export type Kind<T> = { readonly blank: T; read(found: Found): T | undefined };

/**
 * Reads YAML text that begins at line `firstLine` of a file. After a syntax error the readable values are still checked, but
 * missing and unknown keys are not reported: the broken line may have swallowed them.
 */
export function readYaml<T>(
  text: string,
  place: { file: string; firstLine: number; what: string; foreign?: ForeignKeys },
  read: (mapping: Mapping) => T,
): { value: T; problems: Problem[] } {
  const top = Math.max(1, place.firstLine - 1);
  const parsed = parseForgivingly(text);
  const problems = new Map<number, Problem[]>();
  const form: Form = {
    broken: parsed.broken,
    lineAt: (offset) => place.firstLine + parsed.lineAt(offset) - 1,
    textAfter: (node) => parsed.text.slice(node.range[1]).split('\n', 1)[0] ?? '',
    report(line, sentence, level) {
      problems.set(line, [...(problems.get(line) ?? []), { file: place.file, line, sentence, ...(level && { level }) }]);
    },
  };
  for (const [line, sentence] of parsed.faults) form.report(place.firstLine + line - 1, sentence);
  const { contents } = parsed;
  if (contents !== null && !isMap(contents) && !form.broken) {
    form.report(top, `There is no key here. Write ${place.what} as lines of a key, a colon and a value.`);
    form.broken = true;
  }
  const mapping = new Mapping(
    form,
    place.what,
    top,
    contents === null ? new Map() : entriesOf({ form, name: '', line: top, node: contents }),
    place.foreign,
  );
  // A line with a syntax error keeps only that first problem: the others follow from it.
  const spoiled = new Set(problems.keys());
  const value = read(mapping);
  mapping.close();
  return { value, problems: [...problems].flatMap(([line, found]) => (spoiled.has(line) ? found.slice(0, 1) : found)) };
}

/** Keys of other programs, in small letters, each with a sentence on what it is here. */
export type ForeignKeys = ReadonlyMap<string, string>;

/** A mapping that is read key by key. `what` names it in messages: `a post`. */
export class Mapping {
  readonly form: Form;
  readonly #what: string;
  readonly #line: number;
  readonly #entries: Map<string, { line: number; found: Found | undefined }>;
  readonly #foreign: ForeignKeys;
  readonly #asked = new Set<string>();

  constructor(
    form: Form,
    what: string,
    line: number,
    entries: Map<string, { line: number; found: Found | undefined }>,
    foreign: ForeignKeys = new Map(),
  ) {
    this.form = form;
    this.#what = what;
    this.#line = line;
    this.#entries = entries;
    this.#foreign = foreign;
  }

  keys(): string[] {
    return [...this.#entries.keys()];
  }

  has(key: string): boolean {
    return this.#entries.has(this.#written(key));
  }

  /** Returns the line of a key, or of the mapping when the key is absent. */
  lineOf(key: string): number {
    return this.#entries.get(this.#written(key))?.line ?? this.#line;
  }

  /** Returns a key as it is written here: `Title` for `title`. */
  #written(key: string): string {
    return this.#entries.has(key) ? key : ([...this.#entries.keys()].find((other) => other.toLowerCase() === key) ?? key);
  }

  /** Reads an optional key; undefined when it is absent or empty. */
  may<T>(key: string, kind: Kind<T>): T | undefined {
    const written = this.#written(key);
    this.#asked.add(key).add(written);
    const found = this.#entries.get(written)?.found;
    if (found === undefined) return undefined;
    if (!isEmpty(found)) return kind.read(found) ?? kind.blank;
    // YAML reads `colour: #005eb8` as an empty value and a comment.
    if (!startsComment(found)) return undefined;
    report(found, `"${found.name}" is empty, because what follows "#" is read as a comment. Put the value in quotes.`);
    return kind.blank;
  }

  /** Reads a required key. The message for a missing one shows `example`. */
  need<T>(key: string, kind: Kind<T>, example: string): T {
    const value = this.may(key, kind);
    if (value !== undefined) return value;
    if (!this.form.broken) {
      const fault = this.has(key) ? `"${key}" is empty` : `There is no "${key}" in ${this.#what}`;
      this.form.report(this.lineOf(key), `${fault}. Write, for example, ${example}`);
    }
    return kind.blank;
  }

  /** Reports the keys that were not read, as unknown. */
  close(): void {
    if (this.form.broken) return;
    for (const [key, { line }] of this.#entries) {
      if (this.#asked.has(key)) continue;
      const remedy = this.#foreign.get(key.toLowerCase()) ?? didYouMean(key, [...this.#asked], 'Its keys are');
      this.form.report(line, `"${key}" is not a key of ${this.#what}. ${remedy}`);
    }
  }
}

/** A mapping below a key. */
export function group<T>(what: string, read: (mapping: Mapping) => T): Kind<T> {
  return {
    get blank() {
      return read(new Mapping(silentForm, what, 0, new Map()));
    },
    read(found) {
      if (!isMap(found.node)) {
        return report(found, `"${found.name}" must be a group of keys, each on its own line below it and indented by two spaces.`);
      }
      const mapping = new Mapping(found.form, what, found.line, entriesOf(found));
      const value = read(mapping);
      mapping.close();
      return value;
    },
  };
}

/** Reports a problem with a value, and returns the undefined that a `Kind` returns then. */
export function report(found: Found, sentence: string): undefined {
  found.form.report(found.line, sentence);
  return undefined;
}

/** Returns a value below `parent`, for example an item of a list. */
export function below(parent: Found, node: ParsedNode, name = parent.name): Found {
  return { form: parent.form, name, line: parent.form.lineAt(node.range[0]), node };
}

/** True when YAML reads the rest of an unquoted value's line as a comment. */
export function startsComment(found: Found): boolean {
  return /^\s*#/u.test(found.form.textAfter(found.node)) && isScalar(found.node) && found.node.type === 'PLAIN';
}

const silentForm: Form = { broken: true, lineAt: () => 0, textAfter: () => '', report: () => undefined };

function entriesOf(parent: Found): Map<string, { line: number; found: Found | undefined }> {
  const entries = new Map<string, { line: number; found: Found | undefined }>();
  if (!isMap<ParsedNode, ParsedNode | null>(parent.node)) return entries;
  for (const { key, value } of parent.node.items) {
    const name = isScalar(key) ? (key.source ?? String(key.value)) : 'a list';
    const path = parent.name === '' ? name : `${parent.name}.${name}`;
    entries.set(name, { line: parent.form.lineAt(key.range[0]), found: value === null ? undefined : below(parent, value, path) });
  }
  return entries;
}

function isEmpty(found: Found): boolean {
  return isScalar(found.node) && found.node.value === null;
}
