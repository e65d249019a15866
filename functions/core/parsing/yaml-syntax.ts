// Explains YAML errors to people who do not know YAML.
import type { ParsedNode, YAMLError } from 'yaml';
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';

/** `faults`: one sentence for each faulty line, from 1. `broken`: a fault may have swallowed other lines. */
type Parsed = { text: string; contents: ParsedNode | null; lineAt(offset: number): number; faults: Map<number, string>; broken: boolean };

/** Real files nest 3 deep and have at most 2,000 characters. */
const MAX_DEPTH = 30;
const MAX_CHARACTERS = 50_000;
/** Each round of corrections parses the whole text again. */
const MOST_ROUNDS = 10;

/**
 * Parses YAML and corrects the two commonest mistakes, a tab and a colon in a text. Each is a fault of its line, and the
 * rest is read as it was meant, so that one mistake hides no other.
 */
export function parseForgivingly(source: string): Parsed {
  const faults = new Map<number, string>();
  const fault = sizeFault(source);
  if (fault !== undefined) {
    faults.set(1, fault);
    return { text: source, contents: null, lineAt: () => 1, faults, broken: true };
  }
  let text = withPlainSpaces(source);
  for (let round = 1; ; round += 1) {
    const counter = new LineCounter();
    const lineAt = (offset: number) => Math.max(1, counter.linePos(offset).line);
    // The core schema leaves dates and times as text.
    const { contents, errors, warnings } = parseDocument(text, {
      lineCounter: counter,
      prettyErrors: false,
      schema: 'core',
      version: '1.2',
    });
    const lines = text.split('\n');
    const slips = new Map(errors.flatMap((error) => slipsOf(error, lineAt(error.pos[0]), lines)).filter(([line]) => !faults.has(line)));
    if (slips.size === 0 || round === MOST_ROUNDS) {
      const quoted = quotedTexts(contents);
      for (const error of [...errors, ...warnings]) {
        const { offset, sentence } = syntaxFault(error, text, quoted);
        // One mistake causes several parser errors; the first one of a line is the one that helps.
        if (!faults.has(lineAt(offset))) faults.set(lineAt(offset), sentence);
      }
      return { text, contents, lineAt, faults, broken: errors.length > 0 };
    }
    for (const [line, { sentence, mended }] of slips) {
      faults.set(line, sentence);
      lines[line - 1] = mended;
    }
    text = lines.join('\n');
  }
}

/** Spaces that do not break, and characters that cannot be seen. They come along with text from other programs. */
const ODD = '\\u00a0\\u1680\\u2000-\\u200f\\u202f\\u205f\\u2060\\u3000\\ufeff';
const ODD_INDENT = new RegExp(`^[ \\t]*[${ODD}][ \\t${ODD}]*`, 'gmu');
const ODD_COLON = new RegExp(`^([ \\t]*(?:-[ \\t]+)?[\\w-]+)[ ${ODD}]*:[ ${ODD}]*(?=[^ ${ODD}]|$)`, 'gmu');

/** Makes plain spaces of what is before a line's first word and around its colon: YAML would take anything else for words. */
function withPlainSpaces(source: string): string {
  // One such character before a key is no indentation that anyone has typed.
  const plain = (spaces: string) =>
    spaces.length === 1 ? '' : spaces.replaceAll(/[\u200b-\u200f\u2060\ufeff]/gu, '').replaceAll(/[^ \t]/gu, ' ');
  return source
    .replaceAll(ODD_INDENT, plain)
    .replaceAll(ODD_COLON, (found, key: string) => (/^[ \t\w:-]*$/u.test(found) ? found : `${key}: `));
}

/**
 * Returns why a text is not parsed. A few thousand nested brackets exhaust the stack, and V8 then aborts the whole process
 * with no error to catch.
 */
function sizeFault(text: string): string | undefined {
  if (text.length > MAX_CHARACTERS)
    return `There are ${text.length} characters of keys and values, and there can be at most ${MAX_CHARACTERS}. Shorten the longest of them.`;
  return isNestedTooDeeply(text)
    ? 'There are too many brackets or dashes within each other. Put text that has brackets in quotes.'
    : undefined;
}

