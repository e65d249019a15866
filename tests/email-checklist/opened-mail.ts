// A message taken apart: once by eye (headers and parts as they stand in the bytes) and once by an independent parser.
import { DomUtils, parseDocument } from 'htmlparser2';
import PostalMime, { type Email } from 'postal-mime';

export type Document = ReturnType<typeof parseDocument>;
export type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];
type ParentNode = { children: Element['children'] };

export type RawHeader = { name: string; value: string; lines: string[] };
export type MimePart = {
  headers: RawHeader[];
  type: string;
  parameters: Map<string, string>;
  encoding: string;
  body: string;
  parts: MimePart[];
};

export type OpenedMail = {
  raw: Uint8Array;
  /** One character a byte. */
  bytes: string;
  root: MimePart;
  /** All parts that hold something, in order. */
  leaves: MimePart[];
  parsed: Email;
  html: string;
  text: string;
  document: Document;
  /** Calendar files, decoded. */
  calendars: { part: MimePart; ics: string }[];
};

export async function openMail(raw: Uint8Array): Promise<OpenedMail> {
  const bytes = new TextDecoder('latin1').decode(raw);
  const root = openPart(bytes);
  const parsed = await PostalMime.parse(raw);
  const leaves = leavesOf(root);
  const html = parsed.html ?? '';
  return {
    raw,
    bytes,
    root,
    leaves,
    parsed,
    html,
    text: parsed.text ?? '',
    document: parseDocument(html),
    calendars: leaves
      .filter((part) => part.type === 'text/calendar')
      .map((part) => ({ part, ics: Buffer.from(part.body, 'base64').toString() })),
  };
}

function openPart(bytes: string): MimePart {
  const blank = /\r?\n\r?\n/.exec(bytes);
  const headers = openHeaders(blank ? bytes.slice(0, blank.index) : bytes);
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
    parts: boundary === undefined ? [] : cut(body, boundary).map(openPart),
  };
}

function cut(body: string, boundary: string): string[] {
  const pieces = `\n${body}`.split(`\n--${boundary}`);
  return pieces
    .slice(1)
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => piece.replace(/^\r?\n/, '').replace(/\r$/, ''));
}

function openHeaders(block: string): RawHeader[] {
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

function leavesOf(part: MimePart): MimePart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

export function headersNamed(headers: RawHeader[], name: string): RawHeader[] {
  return headers.filter((header) => header.name.toLowerCase() === name.toLowerCase());
}

export function headerValue(headers: RawHeader[], name: string): string {
  return headersNamed(headers, name)[0]?.value ?? '';
}

/** The one-click address in the header. */
export function unsubscribeUrl(mail: OpenedMail): string {
  return /<(https:[^>]*)>/.exec(headerValue(mail.root.headers, 'list-unsubscribe'))?.[1] ?? '';
}

/** All elements of these names, in order; all of any name without one. */
export function elements(within: ParentNode, ...names: string[]): Element[] {
  return DomUtils.getElementsByTagName((name) => names.length === 0 || names.includes(name), within.children, true);
}

/** Its words, without those of style blocks and the title, with single spaces. */
export function wordsIn(within: ParentNode): string {
  const words = (node: ParentNode): string =>
    node.children
      .map((child) =>
        'children' in child ? (within !== child && isHidden(child) ? '' : words(child)) : child.type === 'text' ? child.data : '',
      )
      .join(' ');
  return words(within).replace(/\s+/g, ' ').trim();
}

function isHidden(node: object): boolean {
  return 'name' in node && (node.name === 'style' || node.name === 'title');
}

export function styleOf(element: Element, property: string): string {
  const found = (element.attribs.style ?? '')
    .split(';')
    .map((declaration) => declaration.split(':'))
    .filter(([name]) => name?.trim() === property);
  return found.at(-1)?.slice(1).join(':').trim() ?? '';
}
