import type { Problem } from '#core/parsing/problem';

/** Thrown when a text cannot be read. Its message is a sentence for the editor, with the remedy. */
export class Unreadable extends Error {}

/** Reads one file. Whatever its reading throws is a problem of this file, so that no file can stop the others. */
export function readOrProblem<T extends { problems: Problem[] }>(file: string, read: () => T): T | { problems: Problem[] } {
  try {
    return read();
  } catch (error) {
    return { problems: [{ file, line: 1, sentence: sentenceOf(error) }] };
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  // The stack of a parser is full.
  if (error instanceof RangeError) return 'The file has too many brackets within each other to be read. Take some of them away.';
  const name = error instanceof Error ? error.name : 'an unknown error';
  return `The file cannot be read (${name}). Take out what you wrote last, and show the file to whoever looks after the newsroom.`;
}
