// Reads a message (RFC 5322, RFC 2045) from its bytes, so that the checks see exactly what is sent.

type RawHeader = { name: string; value: string; lines: string[] };
export type MimePart = {
  headers: RawHeader[];
  /** In lower case: `text/html`. */
  type: string;
  parameters: Map<string, string>;
  encoding: string;
  /** Not decoded, one character a byte. */
  body: string;
  parts: MimePart[];
};
type Mailbox = { name: string; address: string };

/** A message taken apart. */
export type ReadMessage = {
  /** One character a byte. */
  bytes: string;
  root: MimePart;
  /** All parts that hold something, in order. */
  leaves: MimePart[];
  subject: string;
  from: Mailbox[];
  recipients: Mailbox[];
};

export function readMessage(message: Uint8Array): ReadMessage {
  const bytes = latin1(message);
  const root = readPart(bytes);
  return {
    bytes,
    root,
    leaves: leavesOf(root),
    subject: decodedWords(headerValue(root.headers, 'subject')),
    from: mailboxesIn(headerValue(root.headers, 'from')),
    recipients: mailboxesIn(headerValue(root.headers, 'to')),
  };
}

/** Returns one character a byte. TextDecoder's "latin1" is windows-1252, which differs for bytes 80 to 9F. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 8_192) text += String.fromCharCode(...bytes.subarray(start, start + 8_192));
  return text;
}

function readPart(bytes: string): MimePart {
  const blank = /\r?\n\r?\n/.exec(bytes);
  const headers = readHeaders(blank ? bytes.slice(0, blank.index) : bytes);
  const body = blank ? bytes.slice(blank.index + blank[0].length) : '';
  const [type = '', ...rest] = headerValue(headers, 'content-type').split(';');
  const parameters = new Map(
    rest.map((parameter): [string, string] => {
      const [name = '', ...value] = parameter.trim().split('=');
      return [name.toLowerCase(), value.join('=').replace(/^"|"$/g, '')];
    }),
  );
  const boundary = parameters.get('boundary');
  return {
    headers,
    type: type.trim().toLowerCase(),
    parameters,
    encoding: headerValue(headers, 'content-transfer-encoding').toLowerCase(),
    body,
    parts: boundary === undefined ? [] : cut(body, boundary).map(readPart),
  };
}

function cut(body: string, boundary: string): string[] {
  const pieces = `\n${body}`.split(`\n--${boundary}`).slice(1);
  return pieces.filter((piece) => !piece.startsWith('--')).map((piece) => piece.replace(/^\r?\n/, '').replace(/\r$/, ''));
}

function readHeaders(block: string): RawHeader[] {
  const headers: RawHeader[] = [];
  for (const line of block.split(/\r?\n/)) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) {
      last.lines.push(line);
      last.value = `${last.value} ${line.trim()}`;
    } else {
      const [name = '', ...value] = line.split(':');
      headers.push({ name, value: value.join(':').trim(), lines: [line] });
    }
  }
  return headers;
}

/** Returns the parts without subparts, in order. */
function leavesOf(part: MimePart): MimePart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

export function headersNamed(headers: readonly RawHeader[], name: string): RawHeader[] {
  return headers.filter((header) => header.name.toLowerCase() === name.toLowerCase());
}

/** Returns the first value of that name, or an empty string. */
export function headerValue(headers: readonly RawHeader[], name: string): string {
  return headersNamed(headers, name)[0]?.value ?? '';
}

/** Returns a part's decoded content; empty when it cannot be decoded. */
export function contentOf(part: MimePart): string {
  const binary = binaryOf(part);
  return part.parameters.get('charset')?.toLowerCase() === 'utf-8' ? utf8(binary) : binary;
}

/** Returns a part's content after its transfer encoding is undone, one character a byte. */
export function binaryOf({ body, encoding }: MimePart): string {
  if (encoding === 'base64') return fromBase64(body) ?? '';
  if (encoding !== 'quoted-printable') return body;
  return unquoted(body.replace(/=[ \t]*\r?\n/g, ''));
}

function unquoted(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** True when these bytes, one character each, are valid UTF-8. */
export function isUtf8(binary: string): boolean {
  return latin1(new TextEncoder().encode(utf8(binary))) === binary;
}

const ENCODED_WORD = /=\?[^?\s]+\?[BQ]\?[^?\s]*\?=/gi;

export function encodedWordsIn(value: string): string[] {
  return value.match(ENCODED_WORD) ?? [];
}

/** Returns an encoded word's content (RFC 2047), one character a byte; undefined when it cannot be decoded. */
export function encodedBinary(word: string): string | undefined {
  const [, , kind = '', content = ''] = word.split('?');
  return kind.toUpperCase() === 'B' ? fromBase64(content) : unquoted(content.replaceAll('_', ' '));
}

/** Decodes encoded words. The space between two of them does not count (RFC 2047). */
function decodedWords(value: string): string {
  const decoded = (word: string) => {
    const binary = encodedBinary(word);
    return binary === undefined ? word : utf8(binary);
  };
  return value.replace(/\?=\s+=\?/g, '?==?').replace(ENCODED_WORD, decoded);
}

/** Parses `Name <address>, address`. A comma inside quotes is part of the name. */
function mailboxesIn(value: string): Mailbox[] {
  const one = (text: string): Mailbox => {
    const [, name = '', address = ''] = /^(.*?)<([^<>]*)>$/.exec(text) ?? ['', '', text];
    const quoted = /^"(.*)"$/.exec(name.trim())?.[1];
    return { name: quoted === undefined ? decodedWords(name).trim() : quoted.replace(/\\(.)/g, '$1'), address: address.trim() };
  };
  return (value.match(/(?:"(?:\\.|[^"\\])*"|[^",])+/g) ?? []).map((text) => one(text.trim())).filter(({ address }) => address !== '');
}

function fromBase64(text: string): string | undefined {
  const packed = text.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(packed) && packed.replace(/=+$/, '').length % 4 !== 1 ? atob(packed) : undefined;
}

function utf8(binary: string): string {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
