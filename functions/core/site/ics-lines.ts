// The content lines of iCalendar (RFC 5545 section 3.1): how values are written, and how lines are folded.
import type { Temporal } from 'temporal-polyfill';

/** Returns a calendar file from its content lines, folded and ended with CRLF. */
export function icsFile(lines: readonly string[]): string {
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** Returns a DATE-TIME without a zone: `20200326T090000` (RFC 5545 section 3.3.5). */
export function icsWallClock(time: Temporal.PlainDateTime): string {
  return compact(time.toString({ smallestUnit: 'second' }));
}

/** Returns a DATE-TIME in UTC: `20200326T090000Z`. */
export function icsInstant(moment: Temporal.Instant): string {
  return compact(moment.toString({ smallestUnit: 'second' }));
}

function compact(iso: string): string {
  return iso.replace(/[-:]/g, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 5545 allows no control character but tab in a value.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Returns a TEXT value (RFC 5545 section 3.3.11). */
export function icsText(value: string): string {
  return value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, '')
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n');
}

/** Returns a quoted parameter value. A double quote becomes a single one, because calendars share no escape for it. */
export function icsQuoted(value: string): string {
  return `"${value
    .toWellFormed()
    .replace(/[\r\n]+/g, ' ')
    .replace(CONTROLS, '')
    .replace(/"/g, "'")}"`;
}

const LINE_OCTETS = 75;

/** Folds one content line at 75 octets of UTF-8, never inside a character (RFC 5545 section 3.1). */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const width = octetsOf(character.codePointAt(0) ?? 0);
    if (octets + width > LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += width;
  }
  return folded;
}

function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
