// Words of a clipboard as Markdown: emphasis and links stay, and signs that mean something in Markdown are escaped.

export type Look = { bold: boolean; italic: boolean; struck: boolean; code: boolean };
/** Words that look the same. A `\n` is a line break. `address`: of their link. `footnote`: they are the mark of this footnote. */
export type Run = Look & { text: string; address?: string; footnote?: string };

/** Units that stay on the line of their number. */
const UNITS = 'mg|g|kg|µg|mcg|ng|ml|l|cl|mm|cm|m|km|mmol|mmHg|kPa|bpm|°C|%|am|pm|px|GB|MB|kB';
const BEFORE_UNIT = new RegExp(String.raw`(?<=\d)[\u00a0\u202f](?=(?:${UNITS})(?![\p{L}\d]))`, 'gu');
const KEPT = '\ue000';

/** Returns words with plain, single spaces. A space that does not break stays between a number and its unit. */
export function plainSpaces(text: string): string {
  return text
    .replaceAll(KEPT, '')
    .replaceAll(/[\u00ad\u200b\u2060\ufeff]/gu, '')
    .replaceAll(BEFORE_UNIT, KEPT)
    .replaceAll(/[\p{Zs}\t\n\r\f\v\u0085\u2028\u2029]+/gu, ' ')
    .replaceAll(/\p{Cc}|\p{Cs}/gu, '')
    .replaceAll(KEPT, '\u00a0');
}

/** Returns runs as the Markdown of one line, after the sign of a heading or in a cell. */
export function markdownOfLine(runs: readonly Run[]): string {
  return linesOfRuns(runs).map(emphasised).filter(Boolean).join(' ');
}

/**
 * Returns a paragraph as Markdown, with a backslash at each line break. Its lines that begin with a typed bullet are a list, as in every
 * story.
 */
export function markdownOfParagraph(runs: readonly Run[]): string {
  const lines = markdownLines(runs);
  const isDash = (index: number) => /^–[ \u00a0]/u.test(lines[index] ?? '');
  const items = lines.map((line, index) => BULLET.test(line) || (isDash(index) && (isDash(index - 1) || isDash(index + 1))));
  return lines.reduce((text, line, index) => {
    const own = items[index] ? line.replace(/^.[ \u00a0]*/u, '- ') : line;
    if (index === 0) return own;
    return `${text}${items[index] ? '\n' : items[index - 1] ? '\n\n' : '\\\n'}${own}`;
  }, '');
}

const BULLET = /^[•●∙▪■◦○‣⁃·](?=.*[\p{L}\p{N}])/u;

function markdownLines(runs: readonly Run[]): string[] {
  return linesOfRuns(runs)
    .map((line) => escapedStart(emphasised(line)))
    .filter((line) => line !== '');
}

/** Returns the words of runs, without Markdown. */
export function wordsOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}

/** Returns the runs of each line, with single spaces between words and none at the ends. */
function linesOfRuns(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    for (const [index, text] of run.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      lines.at(-1)?.push({ ...run, text });
    }
  }
  return lines.map(tidy);
}

function tidy(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const before = out.at(-1);
    const text = before === undefined || before.text.endsWith(' ') ? run.text.replace(/^ +/u, '') : run.text;
    if (text !== '') out.push({ ...run, text });
  }
  const last = out.at(-1);
  if (last) last.text = last.text.replace(/ +$/u, '');
  return out.filter(({ text }) => text !== '');
}

type Mark = { sign: string; has(run: Run): boolean };
const MARKS: Mark[] = [
  { sign: '**', has: (run) => run.bold && isPlain(run) },
  { sign: '*', has: (run) => run.italic && isPlain(run) },
  { sign: '~~', has: (run) => run.struck && isPlain(run) },
];

/** Code, marks of footnotes and web addresses begin and end with signs, beside which emphasis is not always read. */
function isPlain({ code, footnote, text }: Run): boolean {
  return !code && footnote === undefined && !text.includes('://');
}

/** The characters beside some words: they decide whether Markdown reads a sign of emphasis there. `within`: inside another emphasis. */
type Beside = { before: string; after: string; within?: true };

function emphasised(line: readonly Run[]): string {
  const words = wordsOf(line);
  let [out, at] = ['', 0];
  for (const group of grouped(line, ({ address }) => address ?? '')) {
    const own = wordsOf(group);
    const beside = { before: words.at(at - 1) ?? '', after: words[at + own.length] ?? '' };
    if (at === 0) beside.before = '';
    at += own.length;
    const address = group[0]?.address;
    if (address === undefined) out += marked(group, MARKS, beside);
    // A link after "!" would be a picture.
    else out = `${out.replace(/!$/u, '\\!')}${link(group, address)}`;
  }
  return out;
}

/** Returns runs with the signs of their emphasis. Where Markdown would not read a sign, the words stay plain. */
function marked(runs: readonly Run[], [mark, ...others]: readonly Mark[], beside: Beside): string {
  if (!mark) return runs.map(plainRun).join('');
  const words = wordsOf(runs);
  const out: string[] = [];
  let at = 0;
  for (const group of grouped(runs, (run) => String(mark.has(run)))) {
    const own = wordsOf(group);
    const around = { ...beside, before: at === 0 ? beside.before : (words[at - 1] ?? ''), after: words[at + own.length] ?? beside.after };
    at += own.length;
    const text = group[0] && mark.has(group[0]) ? emphasis(group, mark, others, around) : marked(group, others, around);
    // Signs of two emphases beside each other would be read as one.
    const touches = SIGNS.test(out.at(-1)?.at(-1) ?? '') && SIGNS.test(text[0] ?? '');
    out.push(touches ? marked(group, [], around) : text);
  }
  return out.join('');
}

