// Every fault that was ever found in an email, planted in a good one: some rule must find it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emailRules } from '#core/email-check/check';
import { event, input, messageOf, picture, textOf } from '#tests/core/email-samples';
import { findings } from '#tests/email-checklist';

const GOOD = textOf(messageOf(input('announcement', [event({ image: picture, body: '## What to expect\n\nA day of ideas.' })])));
const UNSUBSCRIBE = /^List-Unsubscribe: <([^>]*)>/m.exec(GOOD)?.[1] ?? '';

type Plant = (mail: string) => string;

/** Swaps one text for another, and throws if it was missing: a fault that was not planted proves nothing. */
function swap(from: string | RegExp, to: string): Plant {
  return (mail) => {
    const broken = mail.replace(from, () => to);
    if (broken === mail) throw new Error(`The good mail has no ${from}.`);
    return broken;
  };
}

const addHeader = (line: string) => swap('\r\nTo: ', `\r\n${line}\r\nTo: `);
/** Adds HTML after the heading. */
const behind = (html: string) => swap('</h1>', `</h1>${html}`);

/** Changes the calendar file inside its base64. */
function inCalendar(from: string | RegExp, to: string): Plant {
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

type Fault = [rule: string, fault: string, plant: Plant];

// The thirty-three faults of the comparison of tools, each with the rule that must find it.
const SEEDED: Fault[] = [
  ['W1', 'html without a language', swap('<html lang="en-GB"', '<html')],
  ['W1', 'a wrapper without language and direction', swap(/(<body[^>]*>\s*<div[^>]*?) lang="en-GB" dir="ltr"/, '<body><div')],
  ['W2', 'a layout table without its role', swap('<table role="presentation"', '<table')],
  ['W3', 'no heading of level 1', swap(/<h1[^>]*>.*<\/h1>/, '<p>A title</p>')],
  ['W3', 'a skipped level', swap(/<h2([^>]*)>([^<]*)<\/h2>/, '<h4>x</h4>')],
  ['W3', 'an empty heading', behind('<h2> </h2>')],
  ['W21', 'a link without words', swap('>Visit our website<', '><')],
  ['W21', 'a link called "click here"', swap('>Visit our website<', '>Click here<')],
  ['W21', 'one wording for two places', swap('>Visit our website<', '>Choose which emails you get<')],
  ['W20', 'a link that is not encrypted', behind('<a href="http://www.example.org/">Our leaflet</a>')],
  ['W22', 'pale text', behind('<p style="color:#9aa5ab">Pale</p>')],
  ['W5', 'text that is dark in dark mode', behind('<div style="color:#212b32">Dark on dark</div>')],
  ['W6', 'an image without alt', swap(/ alt="[^"]*"/, '')],
  ['W23', 'an image without a width', swap(/(?<=alt="[^"]*") width="\d+"/, '')],
  ['W23', 'a WebP image', swap('team.png', 'team.webp')],
  ['W7', 'no title', swap(/<title>[^<]*<\/title>/, '')],
  ['W7', 'zoom forbidden', swap('initial-scale=1', 'initial-scale=1, maximum-scale=1')],
  ['W8', 'small print', swap('font-size:14px;line-height:22px', 'font-size:11px;line-height:22px')],
  ['W8', 'centred text', behind('<p style="text-align:center">Centred</p>')],
  ['W9', 'a link by colour alone', swap(/text-decoration:underline/g, 'text-decoration:none')],
  ['W10', 'a list made of dots', behind('<p>&#8226; One</p>')],
  ['W11', 'a script', behind('<script></script>')],
  ['W24', 'flex', behind('<div style="display:flex"></div>')],
  ['W24', 'a variable in a style', behind('<div style="color:var(--ink)"></div>')],
  ['W24', 'a background image', behind('<div style="background-image:url(https://news.example.org/a.png)"></div>')],
  ['W23', 'a tracking pixel', behind('<img src="https://news.example.org/a.gif" alt="" width="1" height="1">')],
  ['W13', 'a place that was left open', behind('<p>{{title}}</p>')],
  ['W14', 'a ghost table left open', swap('<!--[if mso]></td></tr></table><![endif]-->', '')],
  ['W14', 'a cell left open', swap('</h1>', '</h1><table role="presentation"><tr><td>x</tr></table>')],
  ['W17', 'no way to unsubscribe', swap(/<a [^>]*>Unsubscribe from these emails<\/a>/, '')],
  [
    'W18',
    'a date with an ordinal, a short month and a time with a dot',
    swap('When: Thursday 26 March', 'When: 26 Mar, 9.30am. Not 26th March'),
  ],
  ['W18', 'a range with a dash', swap(/9:30am to 4:30pm/g, '9:30am-4:30pm')],
  ['M5', 'HTML that Gmail cuts off', behind(`${'x '.repeat(60_000)}`)],
];

const OTHERS: Fault[] = [
  ['A4', 'a free mail service', swap('<news@example.org>', '<mhcnews@gmail.com>')],
  ['A7', 'answers to nobody', swap('Reply-To: team@', 'Reply-To: no-reply@')],
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
  ['H14', 'a line that could be folded', swap('Subject: ', `Subject: ${'word '.repeat(30)}`)],
  ['H7', 'half a character in an encoded word', swap('Subject: ', 'Subject: =?UTF-8?B?4oI=?= ')],
  ['H7', 'an encoded word that cannot be read', swap('Subject: ', 'Subject: =?UTF-8?B?A?= ')],
  ['H8', 'an address beyond ASCII', swap('To: josephine@example.org', 'To: jos\xe9phine@example.org')],
  ['H9', 'our own Feedback-ID', addHeader('Feedback-ID: a:b:c:d')],
  ['H10', 'out-of-office replies invited', swap('Auto-Submitted: auto-generated\r\n', '')],
  ['H12', 'a subject that shouts', swap('Subject: Learning session:', 'Subject: READ THIS NOW')],
  ['H12', 'a subject of 90', swap('Subject: ', `Subject: ${'x'.repeat(40)}\r\n `)],
  ['H12', 'a subject of signs', swap(/Subject: .*\r\n( .*\r\n)*/, 'Subject: !!!\r\n')],
  ['H13', 'another name than people signed up to', swap('From: Mental Health Collaborative', 'From: Your trust')],
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
  ['M6', 'a heavy mail', behind('x '.repeat(80_000))],
  ['M7', 'no subject', swap(/Subject: .*\r\n( .*\r\n)*/, 'Subject: \r\n')],
  ['M7', 'a file that nobody meant', swap('--=_mixed', '--=_mixed_announcement-sample\r\nContent-Type: text/plain\r\n\r\nx\r\n--=_mixed')],
  ['W1', 'html without a direction', swap('<html lang="en-GB" dir="ltr"', '<html lang="en-GB"')],
  ['W3', 'two headings of level 1', behind('<h1>Another</h1>')],
  ['H7', 'a line of more than 998', swap('Subject: ', `Subject: ${'x'.repeat(1000)} `)],
  ['W4', 'a link to nowhere', behind('<a href="#top">Up</a>')],
  ['W4', 'a link without an address', behind('<a>Up</a>')],
  ['W4', 'a link whose address no browser can read', behind('<a href="https://exa mple.org/">Our leaflet</a>')],
  ['W4', 'a link that runs a program', behind('<a href="javascript:alert(1)">Our leaflet</a>')],
  ['W25', 'an undefined word', behind('<p>undefined</p>')],
  ['M7', 'a body without words', swap(/<body[\s\S]*<\/body>/, '<body><p> </p></body>')],
  ['W5', 'white on a pale brand', swap(/background-color:#005eb8/g, 'background-color:#ffd500')],
  ['W7', 'another title', swap(/<title>[^<]*/, '<title>Newsletter')],
  ['W8', 'crowded lines', behind('<p style="font-size:18px;line-height:20px">Crowded</p>')],
  ['W11', 'a form', behind('<form></form>')],
  ['W11', 'a script in an attribute', swap('<h1 ', '<h1 onclick="x()" ')],
  ['W12', 'an image for one reader', swap('/images/team.png', `/images/${UNSUBSCRIBE.split('/').at(-1)}.png`)],
  ['W13', 'an open personal place', swap('josephine@example.org', '\u001ato\u001a')],
  ['W13', 'an undefined address', swap('/images/team.png', '/images/undefined.png')],
  ['W14', 'a tag left open', swap('</h1>', '')],
  ['W16', 'no preheader', swap('display:none;', '')],
  ['W16', 'a preheader without filler', swap(/(?:&#847;&zwnj;&nbsp; ?)+/, '')],
  ['W17', 'no word to unsubscribe', swap('>Unsubscribe from these emails<', '>Stop these emails<')],
  ['W17', 'no postal address', swap(/1 Example Street, Bristol BS1 1AA<\/p>/, '</p>')],
  ['W17', 'no reason', swap(/You get this email because(?=.*<)/, 'Because')],
  ['W19', 'a sentence of forty words', behind(`<p>${'Word after word. '.repeat(9)}${'word '.repeat(40)}</p>`)],
  ['W19', 'a text that asks for a degree', behind(`<p>${'Interdisciplinary organisational accountability deteriorated. '.repeat(40)}</p>`)],
  ['W20', 'a link that works inside one trust only', behind('<a href="https://intranet/page">Our page</a>')],
  ['W20', 'a link to a story that there is not', behind('<a href="https://news.example.org/posts/nothing">Our post</a>')],
  ['T1', 'filler in the text', swap('When: ', 'When: =CD=8F=E2=80=8C')],
  ['T1', 'HTML in the text', swap('When: ', '<p>When: ')],
  ['T1', 'the address of an image in the text', swap('When: ', 'https://news.example.org/images/team.png\r\nWhen: ')],
  ['T2', 'a place that only the HTML leads to', swap('Book your place:\r\nhttps', 'Book your place:\r\nhttp')],
  ['T2', 'an unsubscribe address inside a line', swap('emails:\r\n', 'emails: ')],
  ['T3', 'a text that says little', behind('word '.repeat(400))],
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
  ['C3', 'a zone that is not told', inCalendar('TZID:Europe/London', 'TZID:Europe/Paris')],
  ['C4', 'no sequence', inCalendar(/SEQUENCE:\d+\r\n/, '')],
  ['C5', 'an attendee', inCalendar('SUMMARY:', 'ATTENDEE:mailto:a@example.org\r\nSUMMARY:')],
  ['C5', 'a cancel that is confirmed', inCalendar('METHOD:PUBLISH', 'METHOD:CANCEL')],
  ['C6', 'a part of another method', swap('method=PUBLISH', 'method=REQUEST')],
  ['C7', 'a file by another name', swap('filename="event.ics"', 'filename="invite.ics"')],
];

const PAGES = new Set(['https://news.example.org/events/2020-03-26-learning-session']);
const checked = (mail: string) =>
  findings(
    Uint8Array.from(mail, (character) => character.charCodeAt(0)),
    { pages: PAGES },
  );

describe('the email checklist', () => {
  test('the email checklist finds nothing in a good mail', () => {
    expect(checked(GOOD)).toEqual([]);
  });

  test('the email checklist is tried on the thirty-three faults of the comparison of tools', () => {
    expect(new Set(SEEDED.map(([, fault]) => fault)).size).toBe(33);
  });

  test.each([...SEEDED, ...OTHERS])('email rule %s finds %s', (rule, _fault, plant) => {
    expect(checked(plant(GOOD)).map((finding) => finding.rule)).toContain(rule);
  });

  test('a subject with three abbreviations in a row does not shout', () => {
    const subject = (words: string) => checked(swap(/Subject: .*\r\n( .*\r\n)*/, `Subject: ${words}\r\n`)(GOOD));
    expect(subject('NHS CQC PSIRF guidance').filter(({ rule }) => rule === 'H12')).toEqual([]);
    expect(subject('READ THIS NOW').filter(({ rule }) => rule === 'H12')).toHaveLength(1);
  });

  test('the email checklist has no rule without a planted fault', () => {
    const tried = new Set([...SEEDED, ...OTHERS].map(([rule]) => rule));
    expect(emailRules.map((rule) => rule.id).filter((id) => !tried.has(id))).toEqual([]);
  });

  test('each email rule says in a sentence why it is there, and has an id of its own', () => {
    expect(emailRules.filter((rule) => !/^[A-Z].{20,}\.$/.test(rule.why))).toEqual([]);
    expect(new Set(emailRules.map(({ id }) => id)).size).toBe(emailRules.length);
  });

  test('each email rule is on the checklist page, with its level and why', async () => {
    const page = await readFile(join(import.meta.dirname, '..', '..', '..', 'docs', 'email-checklist.md'), 'utf8');
    const rows = emailRules.map(({ id, level, why }) => `| ${id} | ${level} | ${why} |`);
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
    const known = new Set(emailRules.map(({ id }) => id));
    expect([...page.matchAll(/^\| (\w+) \| (?:blocks|warns) \|/gm)].map(([, id = '']) => id).filter((id) => !known.has(id))).toEqual([]);
  });

  test('each finding of the email checklist is a whole sentence, with the remedy if the editor can fix it', () => {
    const all = [...SEEDED, ...OTHERS].flatMap(([, , plant]) => checked(plant(GOOD)));
    expect(all.map(({ sentence }) => sentence).filter((sentence) => !/\.$/.test(sentence))).toEqual([]);
    // A finding that the editor can fix tells the remedy.
    const editors = all.filter(({ fixedBy, rule }) => fixedBy === 'editor' && rule !== 'W16').map(({ sentence }) => sentence);
    const remedy = /(?:Write|Give|Correct|Cut|Use|Shorten|Link|Begin)\b[^.]*\.$|: \d+ can be taken in at once\.$/;
    expect(editors.filter((sentence) => !remedy.test(sentence))).toEqual([]);
  });
});
