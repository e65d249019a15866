// Turns a composed mail into bytes: laid out once per publication, then filled for each reader in a few microseconds.

import { sevenBitLines } from '#core/mime/ascii-html';
import type { ComposedMail } from '#core/mime/composed-mail';
import { greetingHtml, greetingText } from '#core/mime/greeting';
import { base64, headerDate, listUnsubscribe, mailbox, unstructured } from '#core/mime/header-fields';
import { isMailable } from '#core/mime/mailable-address';
import {
  PLACEHOLDER_MAX_OCTETS,
  type PlaceholderForm,
  type PlaceholderName,
  placeholder,
  splitAtPlaceholders,
  withForm,
} from '#core/mime/placeholders';
import { quotedPrintable, quotedPrintableValue } from '#core/mime/quoted-printable';
import { escapeHtml } from '#core/text/html';
import { oneLine } from '#core/text/lines';

/** A laid-out mail in pieces: literal bytes and placeholders alternate. */
export type PreparedMail = { literals: Uint8Array[]; placeholders: { name: PlaceholderName; form: PlaceholderForm }[] };

/** One reader. `name` may be empty; `unsubscribe` and `preferences` are absolute addresses. */
export type MailRecipient = { address: string; name: string; unsubscribe: string; preferences: string };

const encoder = new TextEncoder();

/** The sender of a mail, and the address for answers. */
export type Sender = { name: string; address: string; replyTo: string };

/** A mailing list (RFC 2369, RFC 2919). `id` is a domain name; `help` and `archive` are absolute page addresses. */
export type MailingList = { name: string; id: string; help: string; archive: string; unsubscribeMailbox: string };

/**
 * Returns a list mail as a whole message (RFC 5322) in ASCII, with CRLF line ends and placeholders for each reader's values.
 * `named` becomes part of its MIME boundaries.
 */
export function layOutListMail(mail: ComposedMail, { sender, list, named }: { sender: Sender; list: MailingList; named: string }): string {
  const inHeader = (name: PlaceholderName) => placeholder(name, 'header');
  const body = mail.calendar
    ? multipart('mixed', named, [alternative(mail, named), calendarPart(mail.calendar)])
    : alternative(mail, named);
  return [
    mailbox('From', sender.name, oneLine(sender.address)),
    `To: ${inHeader('to')}`,
    `Reply-To: ${oneLine(sender.replyTo)}`,
    unstructured('Subject', mail.subject),
    `Date: ${headerDate(mail.date)}`,
    mailbox('List-Id', list.name, list.id),
    listUnsubscribe(inHeader('unsubscribe'), list.unsubscribeMailbox, inHeader('unsubscribeToken')),
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    `List-Help: <${oneLine(list.help)}>`,
    `List-Archive: <${oneLine(list.archive)}>`,
    'Auto-Submitted: auto-generated',
    'Precedence: bulk',
    // Without this header Exchange, and so NHSmail, answers a newsletter with out-of-office replies.
    'X-Auto-Response-Suppress: OOF, AutoReply',
    'MIME-Version: 1.0',
    body,
  ].join('\r\n');
}

/**
 * Returns a complete transactional email (RFC 5322) to one person. It has no list headers, and so no unsubscribe.
 * `named` becomes part of its MIME boundaries. Throws when the address is not mailable: typed text must not reach a header.
 */
export function layOutTransactional(mail: ComposedMail, { sender }: { sender: Sender }, to: string, named: string): Uint8Array {
  if (!isMailable(to)) throw new Error('The address is not one that mail can be sent to: check it with isMailable before.');
  const lines = [
    mailbox('From', sender.name, oneLine(sender.address)),
    `To: ${to}`,
    `Reply-To: ${oneLine(sender.replyTo)}`,
    unstructured('Subject', mail.subject),
    `Date: ${headerDate(mail.date)}`,
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: OOF, AutoReply',
    'MIME-Version: 1.0',
    alternative(mail, named),
  ];
  return encoder.encode(lines.join('\r\n'));
}

function alternative(mail: ComposedMail, named: string): string {
  return multipart('alternative', named, [textPart(mail.text), htmlPart(mail.html)]);
}

