// HTML as pure ASCII: the smallest form on the wire, and V8 stores it as one byte per character.
import { PLACEHOLDER_MAX_OCTETS, splitAtPlaceholders } from '#core/mime/placeholders';

/** RFC 5322 allows 998 octets without the line end. Longer lines are broken well before. */
const LINE_LIMIT_OCTETS = 998;
const BREAK_AT_OCTETS = 900;

/**
 * Returns ASCII HTML for a 7bit part, its long lines broken at a space, which HTML reads like a line end. Undefined when a line
 * cannot be broken (one endless word, or preformatted text): then only quoted-printable can carry it.
 */
export function sevenBitLines(html: string): string | undefined {
  const lines: string[] = [];
  for (const line of html.split('\n')) {
    let rest = line;
    while (lengthOf(rest) > LINE_LIMIT_OCTETS) {
      const space = html.includes('<pre') ? -1 : rest.lastIndexOf(' ', BREAK_AT_OCTETS);
      if (space <= 0) return undefined;
      lines.push(rest.slice(0, space));
      rest = rest.slice(space + 1);
    }
    lines.push(rest);
  }
  if (lines.some((line) => lengthOf(line) > LINE_LIMIT_OCTETS)) return undefined;
  // A line that starts like a MIME boundary would end the part.
  return lines.map((line) => (line.startsWith('--=_') ? `&#45;${line.slice(1)}` : line)).join('\r\n');
}

/** Counts each placeholder at its maximum length. */
function lengthOf(line: string): number {
  if (!line.includes('\u001a')) return line.length;
  const { literals, placeholders } = splitAtPlaceholders(line);
  return (
    literals.reduce((sum, literal) => sum + literal.length, 0) +
    placeholders.reduce((sum, placeholder) => sum + PLACEHOLDER_MAX_OCTETS[placeholder.name], 0)
  );
}
