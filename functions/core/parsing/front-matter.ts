/** A story's two halves. `yamlLine` and `bodyLine`: the first line of each half in the file, counted from 1. */
export type FrontMatter = { kind: 'split'; yaml: string; yamlLine: number; body: string; bodyLine: number };

/** Splits a story into the YAML between its two `---` lines and the Markdown after them. Empty lines may stand before the first. */
export function splitFrontMatter(text: string): FrontMatter | { kind: 'none'; line: number } | { kind: 'unclosed'; line: number } {
  const lines = text.split('\n');
  const open = lines.findIndex((line) => line.trim() !== '');
  if (open === -1 || !isFence(lines[open])) return { kind: 'none', line: Math.max(0, open) + 1 };
  const close = lines.findIndex((line, index) => index > open && isFence(line));
  if (close === -1) {
    // A line that was meant to be the end is where the editor has to look.
    const almost = lines.findIndex((line, index) => index > open && ALMOST.test(line));
    return { kind: 'unclosed', line: (almost === -1 ? open : almost) + 1 };
  }
  return {
    kind: 'split',
    yaml: lines.slice(open + 1, close).join('\n'),
    yamlLine: open + 2,
    body: lines.slice(close + 1).join('\n'),
    bodyLine: close + 2,
  };
}

/** Returns what is wrong with the first line of a text without front matter, and what to do. `line`: that line, as written. */
export function noFrontMatter(line: string): string {
  if (line.trim() === '')
    return 'The file is empty. Write the title and the other keys between two lines of three hyphens (---), and the text below them. Or delete the file.';
  if (/^\s*\+\+\+\s*$/u.test(line))
    return 'The keys stand between lines of +++, as Hugo has them (TOML). Write them as "key: value" between two lines of ---.';
  if (ALMOST.test(line))
    return `The first line must be three hyphens (---) and nothing else, and it is "${line.trim().slice(0, 20)}". Type the three hyphens again: some programs make a dash of them.`;
  return 'The file does not begin with a line of three hyphens (---). Put the title and the other keys between two such lines at the top.';
}

/** Three hyphens as other programs change them, or mistyped. */
const ALMOST = /^\s*(?:(?:[-\u2010-\u2015_*=~.]\s*){2,}|[\u2013-\u2015]\s*)$/u;

function isFence(line: string | undefined): boolean {
  return line?.replace(/^[\u200b\u2060\ufeff]+/u, '').trimEnd() === '---';
}