function textPart(text: string): string {
  return part(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'], quotedPrintable(text, 'text-qp'));
}

function htmlPart(html: string): string {
  const lines = sevenBitLines(html);
  const type = 'Content-Type: text/html; charset=utf-8';
  if (lines === undefined) return part([type, 'Content-Transfer-Encoding: quoted-printable'], quotedPrintable(html, 'html-qp'));
  return part([type, 'Content-Transfer-Encoding: 7bit'], withForm(lines, 'html'));
}

function calendarPart({ ics, method }: NonNullable<ComposedMail['calendar']>): string {
  const lines = base64(encoder.encode(ics)).replace(/.{76}(?=.)/g, '$&\r\n');
  const headers = [
    // Gmail ignores a cancellation whose part does not name the method.
    `Content-Type: text/calendar; charset=utf-8; method=${method}`,
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="event.ics"',
  ];
  return part(headers, lines);
}

function part(headers: string[], content: string): string {
  return `${headers.join('\r\n')}\r\n\r\n${content}`;
}

/** `=_` cannot occur in quoted-printable or base64, and `sevenBitLines` keeps it from the start of a line. */
function multipart(kind: 'mixed' | 'alternative', named: string, parts: string[]): string {
  const boundary = `=_${kind}_${named.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 50)}`;
  const body = parts.map((content) => `--${boundary}\r\n${content}\r\n`).join('');
  return part([`Content-Type: multipart/${kind};\r\n boundary="${boundary}"`], `${body}--${boundary}--\r\n`);
}

/** Cuts a laid-out list mail at its placeholders, once for all its readers. */
export function prepareMail(laidOut: string): PreparedMail {
  const { literals, placeholders } = splitAtPlaceholders(laidOut);
  return {
    literals: literals.map((literal) => encoder.encode(literal)),
    placeholders: placeholders.map(({ name, form }) => {
      if (!form) throw new Error(`The placeholder ${name} has no form: prepareMail takes only what layOutListMail returns.`);
      return { name, form };
    }),
  };
}

/**
 * One reader's message in pieces: literals, and between each two of them a value of this reader, in ASCII. All readers of a prepared mail
 * share its `literals`, so that what is computed from these is computed once.
 */
export type MailPieces = { literals: readonly Uint8Array[]; values: readonly string[] };

/**
 * Fills a prepared mail for one reader. Throws when the address is not mailable (`isMailable`) or a link is not a plain absolute
 * address: typed text must not reach a header.
 */
export function fillPieces({ literals, placeholders }: PreparedMail, recipient: MailRecipient): MailPieces {
  if (!isMailable(recipient.address)) throw new Error('The address is not one that mail can be sent to: check it with isMailable before.');
  for (const name of ['unsubscribe', 'preferences'] as const) {
    if (!/^https?:\/\/[!#-;=?-~]+$/.test(recipient[name]) || recipient[name].length > PLACEHOLDER_MAX_OCTETS[name] / 2) {
      throw new Error(`The ${name} link is not an absolute address of plain characters below ${PLACEHOLDER_MAX_OCTETS[name] / 2}.`);
    }
  }
  return { literals, values: placeholders.map(({ name, form }) => written(name, form, recipient)) };
}

/** Returns one reader's whole message, with the errors of `fillPieces`. */
export function fillMail(prepared: PreparedMail, recipient: MailRecipient): Uint8Array {
  return wholeMessage(fillPieces(prepared, recipient));
}

/** Returns the bytes of a message. */
export function wholeMessage(message: Uint8Array | MailPieces): Uint8Array {
  if (message instanceof Uint8Array) return message;
  const { literals, values } = message;
  let size = 0;
  for (const literal of literals) size += literal.length;
  for (const value of values) size += value.length;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const [i, literal] of literals.entries()) {
    whole.set(literal, offset);
    offset += literal.length;
    // Values are ASCII. A TextEncoder costs 2 microseconds a value, more than all the rest.
    const value = values[i] ?? '';
    for (let at = 0; at < value.length; at += 1) whole[offset + at] = value.charCodeAt(at);
    offset += value.length;
  }
  return whole;
}

function written(name: PlaceholderName, form: PlaceholderForm, recipient: MailRecipient): string {
  const plain = plainValue(name, recipient);
  const html = () => (name === 'greeting' ? greetingHtml(recipient.name) : escapeHtml(plain));
  switch (form) {
    case 'header':
      return plain;
    case 'html':
      return html();
    case 'html-qp':
      return quotedPrintableValue(html());
    case 'text-qp':
      return quotedPrintableValue(plain);
    default:
      return form satisfies never;
  }
}

function plainValue(name: PlaceholderName, recipient: MailRecipient): string {
  switch (name) {
    case 'to':
      return recipient.address;
    case 'greeting':
      return greetingText(recipient.name);
    case 'unsubscribeToken':
      return encodeURIComponent(recipient.unsubscribe.slice(recipient.unsubscribe.lastIndexOf('/') + 1));
    case 'unsubscribe':
    case 'preferences':
      return recipient[name];
    default:
      return name satisfies never;
  }
}
