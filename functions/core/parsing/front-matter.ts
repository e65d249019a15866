/** A story's two halves. `yamlLine` and `bodyLine`: the first line of each half in the file, counted from 1. */
export type FrontMatter = { kind: 'split'; yaml: string; yamlLine: number; body: string; bodyLine: number };

/** Splits a story into the YAML between its two `---` lines and the Markdown after them. */
export function splitFrontMatter(text: string): FrontMatter | { kind: 'none' } | { kind: 'unclosed' } {
  const lines = text.split('\n');
  if (!isFence(lines[0])) return { kind: 'none' };
  const close = lines.findIndex((line, index) => index > 0 && isFence(line));
  if (close === -1) return { kind: 'unclosed' };
  return {
    kind: 'split',
    yaml: lines.slice(1, close).join('\n'),
    yamlLine: 2,
    body: lines.slice(close + 1).join('\n'),
    bodyLine: close + 2,
  };
}

function isFence(line: string | undefined): boolean {
  return line?.trimEnd() === '---';
}
