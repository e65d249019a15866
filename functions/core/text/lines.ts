// biome-ignore lint/suspicious/noControlCharactersInRegex: it removes them.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Returns the text on one line, with single spaces. A line end in a person's text could otherwise start another mail header. */
export function oneLine(text: string): string {
  return withoutControls(text).replace(/\s+/g, ' ').trim();
}

/** Replaces lone surrogates, turns all line ends into `\n`, and removes every other control character but tab. */
export function withoutControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(CONTROLS, '');
}
