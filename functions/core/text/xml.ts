/**
 * Escapes text for XML content or an attribute in double quotes. Removes what XML 1.0 forbids even when escaped: control
 * characters, U+FFFE and U+FFFF. A raw carriage return would be read as a line feed.
 */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, '')
    .replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it removes them.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
