// Links that real newsletters hold. An email that no reader is harmed by goes out, whatever its links are called.
import { expect, test } from 'vitest';
import { event, input, messageOf, post } from '#tests/core/email-samples';
import { findings } from '#tests/email-checklist';

const alert = (body: string) => findings(messageOf(input('alert', [post({ body: `Words that lead up to it.\n\n${body}` })])));
const sentences = (body: string) => alert(body).map(({ sentence }) => sentence);
const levels = (body: string) => [...new Set(alert(body).map(({ level }) => level))];

test('an email with a link called "here" goes out, with advice', () => {
  const found = alert('You can read the report [here](https://example.org/report).');
  expect(found).toMatchObject([{ rule: 'W21', level: 'warns' }]);
  expect(found[0]?.sentence).toBe('The link "here" does not say where it leads. Write what is behind it.');
});

test('an email with two links of equal words goes out, with advice', () => {
  const body = 'See [our guide](https://example.org/one) and [our guide](https://example.org/two).';
  expect(levels(body)).toEqual(['warns']);
  expect(sentences(body)).toEqual(['Two links are called "our guide" and lead to different places. Give one of them other words.']);
});

test.each([
  ['a slash at the end', 'https://example.org', 'https://example.org/'],
  ['a slash at the end of a path', 'https://example.org/a', 'https://example.org/a/'],
  ['http and https', 'http://example.org/a', 'https://example.org/a'],
  ['www.', 'https://www.example.org/a', 'https://example.org/a'],
  ['the part of the page', 'https://example.org/a#one', 'https://example.org/a#two'],
  ['the letter case of the host', 'https://Example.ORG/a', 'https://example.org/a'],
  ['the letter case of the scheme', 'HTTPS://example.org/a', 'https://example.org/a'],
  ['the port that https has anyway', 'https://example.org:443/a', 'https://example.org/a'],
])('two links of equal words lead to one place when their addresses differ only by %s', (_by, one, other) => {
  const said = sentences(`See [our site](${one}) and [our site](${other}).`);
  expect(said.filter((sentence) => sentence.startsWith('Two links'))).toEqual([]);
});

test.each([
  ['the path', 'https://example.org/a', 'https://example.org/b'],
  ['the letter case of the path', 'https://example.org/a', 'https://example.org/A'],
  ['the query', 'https://example.org/?id=1', 'https://example.org/?id=2'],
  ['the host', 'https://a.example.org/', 'https://b.example.org/'],
  ['a host of which only www. is left', 'https://www.org/', 'https://org/'],
])('two links of equal words lead to two places when their addresses differ by %s', (_by, one, other) => {
  expect(sentences(`See [our site](${one}) and [our site](${other}).`).join()).toContain('Two links are called "our site"');
});

test.each([
  'Book your place',
  'Outlook',
  'Google Calendar',
  'Read about this event on our website',
  'Read this email on our website',
  'Unsubscribe from these emails',
  'Choose which emails you get',
  'Visit our website',
])('a story may call a link of its own "%s", as the template does', (words) => {
  const body = `Words that lead up to it.\n\nYou can also [${words}](https://example.org/other-form) by form.`;
  expect(findings(messageOf(input('announcement', [event({ body })])))).toEqual([]);
  expect(findings(messageOf(input('alert', [post({ body })])))).toEqual([]);
});

test('a link that leads nowhere holds the email, and says so', () => {
  const found = findings(messageOf(input('announcement', [event({ registration: 'https://exa mple.org/book' })])));
  expect(found.filter(({ level }) => level === 'blocks')).toMatchObject([
    {
      rule: 'W4',
      sentence:
        'The link "Book your place" is dead: no mail program can open "https://exa mple.org/book". Write the whole address, with https://.',
    },
  ]);
});
