// With `utm` in the rules, an email's links to its stories say that the reader came from it. No other link does.
import { expect, test } from 'vitest';
import { composeEmail } from '#core/email/compose-email';
import { checkEmail } from '#core/email-check/check';
import { event, input, messageOf, picture, post, reader, rules } from '#tests/core/email-samples';
import { slug } from '#tests/core/samples';

const site = rules.site;
const asked = { rules: { ...rules, utm: true } };
const online = { image: picture, online: 'https://meet.example.org/a' };
const body = `See [another post](${site}/posts/b) and [a guide](https://www.example.org/guide?utm_source=them).`;
const first = post({ image: picture, body });
const stories = [first, post({ slug: slug('b'), title: 'Another' }), event(online)];

/** Every address of the HTML: links and images. */
const addresses = (html: string) =>
  [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url = '']) => url.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='));
const isStory = (url: string) => stories.some((story) => url === `${site}/${story.kind === 'post' ? 'posts' : 'events'}/${story.slug}`);

test.each([
  ['an alert', input('alert', [first])],
  ['a digest', input('digest', stories)],
  ['an announcement', input('announcement', [event(online)])],
  ['a reminder', input('reminder', [event()])],
  ['a follow-up', input('follow-up', [event()])],
  ['a cancellation', input('change', [event({ status: 'cancelled' })], { of: { change: 'cancelled' } })],
])('%s tags the links to its own stories with UTM parameters, in HTML and text alike', (_, given) => {
  const plain = composeEmail(given);
  const tagged = composeEmail({ ...given, ...asked });
  const before = addresses(plain.html);
  const after = addresses(tagged.html);
  const changed = before.flatMap((url, i) => (url === after[i] ? [] : [[url, after[i]]]));
  expect(changed.length).toBeGreaterThanOrEqual(given.stories.length);
  expect(after).toHaveLength(before.length);
  for (const [url = '', link = ''] of changed) {
    const [page, query] = link.split('?');
    expect([page, isStory(url)]).toEqual([url, true]);
    expect(query).toBe(`utm_source=email&utm_medium=email&utm_campaign=${url.split('/').at(-1)}&utm_content=${given.publication.id}`);
    expect(tagged.text.split('\n')).toContain(link);
    expect(tagged.text.split('\n')).not.toContain(url);
  }
  expect(tagged.calendar).toEqual(plain.calendar);
  const whole = { to: 'list', senderProfile: rules, pages: new Set(stories.map(({ kind, slug }) => `${site}/${kind}s/${slug}`)) } as const;
  expect(checkEmail(messageOf({ ...given, ...asked }), whole)).toEqual(checkEmail(messageOf(given), whole));
});

test('links of the editor, and links to anything but the email’s own stories, have no UTM parameters', () => {
  const { html, text } = composeEmail({ ...input('alert', [first]), ...asked });
  expect(addresses(html)).toEqual(expect.arrayContaining([`${site}/posts/b`, 'https://www.example.org/guide?utm_source=them']));
  expect(text.match(/utm_campaign/g)).toHaveLength(1);
  const sent = new TextDecoder().decode(messageOf({ ...input('digest', stories), ...asked }));
  expect(sent).toContain(`<${reader.unsubscribe}>`);
});

test('the page of an email has links without UTM parameters', () => {
  const given = { ...input('digest', stories), page: true };
  expect(composeEmail({ ...given, ...asked })).toEqual(composeEmail(given));
});

test('links of an email have no UTM parameters unless the rules ask for them', () => {
  const { html, text } = composeEmail(input('digest', stories));
  expect(html + text).not.toContain('utm_');
});
