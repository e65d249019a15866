// A mail of ours read back from its bytes, so that what is shown is what is sent. For the layout of core/mime only: each
// boundary begins with `=_`, which no line of content does.

export type OpenedMail = { subject: string; html: string; text: string; calendar?: string };

export function openMail(message: Uint8Array): OpenedMail {
  const [head = '', ...pieces] = new TextDecoder('latin1').decode(message).split(/(?:^|\r\n)--=_[^\r\n]*\r\n/);
  const parts = pieces.map(readPart);
  const content = (type: string) => parts.find((part) => part.type === type)?.content;
  const calendar = content('text/calendar');
  return {
    subject: decodeWords(headerOf(head, 'Subject')),
    html: content('text/html') ?? '',
    text: content('text/plain') ?? '',
    ...(calendar === undefined ? {} : { calendar }),
  };
}

function readPart(piece: string): { type: string; content: string } {
  const end = piece.indexOf('\r\n\r\n');
  const [headers, body] = [piece.slice(0, end), piece.slice(end + 4)];
  const type = headerOf(headers, 'Content-Type').split(';')[0] ?? '';
  const content = decoded(body, headerOf(headers, 'Content-Transfer-Encoding')).replace(/\r\n/g, '\n');
  return { type, content };
}

function headerOf(block: string, name: string): string {
  const lines = block.replace(/\r\n[ \t]/g, ' ').split('\r\n');
  return lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
}

function decoded(body: string, encoding: string): string {
  switch (encoding) {
    case 'base64':
      return utf8(atob(body.replace(/\s/g, '')));
    case 'quoted-printable':
      return utf8(body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
    default:
      return body;
  }
}

/** RFC 2047, in the one form that core/mime-headers writes. */
function decodeWords(value: string): string {
  return value.replace(/\?= =\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word: string) => utf8(atob(word)));
}

function utf8(binary: string): string {
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
