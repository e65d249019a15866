// Quoted-printable (RFC 2045 section 6.7): what is ASCII stays legible, and no line passes 76 octets.
import { type PlaceholderForm, placeholder, splitAtPlaceholders } from '#core/mime/placeholders';

const SOFT_BREAK = '=\r\n';
/** One less than 76, for the `=` of the soft break. */
const LINE_OCTETS = 75;
const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
/** ASCII that stands for itself; no white space ends it. */
const LEGIBLE = /^[ -<>-~]*[!-<>-~]$/;
const encoder = new TextEncoder();

/** Encodes text with `\n` line ends; each slot starts a line of its own, so that its value can be encoded by itself. */
export function quotedPrintable(text: string, form: PlaceholderForm): string {
  return text
    .split('\n')
    .map((line) => {
      const { literals, placeholders } = splitAtPlaceholders(line);
      const pieces: string[] = [];
      for (const [i, literal] of literals.entries()) {
        if (literal !== '') pieces.push(quotedPrintableValue(literal));
        const next = placeholders[i];
        if (next) pieces.push(placeholder(next.name, form));
      }
      return pieces.join(SOFT_BREAK);
    })
    .join('\r\n');
}

/** Encodes a piece of one line that begins at a line's start. */
export function quotedPrintableValue(text: string): string {
  if (LEGIBLE.test(text)) return text.length <= LINE_OCTETS ? text : text.replace(/.{75}(?=.)/g, `$&${SOFT_BREAK}`);
  const bytes = encoder.encode(text);
  let out = '';
  let column = 0;
  for (const [i, byte] of bytes.entries()) {
    // White space that ends a line is lost on the way.
    const blank = (byte === 0x20 || byte === 0x09) && i < bytes.length - 1;
    const written = blank || (byte > 0x20 && byte < 0x7f && byte !== 0x3d) ? String.fromCharCode(byte) : (HEX[byte] ?? '');
    if (column + written.length > LINE_OCTETS) {
      out += SOFT_BREAK;
      column = 0;
    }
    out += written;
    column += written.length;
  }
  return out;
}
