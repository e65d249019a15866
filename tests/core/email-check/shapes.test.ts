// Every kind of email in many shapes, checked against the whole checklist and read by an independent parser.
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { openMail } from '#core/email-check/opened-mail';
import { EMAIL_KINDS } from '#core/publication/publication';
import type { Slug } from '#core/story/story';
import { oneLine } from '#core/text/lines';
import { HOSTILE, many, ODD, ORDINARY, of } from '#tests/core/email-check/shapes';
import { event, input, messageOf, post, rules } from '#tests/core/email-samples';
import { blocking, findings } from '#tests/email-checklist';

describe('every kind of email', () => {
  test.each(ORDINARY)('an ordinary email has no finding: %s', (_shape, given) => {
    expect(findings(messageOf(given))).toEqual([]);
  });

  test.each(ODD)('an odd email has no blocking finding: %s', (_shape, given) => {
    expect(blocking(messageOf(given))).toEqual([]);
  });

  test.each([...ORDINARY, ...ODD])('postal-mime reads an email as our own reader does: %s', async (_shape, given) => {
    const message = messageOf(given);
    const [theirs, ours] = [await PostalMime.parse(message), openMail(message, { to: 'list', senderProfile: rules })];
    const lines = (text: string | undefined) => text?.replace(/\r\n/g, '\n').trimEnd();
    expect(ours.subject).toBe(theirs.subject);
    expect(ours.from).toEqual([{ name: theirs.from?.name, address: theirs.from?.address }]);
    expect(ours.recipients.map(({ address }) => address)).toEqual(theirs.to?.map(({ address }) => address));
    expect(lines(ours.html)).toBe(lines(theirs.html));
    expect(lines(ours.text)).toBe(lines(theirs.text));
    expect(ours.calendars).toHaveLength(theirs.attachments.length);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...Object.values(HOSTILE)),
);

test('an email with any text in its story’s fields has no blocking finding', () => {
  fc.assert(
    fc.property(fc.constantFrom(...EMAIL_KINDS), anyText, anyText, anyText, anyText, (kind, title, name, summary, place) => {
      const written = oneLine(title) === '' ? 'A title' : title;
      const given = of(kind, [
        post({ title: written, author: name, role: place, summary }),
        event({ title: written, venue: place, summary }),
      ]);
      expect(blocking(messageOf(given, { name }))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a digest whose stories pass together also passes with any subset of them', () => {
  const links = fc.constantFrom(
    '[our guide](https://a.example.org)',
    '[our guide](https://b.example.org)',
    '[here](https://a.example.org)',
    'Words.',
  );
  fc.assert(
    fc.property(
      fc.array(fc.record({ title: anyText, summary: anyText, body: links }), { minLength: 2, maxLength: 6 }),
      fc.nat(63),
      (texts, mask) => {
        const all = texts.map((text, i) => post({ ...text, title: `${text.title} x`, slug: `post-${i}` as Slug }));
        const some = all.filter((_, i) => (mask >> i) % 2 === 0);
        if (some.length > 0 && blocking(messageOf(input('digest', all))).length === 0) {
          expect(blocking(messageOf(input('digest', some)))).toEqual([]);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a digest of 300 stories stays below the size at which Gmail cuts off', () => {
  const { html } = openMail(messageOf(input('digest', many(300))), { to: 'list', senderProfile: rules });
  expect(html.length).toBeLessThan(100_000);
  expect(html.length).toBeGreaterThan(60_000);
});
