import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { composeEmail } from '#core/email/compose-email';
import { layOutMail } from '#core/email/lay-out-mail';
import { sevenBitLines } from '#core/mime/ascii-html';
import type { ComposedMail } from '#core/mime/composed-mail';
import { unstructured } from '#core/mime/header-fields';
import { fillMail, prepareMail } from '#core/mime/mail-message';
import { isMailable } from '#core/mime/mailable-address';
import { placeholder } from '#core/mime/placeholders';
import { quotedPrintable } from '#core/mime/quoted-printable';
import type { PublicationId } from '#core/publication/publication';
import { event, input, messageOf, post, reader, rules, textOf } from '#tests/core/email-samples';

const id = 'alert-a-post' as PublicationId;

function mail(changes: Partial<ComposedMail> = {}): ComposedMail {
  const placeholders = `${placeholder('greeting')} ${placeholder('unsubscribe')} ${placeholder('preferences')}`;
  return {
    subject: 'Learning from deaths',
    preheader: '',
    html: `<p>\n${placeholder('greeting')}\n</p><a href="${placeholder('unsubscribe')}">Unsubscribe</a><a href="${placeholder('preferences')}">Choose</a>`,
    text: `${placeholders}\n`,
    date: Temporal.ZonedDateTime.from('2019-09-12T09:00[Europe/London]'),
    ...changes,
  };
}

const sent = (changes: Partial<ComposedMail> = {}, to: Partial<typeof reader> = {}) =>
  fillMail(prepareMail(layOutMail(mail(changes), rules, id)), { ...reader, ...to });
const anyText = fc.string({ unit: 'binary', maxLength: 120 });
/** Any text as a reader sees it on one line. */
const seen = (text: string) => text.normalize().replace(/\s+/g, ' ').trim();

