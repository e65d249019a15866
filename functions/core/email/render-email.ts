// Renders a view to the two parts of an email.

import { withFittedStyles } from '#core/email/style-block';
import { asciiHtml } from '#core/text/html';
import { oneLine, withoutControls } from '#core/text/lines';
import { wrapText } from '#core/text/wrap';
import { inUse, render } from '#templates/email';

/** HTML is pure ASCII. Text has lines of at most 72 characters, except for longer words. */
export type EmailParts = { html: string; text: string };

/** The templates in use: another object once they are others. */
export const emailTemplates: () => object = inUse;

type Plain = string | number | boolean | undefined | readonly Plain[] | { readonly [key: string]: Plain };
type View = { greeting: string; placeholders: Record<string, string> } & { readonly [key: string]: Plain };

/** Renders both parts. Only the frame's own placeholders stay: control characters, which mark them, are removed from all other text. */
export function written(
  name: 'alert' | 'digest' | 'event' | 'message' | 'transactional' | 'morning-summary',
  { greeting, placeholders, ...rest }: View,
  body: EmailParts,
): EmailParts {
  const html = render(`html/${name}`, { ...cleared({ ...rest, body: body.html }), greeting, placeholders });
  const underline = underlineOf(rest.headline ?? rest.title);
  const text = render(`text/${name}`, { ...cleared({ ...rest, underline, body: body.text }), greeting, placeholders });
  return {
    html: withFittedStyles(compact(asciiHtml(html))),
    text: `${wrapText(text)
      .replace(/\n{3,}/g, '\n\n')
      .trimEnd()}\n`,
  };
}

function cleared(view: { readonly [key: string]: Plain }): { [key: string]: Plain } {
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, clear(value)]));
}

function clear(value: Plain): Plain {
  if (typeof value === 'string') return withoutControls(value);
  if (typeof value !== 'object') return value;
  return isList(value) ? value.map(clear) : cleared(value);
}

// Array.isArray alone does not narrow a readonly array.
function isList(value: readonly Plain[] | { readonly [key: string]: Plain }): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Returns a line as wide as the widest line of the wrapped heading above it. */
function underlineOf(heading: Plain): string {
  const lines = wrapText(typeof heading === 'string' ? oneLine(heading) : '').split('\n');
  return '='.repeat(Math.max(...lines.map((line) => [...line].length)));
}

/** A line end between the tags of a table says nothing: `<tr>`, `<td>`. */
const IN_TABLE = /\n(?=<td|<\/t[dr]>|<\/table>)/g;

/** Removes the templates' indentation, blank lines and line ends within a table, a fifth of the bytes. Preformatted text stays. */
function compact(html: string): string {
  return html
    .split(/(<pre[\s\S]*?<\/pre>)/)
    .map((piece, i) => (i % 2 === 0 ? withoutIndentation(piece).replace(IN_TABLE, '') : piece))
    .join('')
    .trim();
}

/** Trims each line where another one begins, and drops blank lines. A regular expression takes five times as long. */
function withoutIndentation(piece: string): string {
  const [first = '', ...others] = piece.split('\n');
  const last = others.pop();
  if (last === undefined) return first;
  return [first.trimEnd(), ...others.map((line) => line.trim()).filter((line) => line !== ''), last.trimStart()].join('\n');
}
