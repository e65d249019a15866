// Folded header fields (RFC 5322) with encoded words for other scripts (RFC 2047).
import type { Temporal } from 'temporal-polyfill';
import { oneLine } from '#core/text/lines';
import { SHORT_MONTHS, SHORT_WEEKDAYS } from '#core/time/day-names';

/** RFC 5322 recommends 78, but a line with an encoded word may have 76 (RFC 2047 section 2). */
const LINE_OCTETS = 76;

/** An encoded word may have 75 characters, including `=?UTF-8?B?` and `?=`. */
const WORD_CONTENT_OCTETS = 63;
const PLAIN = /^[\x20-\x7e]*$/;
const encoder = new TextEncoder();

/** Returns an unstructured header such as `Subject: …`, folded. */
export function unstructured(name: string, value: string): string {
  const text = oneLine(value);
  // Text with `=?` is encoded too, because it would be read as an encoded word.
  const words = PLAIN.test(text) && !text.includes('=?') ? text.split(' ') : encodedWords(text, name.length + 2);
  return foldWords(`${name}:`, words);
}

/** Returns `From: Name <address>`. The caller has checked the address. */
export function mailbox(name: string, display: string, address: string): string {
  const text = oneLine(display);
  if (text === '') return `${name}: ${address}`;
  return foldWords(`${name}:`, [...phrase(text, name.length + 2), `<${address}>`]);
}

/** Returns the one-click link (RFC 8058) and, for mail programs without that button, an unsubscribe mailbox (RFC 2369). */
export function listUnsubscribe(link: string, mailto: string, token: string): string {
  return `List-Unsubscribe: <${link}>,\r\n <mailto:${oneLine(mailto)}?subject=${token}>`;
}

function phrase(text: string, column: number): string[] {
  if (/^[A-Za-z0-9!#$%&'*+/?^_`{|}~ -]+$/.test(text)) return text.split(' ');
  // A quoted name cannot be folded, so it must be short.
  if (text.length <= 50 && PLAIN.test(text) && !text.includes('=?')) return [`"${text.replace(/["\\]/g, '\\$&')}"`];
  return encodedWords(text, column);
}

/** Cuts between characters. Mail programs join encoded words without the space between them. */
function encodedWords(text: string, column: number): string[] {
  const words: string[] = [];
  let piece = '';
  const room = () => (words.length === 0 ? Math.min(WORD_CONTENT_OCTETS, LINE_OCTETS - column - 12) : WORD_CONTENT_OCTETS);
  for (const character of text) {
    if (base64Length(piece + character) > room()) {
      words.push(encodedWord(piece));
      piece = '';
    }
    piece += character;
  }
  return [...words, encodedWord(piece)];
}

function encodedWord(text: string): string {
  return `=?UTF-8?B?${base64(encoder.encode(text))}?=`;
}

function base64Length(text: string): number {
  return Math.ceil(encoder.encode(text).length / 3) * 4;
}

function foldWords(start: string, words: string[]): string {
  const lines = [start];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (lines.length === 1 && line === start) lines[0] = `${start} ${word}`;
    else if (line.length + 1 + word.length <= LINE_OCTETS) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(` ${word}`);
  }
  return lines.join('\r\n');
}

/** Returns base64 on one line. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** `Thu, 12 Sep 2019 09:00:00 +0100`. */
export function headerDate(at: Temporal.ZonedDateTime): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${SHORT_WEEKDAYS[at.dayOfWeek - 1]}, ${at.day} ${SHORT_MONTHS[at.month - 1]} ${at.year}`;
  return `${day} ${two(at.hour)}:${two(at.minute)}:${two(at.second)} ${at.offset.slice(0, 6).replace(':', '')}`;
}