describe('a message', () => {
  test('a message names sender, reader, reply address, and the time in the sender’s zone', async () => {
    const parsed = await PostalMime.parse(sent());
    expect(parsed.from).toMatchObject({ name: 'Mental Health Collaborative', address: 'news@example.org' });
    expect(parsed.to).toMatchObject([{ address: 'josephine@example.org' }]);
    expect(parsed.replyTo).toMatchObject([{ address: 'team@example.org' }]);
    expect(textOf(sent())).toContain('\r\nDate: Thu, 12 Sep 2019 09:00:00 +0100\r\n');
  });

  test('a message brings any subject whole to a reader, in lines of at most 76', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'word', 'é', '👩‍👩‍👧‍👦', 'نور', '"', ',', '=?UTF-8?B?QQ==?=', '  ', 'x'.repeat(60)), {
          minLength: 1,
          maxLength: 30,
        }),
        async (pieces) => {
          const subject = seen(pieces.join(' '));
          fc.pre(subject !== '');
          const message = sent({ subject });
          expect((await PostalMime.parse(message)).subject).toBe(subject);
          const lines = /^Subject: .*(\r\n .*)*/m.exec(textOf(message))?.[0].split('\r\n') ?? [];
          expect(lines.filter((line) => line.length > 76)).toEqual([]);
        },
      ),
    );
  });

  test('a message brings any name and any body whole to a reader', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        async (name, body) => {
          const parsed = await PostalMime.parse(sent({ text: `${placeholder('greeting')} ${body} end\n` }, { name }));
          const greeting = seen(name) === '' ? 'Hello,' : `Hello ${seen(name)},`;
          expect(parsed.text?.normalize().startsWith(greeting.normalize())).toBe(true);
          expect(parsed.text?.normalize().trimEnd()).toBe(`${greeting} ${body} end`.normalize());
        },
      ),
    );
  });

  test('a message has the same links in header, text and HTML', async () => {
    const parsed = await PostalMime.parse(
      sent({}, { unsubscribe: 'https://news.example.org/u/a?b=c&d=e', preferences: `https://news.example.org/p/${'x'.repeat(150)}` }),
    );
    expect(parsed.headers.find((header) => header.key === 'list-unsubscribe')?.value).toBe(
      '<https://news.example.org/u/a?b=c&d=e>, <mailto:leave@example.org?subject=a%3Fb%3Dc%26d%3De>',
    );
    expect(parsed.text).toContain(` https://news.example.org/u/a?b=c&d=e https://news.example.org/p/${'x'.repeat(150)}`);
    expect(parsed.html).toContain('href="https://news.example.org/u/a?b=c&#38;d=e"');
  });

  test('a message is pure ASCII with CRLF line ends, whatever is in it', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, subject) => {
        const message = textOf(
          sent({ subject: `A ${subject}`, text: `${subject.replaceAll('\u001a', '')}\n${placeholder('greeting')}` }, { name }),
        );
        expect(/[^\r\n\t\x20-\x7e]|[^\r]\n|\r[^\n]/.test(message)).toBe(false);
      }),
    );
  });

  test('a message lets no name or subject begin a header', async () => {
    const parsed = await PostalMime.parse(
      sent({ subject: 'News\r\nBcc: evil@example.org\r\n\r\nbody' }, { name: 'Jo\r\nBcc: evil@example.org' }),
    );
    expect(parsed.subject).toBe('News Bcc: evil@example.org body');
    expect(parsed.headers.map((header) => header.key)).not.toContain('bcc');
    expect(parsed.text).toContain('Hello Jo Bcc: evil@example.org,');
  });

  test('a message lets no text of the rules begin a header', () => {
    const evil = '\r\nBcc: evil@example.org';
    const sender = { name: `News${evil}`, address: `news@example.org${evil}`, replyTo: `team@example.org${evil}`, postalAddress: '' };
    const laidOut = layOutMail(
      mail(),
      { ...rules, name: `Newsroom${evil}`, site: `https://news.example.org/${evil}`, sender },
      `x${evil}` as PublicationId,
    );
    expect(laidOut.slice(0, laidOut.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc/m);
  });

  test('a message is refused to an address or link that could inject a header', () => {
    expect(() => sent({}, { address: 'a@example.org\r\nBcc: b@example.org' })).toThrow('isMailable');
    expect(() => sent({}, { address: 'a@example.org, b@example.org' })).toThrow('isMailable');
    expect(() => sent({}, { unsubscribe: 'https://news.example.org/u/x>\r\nBcc: b@example.org' })).toThrow('unsubscribe link');
    expect(() => sent({}, { preferences: '/p/x' })).toThrow('preferences link');
  });

  test('a message keeps no mark of a placeholder once filled, though a story holds one literally', async () => {
    const placeholders = `${placeholder('to')} ${placeholder('unsubscribe', 'header')} ${placeholder('greeting', 'html')}`;
    const message = messageOf(input('alert', [post({ title: `Marks ${placeholders}`, summary: placeholders, body: placeholders })]));
    const parsed = await PostalMime.parse(message);
    expect(textOf(message)).not.toContain('\u001a');
    expect(parsed.subject).toBe('Marks to unsubscribe:header greeting:html');
    expect(`${parsed.text}${parsed.html}`.split(reader.unsubscribe).length - 1).toBe(2);
  });

  test('a message is the same bytes for two readers except for their placeholders', () => {
    const prepared = prepareMail(layOutMail(composeEmail(input('alert', [post()])), rules, id));
    const other = { ...reader, name: 'Jo', address: 'jo@example.org' };
    const without = (message: Uint8Array) => textOf(message).replaceAll(/Hello .*?,|To: .*/g, '');
    expect(without(fillMail(prepared, reader))).toBe(without(fillMail(prepared, other)));
  });

  test('a message is not cut short by a story that holds its boundary', async () => {
    const boundary = '--=_alternative_alert-sample';
    const parsed = await PostalMime.parse(
      messageOf(input('alert', [post({ body: `One\n${boundary}\ntwo\n\n    ${boundary}--\n\nthe end` })])),
    );
    expect(parsed.html).toContain('the end');
    expect(parsed.text).toContain('the end');
    expect(parsed.attachments).toEqual([]);
  });

  test('a message carries a calendar file that a parser finds, with its method', async () => {
    const { attachments } = await PostalMime.parse(messageOf(input('announcement', [event()])));
    expect(attachments).toMatchObject([{ filename: 'event.ics', mimeType: 'text/calendar', method: 'PUBLISH', disposition: 'attachment' }]);
  });

  test('a message falls back to quoted-printable when its HTML has a line that cannot be broken', async () => {
    const html = `<p>${'x'.repeat(2000)}${placeholder('greeting')}</p>\n`;
    const message = sent({ html });
    expect(textOf(message)).toMatch(/text\/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable/);
    expect((await PostalMime.parse(message)).html?.trim()).toBe(`<p>${'x'.repeat(2000)}Hello <bdi>Jos&#233;phine</bdi>,</p>`);
  });
});

