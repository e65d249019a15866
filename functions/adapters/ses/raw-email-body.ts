// The body of a `SendRawEmail` request: a form, whose largest field is the message in base64, percent-encoded. What all readers of a mail
// have in common is encoded once.
import type { TagValues } from '#core/delivery/mail-tag';
import type { MailPieces } from '#core/mime/mail-message';

/** One mail, as SES is asked to send it. */
export type RawEmail = { to: string; message: Uint8Array | MailPieces; configurationSet: string; tags: TagValues };

/** A literal without the first bytes that complete the three before it. `rest`: its last bytes, fewer than three. */
type Encoded = { encoded: Buffer; rest: string };

/** Base64 turns three bytes into four characters, so a literal has three encodings: which one counts depends on what stands before it. */
const encodedLiterals = new WeakMap<Uint8Array, (Encoded | undefined)[]>();

/** Returns the body, byte for byte as the SDK writes it. */
export function rawEmailBody({ to, message, configurationSet, tags }: RawEmail): Buffer {
  const data = message instanceof Uint8Array ? [Buffer.from(message).toString('base64').replace(UNSAFE, percent)] : encode(message);
  const named = Object.entries(tags).map(
    ([name, value], i) => `&Tags.member.${i + 1}.Name=${form(name)}&Tags.member.${i + 1}.Value=${form(value)}`,
  );
  return joined([
    'Action=SendRawEmail&Version=2010-12-01&RawMessage.Data=',
    ...data,
    `&Destinations.member.1=${form(to)}${named.join('')}&ConfigurationSetName=${form(configurationSet)}`,
  ]);
}

function encode({ literals, values }: MailPieces): (Buffer | string)[] {
  const pieces: (Buffer | string)[] = [];
  // Bytes that are not encoded yet, as a string of bytes.
  let open = '';
  for (const [i, literal] of literals.entries()) {
    const head = (3 - (open.length % 3)) % 3;
    if (literal.length < head + 3) open += bytesOf(literal);
    else {
      const { encoded, rest } = encodedLiteral(literal, head);
      pieces.push(base64(open + bytesOf(literal.subarray(0, head))), encoded);
      open = rest;
    }
    open += values[i] ?? '';
  }
  pieces.push(base64(open));
  return pieces;
}

function encodedLiteral(literal: Uint8Array, head: number): Encoded {
  const known = encodedLiterals.get(literal) ?? [];
  encodedLiterals.set(literal, known);
  const end = literal.length - ((literal.length - head) % 3);
  known[head] ??= {
    encoded: Buffer.from(base64(bytesOf(literal.subarray(head, end))), 'latin1'),
    rest: bytesOf(literal.subarray(end)),
  };
  return known[head];
}

function joined(pieces: (Buffer | string)[]): Buffer {
  let size = 0;
  // All strings are ASCII.
  for (const piece of pieces) size += piece.length;
  const body = Buffer.allocUnsafe(size);
  let offset = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') body.write(piece, offset, 'latin1');
    else body.set(piece, offset);
    offset += piece.length;
  }
  return body;
}

const bytesOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

const UNSAFE = /[+/=]/g;
const percent = (character: string): string => (character === '+' ? '%2B' : character === '/' ? '%2F' : '%3D');
/** @throws when a value is not ASCII, which would be other bytes than the message's. */
const base64 = (bytes: string): string => btoa(bytes).replace(UNSAFE, percent);

/** Percent-encodes all but the unreserved characters of RFC 3986. */
const form = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
