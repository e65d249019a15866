/**
 * Everything beyond ASCII as a numeric character reference, which must stand in text or attributes, not in a style block.
 * Double braces too, so that those which a story is about never look like a place that a template left open.
 */
export function asciiHtml(html: string): string {
  return html.toWellFormed().replace(/[^\0-\x7f]|\{(?=\{)|(?<=\{)\{/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Text for HTML content or an attribute in double quotes, in ASCII. */
export function escapeHtml(text: string): string {
  return asciiHtml(text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`));
}