describe('a greeting', () => {
  test.each([
    ['', 'Hello,'],
    ['  \t ', 'Hello,'],
    ['Joséphine', 'Hello Joséphine,'],
    ["O'Connor & <Sons>", "Hello O'Connor & <Sons>,"],
    ['x'.repeat(100), `Hello ${'x'.repeat(79)}…,`],
  ])('the greeting of "%s" reads %s', async (name, greeting) => {
    expect((await PostalMime.parse(sent({}, { name }))).text).toContain(greeting);
  });

  test('the greeting escapes markup in a name', async () => {
    expect((await PostalMime.parse(sent({}, { name: '<b>Jo</b>' }))).html).toContain('Hello <bdi>&#60;b&#62;Jo&#60;/b&#62;</bdi>,');
  });
});

describe('an address', () => {
  test.each(['a@example.org', "jo.o'connor+news@a-b.nhs.uk", 'x@xn--mnchen-3ya.de'])('the address %s can be mailed', (address) => {
    expect(isMailable(address)).toBe(true);
  });

  test.each([
    '',
    '@',
    'a',
    'a@localhost',
    'a@b@example.org',
    '.a@example.org',
    'a..b@example.org',
    'josé@example.org',
    'a@exämple.org',
    'a b@example.org',
    '"a b"@example.org',
    'a@example.org>',
    'a@example.org\n',
    'a@-example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
  ])('the address "%s" cannot be mailed', (address) => {
    expect(isMailable(address)).toBe(false);
  });
});

describe('encoding', () => {
  test('quoted-printable reads back unchanged, in lines of at most 76', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const clean = text.replace(/[\r\u001a]/g, '').toWellFormed();
        const encoded = quotedPrintable(clean, 'text-qp');
        const decoded = Buffer.from(
          encoded.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString();
        expect(decoded.replaceAll('\r\n', '\n')).toBe(clean);
        expect(encoded.split('\r\n').filter((line) => line.length > 76 || /[ \t]$/.test(line))).toEqual([]);
      }),
    );
  });

  test('no line of quoted-printable begins with a dot or with "From ", which mail servers change', () => {
    const texts = [
      '.hidden\n..\nFrom here on',
      `${'x'.repeat(75)}.org`,
      `${'é'.repeat(12)}xyz.org and so on`,
      `${'x'.repeat(75)}From here`,
    ];
    const dots = fc
      .array(fc.constantFrom('.', 'From ', 'é', 'words', '\n', 'x'.repeat(37)), { maxLength: 60 })
      .map((parts) => parts.join(''));
    const isSafe = (text: string) => !/^(?:\.|From )/m.test(quotedPrintable(text, 'text-qp'));
    expect(texts.map(isSafe)).toEqual(texts.map(() => true));
    fc.assert(fc.property(dots, isSafe));
    expect(quotedPrintable('.hidden\nFrom here on. From there.', 'text-qp')).toBe('=2Ehidden\r\n=46rom here on. From there.');
  });

  test('a header of one endless word is folded between whole characters', () => {
    const header = unstructured('Subject', 'é'.repeat(300));
    expect(header.split('\r\n').filter((line) => line.length > 76)).toEqual([]);
    expect(header).not.toContain('\ufffd');
  });

  test('HTML lines are broken at spaces only, and never inside preformatted text', () => {
    const paragraph = `<p>${'word '.repeat(500)}</p>`;
    expect(sevenBitLines(paragraph)?.replaceAll('\r\n', ' ')).toBe(paragraph);
    expect(sevenBitLines(`<pre>${'word '.repeat(500)}</pre>`)).toBeUndefined();
  });
});
