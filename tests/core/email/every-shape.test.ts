// Every kind of email in many shapes, each checked against the whole checklist.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { EmailInput } from '#core/email/email-input';
import type { MailRecipient } from '#core/mime/mail-message';
import type { Slug, Story } from '#core/story/story';
import { event, input, message, messageOf, picture, post, rules, textOf } from '#tests/core/email-samples';
import { blocking } from '#tests/email-checklist';

const slug = (name: string) => name as Slug;
const day = (date: string) => Temporal.PlainDateTime.from(date);

const HOSTILE =
  'A {{x}} {{{y}}} <b>&amp;</b> </script><script>alert(1)</script> "q" \r\nBcc: evil@example.org\r\n \u001ato\u001a \u001aunsubscribe:header\u001a \u0000\u0007 \u202eبالعربية\u202c 👩‍👩‍👧‍👦 --=_mixed_x =?UTF-8?B?QQ==?= \ud800';
const ARABIC = 'التعلم من الوفيات في خدمات الصحة النفسية وما الذي تغير بعد أن سألنا العائلات عما تريد أن تعرفه قبل أن تبدأ المراجعة';
const ENDLESS = 'x'.repeat(1200);

const many = (count: number): Story[] => [
  ...Array.from({ length: Math.ceil(count / 2) }, (_, i) =>
    post({ slug: slug(`post-${i}`), title: `Post ${i}: what families told us`, ...(i % 2 === 0 ? { image: picture } : {}) }),
  ),
  ...Array.from({ length: Math.floor(count / 2) }, (_, i) =>
    event({
      slug: slug(`event-${i}`),
      title: `Learning session ${i}`,
      starts: day('2020-04-01T09:30').add({ days: i }),
      ends: day('2020-04-01T16:30').add({ days: i }),
    }),
  ),
];

const hostilePost = (i = 0) =>
  post({
    slug: slug(`hostile-${i}`),
    title: HOSTILE,
    author: HOSTILE,
    role: HOSTILE,
    summary: HOSTILE,
    body: `${HOSTILE}\n\n--=_alternative_alert-sample\n\n${HOSTILE}\n\n# ${HOSTILE}\n\n\`\`\`\n  ${HOSTILE}\n\`\`\``,
    image: { ...picture, src: 'a b#"<.png', alt: HOSTILE },
  });
const hostileEvent = (i = 0) =>
  event({
    slug: slug(`hostile-event-${i}`),
    title: HOSTILE,
    venue: HOSTILE,
    online: HOSTILE,
    summary: HOSTILE,
    body: HOSTILE,
    follow_up: HOSTILE,
    image: { ...picture, alt: HOSTILE },
  });
const bareEvent = () => {
  const { venue: _venue, registration: _registration, follow_up: _follow, ...bare } = event({ body: 'Come.', summary: '' });
  return bare;
};
const barePost = () => {
  const { role: _role, ...bare } = post({ body: 'Words.', summary: '' });
  return bare;
};

const moved = { status: 'confirmed', starts: '2020-03-20T09:30', ends: '2020-03-20T16:30', place: 'Exeter' } as const;

