import { describe, expect, test } from 'vitest';
import { event, input, messageOf, picture, textOf } from '#tests/core/email-samples';
import { checkEmail, emailRules } from '#tests/email-checklist';

const GOOD = textOf(messageOf(input('announcement', [event({ image: picture, body: '## What to expect\n\nA day of ideas.' })])));
const UNSUBSCRIBE = /^List-Unsubscribe: <(.*)>/m.exec(GOOD)?.[1] ?? '';

/** Swaps one text for another, and insists that it was there: a fault that was not planted proves nothing. */
function swap(from: string | RegExp, to: string): (mail: string) => string {
  return (mail) => {
    const broken = mail.replace(from, () => to);
    if (broken === mail) throw new Error(`The good mail has no ${from}.`);
    return broken;
  };
}

const addHeader = (line: string) => swap('\r\nTo: ', `\r\n${line}\r\nTo: `);

/** Changes the calendar file inside its base64. */
function inCalendar(from: string | RegExp, to: string): (mail: string) => string {
  return (mail) => {
    const start = mail.indexOf('\r\n\r\n', mail.indexOf('text/calendar')) + 4;
    const end = mail.indexOf('\r\n--=_mixed', start);
    const ics = swap(from, to)(Buffer.from(mail.slice(start, end), 'base64').toString('latin1'));
    return (
      mail.slice(0, start) +
      Buffer.from(ics, 'latin1')
        .toString('base64')
        .replace(/.{76}(?=.)/g, '$&\r\n') +
      mail.slice(end)
    );
  };
}

