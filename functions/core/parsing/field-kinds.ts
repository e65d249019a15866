// Kinds of YAML values that stories and rules share.
import type { ParsedNode } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { codePoint } from '#core/parsing/text-file';
import type { Kind } from '#core/parsing/yaml-form';
import { below, report, startsComment } from '#core/parsing/yaml-form';
import { didYouMean } from '#core/text/nearest-word';

/** Invisible characters that disturb the text around them: controls, line ends, direction overrides. */
export const DISRUPTIVE = /(?!\n)\p{Cc}|\p{Cs}|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u;
/** Invisible characters that come along with pasted text and mean nothing: soft hyphen, zero-width space, word joiner, byte order mark. */
const MEANINGLESS = /[\u00ad\u200b\u2060\ufeff]/gu;
/** In a date, a key or an address, marks of direction and joiners mean nothing either. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Words as readers see them, made of what was typed. `faults`: what cannot be shown, as ends of sentences that begin with the key. */
export type Wording = (typed: string) => { words: string; faults: string[] };

/** A text of at most `most` characters, trimmed; on one line unless `lines` is set. `wording`: what becomes of signs in it. */
export function text({ most = 200, lines = false, wording }: { most?: number; lines?: boolean; wording?: Wording } = {}): Kind<string> {
  return {
    blank: '',
    read(found) {
      const { node, name } = found;
      if (isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'boolean')) {
        const sort = typeof node.value === 'number' ? 'a number' : 'yes or no';
        return report(found, `The value of "${name}" is read as ${sort}. Put it in quotes: ${lastName(name)}: "${node.source}".`);
      }
      if (!isScalar(node) || typeof node.value !== 'string')
        return report(found, `"${name}" is ${sortOf(node)}, and must be a text. Write it in quotes after the colon.`);
      if (startsComment(found))
        return report(found, `"${name}" ends before "#", because the rest is read as a comment. Put the whole text in quotes.`);
      const typed = node.value.replaceAll(MEANINGLESS, '').trim();
      const unreadable = unreadableText(typed, lines);
      if (unreadable !== undefined) return report(found, `"${name}" ${unreadable}`);
      const { words: value, faults } = wording?.(typed) ?? { words: typed, faults: [] };
      for (const fault of faults) report(found, `"${name}" ${fault}`);
      if (faults.length > 0) return undefined;
      if (value !== typed)
        found.form.report(
          found.line,
          `"${name}" has signs of Markdown or HTML in it. Readers see plain words: "${shortened(value)}"`,
          'note',
        );
      const length = [...value].length;
      if (length > most) return report(found, `"${name}" has ${length} characters, and can have at most ${most}. Shorten it.`);
      return value;
    },
  };
}

/** Returns the end of a sentence on why nobody could read this text as it is. */
function unreadableText(typed: string, lines: boolean): string | undefined {
  if (!lines && typed.includes('\n')) return 'has more than one line. Write it on one line.';
  const disruptive = DISRUPTIVE.exec(typed)?.[0];
  if (disruptive !== undefined)
    return `has an invisible character (${codePoint(disruptive)}) that disturbs what stands around it. Type the text again.`;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(typed) ? undefined : 'has nothing in it that can be seen. Write some words, or take the line away.';
}

/** A single value that `parse` understands; `sentence` says what is wrong with any other. */
export function parsed<T>(blank: T, parse: (value: string) => T | undefined, sentence: (value: string) => string): Kind<T> {
  return {
    blank,
    read(found) {
      if (!isScalar(found.node))
        return report(found, `"${found.name}" is ${sortOf(found.node)}, and must be a single value. Write it after the colon.`);
      // YAML reads `0830` as a number; `source` is the text as typed.
      const typed = typeof found.node.value === 'string' ? found.node.value : (found.node.source ?? '');
      const value = typed
        .replaceAll(INVISIBLE, '')
        .replaceAll(/\p{Zs}/gu, ' ')
        .trim();
      return parse(value) ?? report(found, sentence(shown(value)));
    },
  };
}

export function choice<const T extends string>(options: readonly [T, ...T[]]): Kind<T> {
  return parsed<T>(
    options[0],
    (value) => options.find((option) => option === value),
    (value) => `"${value}" is not understood here. ${didYouMean(value, options, 'Write one of')}`,
  );
}

export const yesOrNo: Kind<boolean> = parsed(
  false,
  (value) => (/^true$/iu.test(value) ? true : /^false$/iu.test(value) ? false : undefined),
  (value) => `"${value}" must be true or false. Write one of the two, without quotes.`,
);

export const amount: Kind<number> = parsed(
  0,
  (value) => (/^\d{1,9}(\.\d{1,2})?$/u.test(value) ? Number(value) : undefined),
  (value) => `"${value}" is not an amount. Write a number, for example 10.`,
);

export const httpsLink: Kind<string> = parsed(
  '',
  (value) => (/^https:\/\/[^\s/?#"<>\\]+[^\s"<>\\]*$/u.test(value) && URL.canParse(value) ? value : undefined),
  (value) =>
    `"${value}" is not a web address that begins with https://. Copy it whole from the browser, for example https://example.org/register.`,
);

/** A list, in square brackets or as lines with dashes. */
export function listOf<T>(kind: Kind<T>): Kind<T[]> {
  return {
    blank: [],
    read(found) {
      const { node, name } = found;
      if (!isSeq<ParsedNode>(node))
        return report(
          found,
          `"${name}" must be a list. Put it in square brackets: ${lastName(name)}: [${isScalar(node) ? shown(String(node.source)) : '…'}].`,
        );
      return node.items.map((item) => kind.read(below(found, item)) ?? kind.blank);
    },
  };
}

/** Returns typed text on one line of at most 60 characters, safe to show in a message. */
function shown(value: string): string {
  return shortened(value, 60);
}

function shortened(value: string, most = 120): string {
  const line = value.replaceAll(/[\s\p{C}]+/gu, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

function sortOf(node: ParsedNode): string {
  if (isSeq(node)) return 'a list';
  if (isMap(node)) return 'a group of keys';
  return isAlias(node) ? 'a reference, because it begins with "*"' : 'empty';
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