const SHAPES: [shape: string, given: EmailInput, to?: Partial<MailRecipient>][] = [
  ['an alert', input('alert', [post()])],
  ['an alert with an image', input('alert', [post({ image: picture })])],
  ['an alert with hardly a word', input('alert', [barePost()])],
  ['an alert of hostile words', input('alert', [hostilePost()])],
  ['an alert in Arabic', input('alert', [post({ title: ARABIC, summary: ARABIC, body: new Array(30).fill(ARABIC).join('\n\n') })])],
  [
    'an alert with endless words',
    input('alert', [post({ title: ENDLESS, author: ENDLESS, summary: ENDLESS, body: `${ENDLESS} é${ENDLESS}` })]),
  ],
  ['an alert with a long line of code', input('alert', [post({ body: `\`\`\`\n${'word '.repeat(400)}\n\`\`\`` })])],
  ['an alert longer than Gmail shows', input('alert', [post({ body: 'A long story, told in full. '.repeat(8000) })])],
  ['an alert to a reader of a hundred characters', input('alert', [post()]), { name: '👩‍👩‍👧‍👦é'.repeat(14) }],
  ['an alert to a reader without a name', input('alert', [post()]), { name: '' }],
  ['an alert to a hostile reader', input('alert', [post()]), { name: HOSTILE }],
  ['an alert to a reader who writes from right to left', input('alert', [post()]), { name: 'نور الهدى' }],
  ['a digest of one post', input('digest', [post()])],
  ['a digest of one event', input('digest', [event()])],
  ['a digest of nothing', input('digest', [])],
  ['a digest of five', input('digest', many(5))],
  ['a digest of forty', input('digest', many(40))],
  ['a digest of three hundred', input('digest', many(300))],
  [
    'a digest of forty in Arabic',
    input(
      'digest',
      many(40).map((story, i) => ({ ...story, title: `${ARABIC} ${i}`, summary: ARABIC.repeat(3) })),
    ),
  ],
  [
    'a digest of equal titles',
    input('digest', [
      post(),
      post({ slug: slug('b') }),
      post({ slug: slug('c'), published: day('2019-10-01T09:00') }),
      event(),
      event({ slug: slug('e2') }),
      event({ slug: slug('e3'), status: 'postponed' }),
    ]),
  ],
  ['a digest of hostile words', input('digest', [hostilePost(), hostilePost(1), hostileEvent(), hostileEvent(1)])],
  ['a digest with hardly a word', input('digest', [barePost(), bareEvent()])],
  ['a message', input('message', [message()])],
  ['a message with an image', input('message', [message({ image: picture })])],
  ['a message to those who know of an event', input('message', [message()], { of: { toldOf: slug('autumn') } })],
  ['an announcement', input('announcement', [event()])],
  [
    'an announcement with an image and an online link',
    input('announcement', [event({ image: picture, online: 'https://meet.example.org/a?b=c&d="e"' })]),
  ],
  ['an announcement with hardly a word', input('announcement', [bareEvent()])],
  ['an announcement of hostile words', input('announcement', [hostileEvent()])],
  [
    'an announcement of an event already cancelled',
    input('announcement', [event({ status: 'cancelled' })], { of: { change: 'cancelled' } }),
  ],
  ['an announcement of an event over several days', input('announcement', [event({ ends: day('2020-03-28T12:00') })])],
  ['a reminder', input('reminder', [event()], { of: { before: '7d' } })],
  ['a reminder with hardly a word', input('reminder', [bareEvent()])],
  ['a follow-up', input('follow-up', [event({ image: picture })])],
  ['a follow-up of hostile words', input('follow-up', [hostileEvent()])],
  ['a cancellation', input('change', [event({ status: 'cancelled' })], { of: { change: 'cancelled', sequence: 1 } })],
  ['a postponement', input('change', [event({ status: 'postponed' })], { of: { change: 'postponed', sequence: 1 } })],
  ['a new date', input('change', [event()], { of: { change: 'moved', sequence: 2 }, previousFacts: moved })],
  [
    'a new date of hostile words',
    input('change', [hostileEvent()], { of: { change: 'moved', sequence: 2 }, previousFacts: { ...moved, place: HOSTILE } }),
  ],
  ['an event that goes ahead', input('change', [event()], { of: { change: 'confirmed', sequence: 3 } })],
  [
    'an email of a newsroom with a pale brand and odd names',
    input('digest', many(3), {
      rules: {
        ...rules,
        name: 'Zoë’s “News”, <b>',
        shortName: 'Zoë’s “News”, <b>',
        brand: { colour: '#ffff00' },
        sender: { ...rules.sender, name: 'Zoë "Z", of the News' },
      },
    }),
  ],
];

describe('every email', () => {
  test.each(SHAPES)('%s has no blocking finding on the checklist', (_shape, given, to) => {
    expect(blocking(messageOf(given, to), { senderProfile: given.rules })).toEqual([]);
  });

  test.each(SHAPES)('%s is the same bytes for the same input', (_shape, given, to) => {
    expect(textOf(messageOf(given, to))).toBe(textOf(messageOf(given, to)));
  });
});
