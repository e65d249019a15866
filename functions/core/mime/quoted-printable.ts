// Quoted-printable (RFC 2045 section 6.7): ASCII stays legible, and no line exceeds 76 octets.
import { type PlaceholderForm, placeholder, splitAtPlaceholders } from '#core/mime/placeholders';

const SOFT_BREAK = '=\r\n';
/** 76 less the `=` of the soft break. */
const LINE_OCTETS = 75;
const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
/** ASCII that needs no encoding and does not end in white space. */
const LEGIBLE = /^[ -<>-~]*[!-<>-~]$/;
/** A dot that begins a line is doubled by SMTP, and "From " gets a ">" in mailboxes (RFC 2049 section 3). Some programs never undo it. */
const STUFFED = /^(?:.{75})*(?:\.|From )/;
const encoder = new TextEncoder();
const FROM = [...encoder.encode('From ')];

/** Encodes text with `\n` line ends. Each placeholder starts a line, so its value can be encoded on its own. */
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

/** Breaks text that needs no encoding. By a regular expression it took a fiftieth of sending a mail. */
function inLines(text: string): string {
  let lines = text.slice(0, LINE_OCTETS);
  for (let at = LINE_OCTETS; at < text.length; at += LINE_OCTETS) lines += SOFT_BREAK + text.slice(at, at + LINE_OCTETS);
  return lines;
}

/** Encodes text without line ends that begins at the start of a line. */
export function quotedPrintableValue(text: string): string {
  if (LEGIBLE.test(text) && !STUFFED.test(text)) return inLines(text);
  const bytes = encoder.encode(text);
  let out = '';
  let column = 0;
  for (const [i, byte] of bytes.entries()) {
    // White space at the end of a line is lost in transit.
    const blank = (byte === 0x20 || byte === 0x09) && i < bytes.length - 1;
    let written = blank || (byte > 0x20 && byte < 0x7f && byte !== 0x3d) ? String.fromCharCode(byte) : (HEX[byte] ?? '');
    if (column + written.length > LINE_OCTETS) {
      out += SOFT_BREAK;
      column = 0;
    }
    if (column === 0 && (byte === 0x2e || FROM.every((letter, at) => bytes[i + at] === letter))) written = HEX[byte] ?? '';
    out += written;
    column += written.length;
  }
  return out;
}
