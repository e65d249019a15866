// biome-ignore lint/suspicious/noControlCharactersInRegex: it removes them.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Characters that nobody sees: those that turn the direction of what stands around them, and those without a width. */
const UNSEEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Returns the text on one line, with single spaces. A line end in a person's text could otherwise start another mail header, and an unseen
 * character could show it as another text. Those that join letters or emoji stay.
 */
export function oneLine(text: string): string {
  return withoutControls(text).replace(UNSEEN, '').replace(/\s+/g, ' ').trim();
}

/** Returns a word or an address on one line, without the unseen characters that come with what is copied from pages and spreadsheets. */
export function withoutInvisible(text: string): string {
  return oneLine(text.replace(/\p{Cf}/gu, ''));
}

/** Replaces lone surrogates, turns all line ends into `\n`, and removes every other control character but tab. */
export function withoutControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(CONTROLS, '');
}