const SIGNS = /[*~]/u;

function emphasis(runs: readonly Run[], { sign }: Mark, others: readonly Mark[], around: Beside): string {
  const words = wordsOf(runs);
  const [from, to] = core(words, around);
  const inner = marked(part(runs, from, to), others, { before: sign, after: sign, within: true });
  const [before, after] = [words[from - 1] ?? around.before, words[to] ?? around.after];
  // Signs of one kind beside each other are read as one run of signs.
  const within = sign.startsWith('*') ? inner.replaceAll(/^\*+|\*+$/gu, '') : inner;
  // Inside of a word, a sign could be the end of the emphasis around it.
  const isTorn = around.within === true && /[\p{L}\p{N}]/u.test(before + after);
  if (from >= to || isTorn || isUnread(before, within[0]) || isUnread(after, within.at(-1))) return marked(runs, others, around);
  const [head, tail] = [part(runs, 0, from), part(runs, to, words.length)];
  return `${marked(head, [], around)}${sign}${inner}${sign}${marked(tail, [], around)}`;
}

/** Returns where emphasis may begin and end: at words, or at punctuation that has a space beside it. */
function core(words: string, { before, after }: Beside): [number, number] {
  const begin = before === '' || before === ' ' ? /^\s*/u : /^[^\p{L}\p{N}]*/u;
  const end = after === '' || after === ' ' ? /\s*$/u : /[^\p{L}\p{N}]*$/u;
  return [begin.exec(words)?.[0].length ?? 0, words.length - (end.exec(words)?.[0].length ?? 0)];
}

/** True when a sign of emphasis between a letter (or a smiley) and another sign would not be read. */
function isUnread(outside: string, inside = ''): boolean {
  return /[^\s!-/:-@[-`{-~]/u.test(outside) && !/[\p{L}\p{N}]/u.test(inside);
}

function grouped(runs: readonly Run[], keyOf: (run: Run) => string): Run[][] {
  const groups: Run[][] = [];
  for (const [index, run] of runs.entries()) {
    const before = runs[index - 1];
    if (before && keyOf(before) === keyOf(run)) groups.at(-1)?.push(run);
    else groups.push([run]);
  }
  return groups;
}

function part(runs: readonly Run[], from: number, to: number): Run[] {
  let at = 0;
  return runs.flatMap((run) => {
    const text = run.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    at += run.text.length;
    return text === '' ? [] : [{ ...run, text }];
  });
}

function plainRun({ text, code, footnote }: Run): string {
  if (footnote !== undefined) return `[^${footnote}]`;
  return code ? codeSpan(text) : escaped(text);
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const [, before = '', inner = '', after = ''] = /^( *)(.*?)( *)$/su.exec(text) ?? [];
  if (inner === '') return text;
  const space = /^`|`$/u.test(inner) ? ' ' : '';
  return `${before}${fence}${space}${inner}${space}${fence}${after}`;
}

function link(runs: readonly Run[], address: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(wordsOf(runs)) ?? [];
  if (words === '') return before;
  if (words === address && isSafeAddress(address)) return `${before}${address}${after}`;
  const inner = marked(part(runs, before.length, before.length + words.length), MARKS, { before: '', after: '' });
  return `${before}[${inner}](${addressInBrackets(address)})${after}`;
}

function addressInBrackets(address: string): string {
  const codes: Record<string, string> = { '(': '%28', ')': '%29', '<': '%3C', '>': '%3E', '\\': '%5C', ' ': '%20', '|': '%7C' };
  return address
    .replaceAll(/[()<>\\ |]/gu, (sign) => codes[sign] ?? sign)
    .replaceAll(/[\p{Cc}\p{Zs}]/gu, (sign) => encodeURIComponent(sign))
    .replaceAll(/&(?=#?\w{1,31};)/gu, '&amp;');
}

const ADDRESS = /https?:\/\/[^\s<>"'`\\|[\]]+/giu;

function isSafeAddress(address: string): boolean {
  return /^https?:\/\/[\w./?=&%#:+,;@-]*[\w/]$/u.test(address) && !/_|&#?\w+;/u.test(address);
}

/** Escapes signs that mean something in Markdown. A web address in the words stays one. */
function escaped(text: string): string {
  let [out, at] = ['', 0];
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(/[.,;:!?)*_~]+$/u, '');
    if (!/^https?:\/\/\w/iu.test(address)) continue;
    out += `${escapedWords(text.slice(at, index))}${isSafeAddress(address) ? address : `<${address}>`}`;
    at = index + address.length;
  }
  return out + escapedWords(text.slice(at));
}

function escapedWords(text: string): string {
  return text
    .replaceAll(/[\\`*[\]|<]/gu, '\\$&')
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll(/~(?=~)|(?<=~)~/gu, '\\~')
    .replaceAll(/&(?=#?\w{1,31};)/gu, '\\&');
}

/** Escapes what would make a heading, list, quotation or line of the words at the beginning of a line. */
function escapedStart(line: string): string {
  return line
    .replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-+\s*$|~{3})/u, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/u, '$1\\$2')
    .replace(/^(\[\^[^\]]*\]):/u, '$1\\:');
}
