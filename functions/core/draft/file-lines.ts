// A story file as lines that keep their ends, so that what is not edited keeps its bytes.
import { splitFrontMatter } from '#core/parsing/front-matter';

/** A line and its end: `\n`, `\r\n`, `\r`, or nothing at the end of the file. */
export type Line = { words: string; end: string };

/** The lines of a story file. `top`: up to the opening `---`; `fence`: the closing one. */
export type StoryParts = { top: Line[]; keys: Line[]; fence: Line; body: Line[] };

/** Returns the lines of a text; after its last line end an empty line. */
export function linesOf(text: string): Line[] {
  const pieces = text.split(/(\r\n?|\n)/u);
  return pieces.flatMap((words, index) => (index % 2 === 0 ? [{ words, end: pieces[index + 1] ?? '' }] : []));
}

/** Returns the lines as the text that they were made of. */
export function joined(lines: readonly Line[]): string {
  return lines.map(({ words, end }) => words + end).join('');
}

/** Returns a text as readers of it see it: with `\n` line ends. Forms send `\r\n`. */
export function plainLines(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n');
}

/** Returns the parts of a story file; undefined when it has no front matter. */
export function partsOf(text: string): StoryParts | undefined {
  const lines = linesOf(text);
  const parts = splitFrontMatter(lines.map(({ words }) => words).join('\n'));
  const fence = parts.kind === 'split' ? lines[parts.bodyLine - 2] : undefined;
  if (parts.kind !== 'split' || fence === undefined) return undefined;
  const { yamlLine, bodyLine } = parts;
  return { top: lines.slice(0, yamlLine - 1), keys: lines.slice(yamlLine - 1, bodyLine - 2), fence, body: lines.slice(bodyLine - 1) };
}

/** Returns the line end that new lines of this file get. */
export function lineEndOf({ top }: Pick<StoryParts, 'top'>): string {
  return top[0]?.end || '\n';
}