function isNestedTooDeeply(text: string): boolean {
  // Inside brackets each colon or question mark without a comma after it nests, too: `{ a: b: c: d }`.
  let pairs = 0;
  const depths: number[] = [];
  for (const character of text) {
    if (character === '[' || character === '{') depths.push(pairs);
    else if ((character === ']' || character === '}') && depths.length > 0) pairs = depths.pop() ?? 0;
    else if (character === ',') pairs = depths.at(-1) ?? 0;
    else if ((character === ':' || character === '?') && depths.length > 0) pairs += 1;
    if (depths.length + pairs > MAX_DEPTH) return true;
  }
  return /(?:[-?:][ \t]+){30}/u.test(text) || / {200}[-?\w]/u.test(text);
}

/** Returns the fault and the corrected line when the error comes from a tab or a colon. */
function slipsOf(error: YAMLError, number: number, lines: readonly string[]): [number, { sentence: string; mended: string }][] {
  const line = lines[number - 1] ?? '';
  const tab = /^ *\t\s*/u.exec(line)?.[0];
  if (tab !== undefined)
    return [
      [
        number,
        { sentence: 'This line begins with a tab. Replace it with spaces.', mended: tab.replaceAll('\t', '  ') + line.slice(tab.length) },
      ],
    ];
  const colon = /^(?<key>\s*[\w-]+:\s+)(?<words>[^\s"'[\]{}|>&*!%@`#].*:(?:\s.*)?)$/u.exec(line)?.groups;
  if (error.code !== 'BLOCK_AS_IMPLICIT_KEY' || colon?.key === undefined) return [];
  const mended = `${colon.key}${JSON.stringify(colon.words)}`;
  return [
    [number, { sentence: 'The text has a colon in it, which is read as the end of another key. Put the whole text in quotes.', mended }],
  ];
}

/** Returns the offset to correct and one sentence. `quoted`: where the texts in quotes are. */
function syntaxFault(error: YAMLError, text: string, quoted: readonly Range[]): { offset: number; sentence: string } {
  const offset = error.pos[0];
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? '';
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return { offset, sentence: `"${line.split(':', 1)[0]?.trim()}" is here for the second time. Keep one of the two.` };
    case 'BAD_SCALAR_START':
      return { offset, sentence: `A text cannot begin with ${text[offset]} here. Put the whole text in quotes.` };
    case 'BAD_DQ_ESCAPE':
      return { offset, sentence: 'A backslash in double quotes has a meaning of its own. Write the text in single quotes.' };
    case 'MULTIPLE_DOCS':
      return { offset, sentence: 'A line of "---" or "..." ends the keys here. Take it away.' };
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_ALIAS':
      return { offset, sentence: RESERVED };
    case 'MISSING_CHAR':
      if (error.message.includes('quote'))
        return {
          offset: openQuote(quoted, offset),
          sentence: 'A quotation mark opens here and is never closed. Close it at the end of the text.',
        };
      return { offset, sentence: 'This line is not a key, a colon and a value. Write it like "title: Our first year".' };
    case 'MULTILINE_IMPLICIT_KEY':
      return { offset, sentence: 'This line has no colon after its key. Write it like "title: Our first year".' };
    case 'UNEXPECTED_TOKEN':
      return {
        offset,
        sentence: /:\s+[!&*]/u.test(line)
          ? RESERVED
          : 'There is something left over on this line. Put the whole text in one pair of quotes.',
      };
    default:
      return {
        offset,
        sentence: 'This line does not fit the ones before it. Check the spaces at its beginning, its brackets and its quotes.',
      };
  }
}

const RESERVED = 'A text cannot begin with "!", "&" or "*" here. Put the whole text in quotes.';

type Range = readonly [start: number, end: number];

function quotedTexts(contents: ParsedNode | null): Range[] {
  const found: Range[] = [];
  visit(contents, (_, node) => {
    if (isScalar(node) && node.type?.startsWith('QUOTE') && node.range) found.push([node.range[0], node.range[1]]);
  });
  return found;
}

/** Returns where the quoted text began: the parser reports a missing quotation mark only at its end. */
function openQuote(quoted: readonly Range[], offset: number): number {
  return quoted.findLast(([start, end]) => start < offset && end >= offset)?.[0] ?? offset;
}