// Each fault, by the rule that must see it.
const FAULTS: [rule: string, fault: string, plant: (mail: string) => string][] = [
  ['H1', 'no Date', swap(/Date: .*\r\n/, '')],
  ['H1', 'two subjects', addHeader('Subject: Another')],
  ['H1', 'two reply addresses', addHeader('Reply-To: other@example.org')],
  ['H2', 'two recipients', swap('To: josephine@example.org', 'To: josephine@example.org, kwame@example.org')],
  ['H2', 'a blind copy', addHeader('Bcc: kwame@example.org')],
  ['H3', 'an address in the one-click link', swap(`<${UNSUBSCRIBE}>`, '<https://news.example.org/u/josephine@example.org>')],
  ['H3', 'http only', swap('List-Unsubscribe: <https:', 'List-Unsubscribe: <http:')],
  ['H3', 'another one-click word', swap('=One-Click', '=one-click')],
  ['H4', "another reader's link in the header", swap(`<${UNSUBSCRIBE}>`, '<https://news.example.org/u/somebody-else>')],
  ['H5', 'a list without a domain', swap(/List-Id: [^<]*<[^>]*>/, 'List-Id: newsletter')],
  ['H6', 'a header from a name', addHeader('X-Injected: yes')],
  [
    'H6',
    'a line end inside an encoded word',
    swap('From: Mental Health Collaborative', `From: =?UTF-8?B?${Buffer.from('A\r\nBcc: b@example.org').toString('base64')}?=`),
  ],
  ['H7', 'a raw byte in a header', swap('Subject: ', 'Subject: \xe9 ')],
  ['H7', 'a long line', swap('Subject: ', `Subject: ${'word '.repeat(30)}`)],
  ['H7', 'half a character in an encoded word', swap('Subject: ', 'Subject: =?UTF-8?B?4oI=?= ')],
  ['H8', 'an address beyond ASCII', swap('To: josephine@example.org', 'To: jos\xe9phine@example.org')],
  ['H9', 'our own Feedback-ID', addHeader('Feedback-ID: a:b:c:d')],
  ['H10', 'out-of-office replies invited', swap('Auto-Submitted: auto-generated\r\n', '')],
  ['H12', 'a subject that shouts', swap('Subject: Learning session:', 'Subject: READ THIS NOW')],
  ['H12', 'a subject of 90', swap('Subject: ', `Subject: ${'x'.repeat(40)}\r\n `)],
  [
    'M1',
    'HTML before text',
    (mail) => mail.replace(/text\/(plain|html);/g, (type) => (type === 'text/html;' ? 'text/plain;' : 'text/html;')),
  ],
  ['M1', 'another character set', swap('text/html; charset=utf-8', 'text/html; charset=iso-8859-1')],
  ['M2', '8bit', swap('Content-Transfer-Encoding: 7bit', 'Content-Transfer-Encoding: 8bit')],
  ['M2', 'a raw byte in the HTML', swap('<h1 ', '\xe9<h1 ')],
  ['M2', 'a line too long', swap('<h1 ', `${'x'.repeat(1000)}<h1 `)],
  ['M3', 'a bare line feed', swap('\r\n<h1 ', '\n<h1 ')],
  ['M4', 'text in base64', swap('quoted-printable', 'base64')],
  ['M5', 'HTML that Gmail cuts off', swap('</h1>', `${'x '.repeat(60_000)}</h1>`)],
  ['M6', 'a heavy mail', swap('</h1>', `${'x '.repeat(80_000)}</h1>`)],
  ['M7', 'no subject', swap(/Subject: .*\r\n( .*\r\n)*/, 'Subject: \r\n')],
  ['W1', 'a wrapper without a language', swap('<div class="ground" lang="en-GB"', '<div class="ground"')],
  ['W1', 'html without a direction', swap('<html lang="en-GB" dir="ltr"', '<html lang="en-GB"')],
  ['W2', 'a layout table without its role', swap('<table role="presentation"', '<table')],
  ['W3', 'two headings of level 1', swap('</h1>', '</h1><h1>Another</h1>')],
  ['W3', 'a skipped level', swap(/<h2([^>]*)>([^<]*)<\/h2>/, '<h4>x</h4>')],
  ['W3', 'an empty heading', swap('</h1>', '</h1><h2> </h2>')],
  ['W4', 'a link without words', swap('>Visit our website<', '><')],
  ['W4', 'a generic link', swap('>Visit our website<', '>click here<')],
  ['W4', 'one wording for two places', swap('>Visit our website<', '>Choose which emails you get<')],
  ['W6', 'an image without alt', swap(/ alt="[^"]*"/, '')],
  ['W6', 'an image without a width', swap(/(?<=alt="[^"]*") width="\d+"/, '')],
  ['W6', 'a WebP image', swap('team.png', 'team.webp')],
  ['W7', 'another title', swap(/<title>[^<]*/, '<title>Newsletter')],
  ['W7', 'zoom forbidden', swap('initial-scale=1', 'initial-scale=1, maximum-scale=1')],
  ['W8', 'small print', swap('font-size:14px;line-height:22px', 'font-size:11px;line-height:22px')],
  ['W9', 'a link by colour alone', swap('text-decoration:underline', 'text-decoration:none')],
  ['W10', 'a list made of dots', swap('</h1>', '</h1><p>• One</p>'.replace('•', '&#8226;'))],
  ['W11', 'a form', swap('</h1>', '</h1><form></form>')],
  ['W11', 'flex', swap('</h1>', '</h1><div style="display:flex"></div>')],
  ['W11', 'a script in an attribute', swap('<h1 ', '<h1 onclick="x()" ')],
  ['W12', 'a tracking pixel', swap('</h1>', '</h1><img src="https://news.example.org/a.gif" alt="" width="1" height="1">')],
  ['W12', 'an image for one reader', swap('/images/team.png', `/images/${UNSUBSCRIBE.split('/').at(-1)}.png`)],
  ['W13', 'an open place', swap('</h1>', '{{title}}</h1>')],
  ['W13', 'an open slot', swap('josephine@example.org', '\u001ato\u001a')],
  ['W13', 'an undefined address', swap('/images/team.png', '/images/undefined.png')],
  ['W14', 'a ghost table left open', swap('<!--[if mso]></td></tr></table><![endif]-->', '')],
  ['W14', 'a tag left open', swap('</h1>', '')],
  ['W16', 'no preheader', swap('display:none;', '')],
  ['W17', 'no word to unsubscribe', swap('>Unsubscribe from these emails<', '>Stop these emails<')],
  ['W17', 'no postal address', swap(/1 Example Street, Bristol BS1 1AA<\/p>/, '</p>')],
  ['W17', 'no reason', swap(/You get this email because(?=.*<)/, 'Because')],
  ['W18', 'a short month', swap('When: Thursday 26 March', 'When: Thursday 26 Mar')],
  ['W18', 'an ordinal', swap('When: Thursday 26 March', 'When: Thursday 26th March')],
  ['W18', 'a time with a dot', swap(/(?<=When: .*)9:30am/, '9.30am')],
  ['T1', 'filler in the text', swap('When: ', 'When: =CD=8F=E2=80=8C')],
  ['T1', 'HTML in the text', swap('When: ', '<p>When: ')],
  ['T2', 'a place that only the HTML leads to', swap('Book your place:\r\nhttps', 'Book your place:\r\nhttp')],
  ['T2', 'an unsubscribe address inside a line', swap('emails:\r\n', 'emails: ')],
  ['T3', 'a text that says little', swap('</h1>', `${'word '.repeat(150)}</h1>`)],
  ['T4', 'a reference in the text', swap('When: ', 'When: &amp; ')],
  ['T4', 'a text that is not wrapped', swap('When: ', `When: ${'=20word'.repeat(16)}=\r\n`)],
  ['C1', 'an unescaped comma', inCalendar('SUMMARY:', 'SUMMARY:One, two: ')],
  ['C1', 'a line of 200', inCalendar('SUMMARY:', `SUMMARY:${'x'.repeat(200)}`)],
  ['C1', 'bare line feeds', inCalendar(/\r\nSUMMARY/, '\nSUMMARY')],
  ['C1', 'a character cut by a fold', inCalendar('SUMMARY:', 'SUMMARY:\xc3\r\n \xa9')],
  ['C2', 'no UID', inCalendar(/UID:.*\r\n/, '')],
  ['C2', 'an end before the start', inCalendar(/DTEND;([^:]*):2020/, 'DTEND;TZID=Europe/London:2019')],
  ['C3', 'a floating time', inCalendar('DTSTART;TZID=Europe/London:2020', 'DTSTART:2020')],
  ['C3', 'a zone with another offset', inCalendar(/TZOFFSETTO:\+0000/, 'TZOFFSETTO:+0200')],
  ['C4', 'no sequence', inCalendar(/SEQUENCE:\d+\r\n/, '')],
  ['C5', 'an attendee', inCalendar('SUMMARY:', 'ATTENDEE:mailto:a@example.org\r\nSUMMARY:')],
  ['C5', 'a cancel that is confirmed', inCalendar('METHOD:PUBLISH', 'METHOD:CANCEL')],
  ['C6', 'a part of another method', swap('method=PUBLISH', 'method=REQUEST')],
  ['C7', 'a file by another name', swap('filename="event.ics"', 'filename="invite.ics"')],
];

const bytes = (mail: string) => Uint8Array.from(mail, (character) => character.charCodeAt(0));

describe('the email checklist', () => {
  test('finds nothing in a good mail', async () => {
    expect(await checkEmail(bytes(GOOD))).toEqual([]);
  });

  test.each(FAULTS)('%s sees %s', async (rule, _fault, plant) => {
    expect((await checkEmail(bytes(plant(GOOD)))).map((finding) => finding.rule)).toContain(rule);
  });

  test('has no rule that no fault was tried on', () => {
    const tried = new Set(FAULTS.map(([rule]) => rule));
    expect(emailRules.map((rule) => rule.id).filter((id) => !tried.has(id))).toEqual([]);
  });

  test('says in a sentence why each rule is there', () => {
    expect(emailRules.filter((rule) => !/^[A-Z].{20,}\.$/.test(rule.why))).toEqual([]);
  });
});
