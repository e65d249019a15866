// Every kind of email, in every shape that a story can have.
import { Temporal } from 'temporal-polyfill';
import type { EmailInput } from '#core/email/email-input';
import { EMAIL_KINDS, type EmailKind } from '#core/publication/publication';
import type { BlogPost, LearningEvent, Slug, Story } from '#core/story/story';
import { event, input, message, picture, post } from '#tests/core/email-samples';

/** Texts that have broken mails: template syntax, headers, style blocks, scripts, writing directions and odd characters. */
export const HOSTILE = {
  'that closes a style block': '</style></title><table><td> --><![endif]-->',
  'with braces': 'A {{title}} {{{body}}} {{> layout}} <%= y %>',
  'with line ends': 'A title\r\nBcc: evil@example.org\r\n\r\n<b>body</b>',
  'from right to left': 'بالعربية \u202eمن اليمين\u202c إلى اليسار \u2067עברית\u2069',
  'of emoji': '👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 \ud800 ﷽',
  'with quotes': `"He said 'it's' “so” <a href="x" onclick='y'>&amp;&#39;</a>`,
  'with marks of ours': '\u001ato\u001a --=_alternative_x =?UTF-8?B?QQ==?= \u0000\u0007',
  'of one endless word': 'Donaudampfschifffahrt'.repeat(60),
} as const;

const slug = (name: string) => name as Slug;

/** A post and an event that have `text` in all their fields. */
function storiesOf(text: string, i: number): [BlogPost, LearningEvent] {
  return [
    post({
      slug: slug(`post-${i}`),
      title: `${text} ${i}`,
      author: text,
      role: text,
      summary: text,
      body: `${text}\n\n## ${text}\n\n- ${text}\n- ${text}\n\n> ${text}`,
      image: { ...picture, alt: text },
    }),
    event({
      slug: slug(`event-${i}`),
      title: `${text} ${i}`,
      venue: text,
      summary: text,
      body: `${text}\n\n${text}`,
      follow_up: text,
      image: { ...picture, alt: text },
    }),
  ];
}

const bareEvent = (): LearningEvent => {
  const { venue: _venue, registration: _registration, ...bare } = event({ body: 'Come.', summary: '', follow_up: 'Thank you.' });
  return bare;
};
const barePost = (): BlogPost => {
  const { role: _role, ...bare } = post({ body: 'Words.', summary: '', topics: [] });
  return bare;
};

/** `count` stories: posts first, some with an image. */
export function many(count: number): Story[] {
  const posts = Array.from({ length: Math.ceil(count / 2) }, (_, i) =>
    post({ slug: slug(`post-${i}`), title: `What ward ${i} has learned`, ...(i % 2 === 0 ? { image: picture } : {}) }),
  );
  const events = Array.from({ length: Math.floor(count / 2) }, (_, i) =>
    event({
      slug: slug(`event-${i}`),
      title: `Learning session ${i}`,
      starts: Temporal.PlainDateTime.from('2020-04-01T09:30').add({ days: i }),
      ends: Temporal.PlainDateTime.from('2020-04-01T16:30').add({ days: i }),
    }),
  );
  return [...posts, ...events];
}

/** An email of `kind` about the post or the event. */
export function of(kind: EmailKind, [aPost, anEvent]: readonly [BlogPost, LearningEvent]): EmailInput {
  switch (kind) {
    case 'alert':
      return input(kind, [aPost]);
    case 'digest':
      return input(kind, [aPost, anEvent]);
    case 'reminder':
      return input(kind, [anEvent], { of: { before: '7d' } });
    case 'change':
      return input(kind, [anEvent], {
        of: { change: 'moved', sequence: 2 },
        previousFacts: { status: 'confirmed', starts: '2020-03-20T09:30', ends: '2020-03-20T16:30', place: 'Exeter' },
      });
    case 'message': {
      const { title, summary, body, image } = aPost;
      return input(kind, [message({ title, summary, body, ...(image && { image }) })]);
    }
    default:
      return input(kind, [anEvent]);
  }
}

const called = (status: 'cancelled' | 'postponed') => input('change', [event({ status })], { of: { change: status, sequence: 1 } });

/** Ordinary emails: the checklist finds nothing in them. */
export const ORDINARY: [shape: string, given: EmailInput][] = [
  ...EMAIL_KINDS.map((kind): [string, EmailInput] => [`${kind}`, of(kind, [post(), event()])]),
  ...EMAIL_KINDS.map((kind): [string, EmailInput] => [
    `${kind} with an image`,
    of(kind, [post({ image: picture }), event({ image: picture })]),
  ]),
  ['a cancellation', called('cancelled')],
  ['a postponement', called('postponed')],
  ['an event that goes ahead', input('change', [event()], { of: { change: 'confirmed', sequence: 3 } })],
  ...[0, 1, 5, 40].map((count): [string, EmailInput] => [`digest of ${count}`, input('digest', many(count))]),
];

/** Odd emails that must still go out: nothing blocks. */
export const ODD: [shape: string, given: EmailInput][] = [
  ...EMAIL_KINDS.map((kind): [string, EmailInput] => [`${kind} with hardly a word`, of(kind, [barePost(), bareEvent()])]),
  ...EMAIL_KINDS.flatMap((kind) =>
    Object.entries(HOSTILE).map(([name, text]): [string, EmailInput] => [`${kind} ${name}`, of(kind, storiesOf(text, 0))]),
  ),
  ...Object.entries(HOSTILE).map(([name, text]): [string, EmailInput] => {
    const pairs = Array.from({ length: 20 }, (_, i) => storiesOf(text, i));
    return [`digest of 40 ${name}`, input('digest', [...pairs.map(([one]) => one), ...pairs.map(([, other]) => other)])];
  }),
  [
    'digest of 40 near what Gmail shows',
    input(
      'digest',
      many(40).map((story) => ({ ...story, summary: story.summary.repeat(6) })),
    ),
  ],
  ['digest of 300', input('digest', many(300))],
];
