/**
 * Writes each non-ASCII character as a numeric reference, which works in text and attributes, not in a style block.
 * Double braces too: a story's own `{{` must not look like a template variable that was left unfilled.
 */
export function asciiHtml(html: string): string {
  return html.toWellFormed().replace(/[^\0-\x7f]|\{(?=\{)|(?<=\{)\{/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Escapes text for HTML content or an attribute in double quotes, in ASCII. */
export function escapeHtml(text: string): string {
  return asciiHtml(text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`));
}
