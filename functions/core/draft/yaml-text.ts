// Ways to write a text as a YAML value.

/** How a value is written now, so that a new one looks like it. */
export type Style = 'plain' | 'single' | 'double';

/** Words that other YAML readers take for yes, no or nothing. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|~)$/iu;

/**
 * Returns ways to write a text, the most readable first. Not every one gives the text back in each place: the caller tries them. A way
 * that begins with `|` goes on below the key, its lines indented by `indent`.
 */
export function spellings(text: string, { style, indent }: { style: Style; indent: string }): string[] {
  const single = `'${text.replaceAll("'", "''")}'`;
  const double = JSON.stringify(text);
  if (text.includes('\n')) {
    const lines = text.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
    return [['|', ...lines].join('\n'), double, escaped(text)];
  }
  const plain = RESERVED.test(text) ? [] : [text];
  const quoted = text.includes('"') || text.includes('\\') ? [single, double] : [double, single];
  const ways = { plain: [...plain, ...quoted], single: [single, double], double: quoted };
  return [...ways[style], escaped(text)];
}

/** Returns a text with codes for its signs: the reader of front matter counts brackets and dashes even in quotes, up to 30 of them. */
export function escaped(text: string): string {
  const codes = Array.from(text, (character) => (/[^\p{ASCII}]|[A-Za-z0-9]/u.test(character) ? unpaired(character) : hex(character)));
  return `"${codes.join('')}"`;
}

function hex(character: string): string {
  return `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
}

/** A surrogate without its other half cannot be stored as UTF-8. */
function unpaired(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}
