import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureInText, withPicture } from '#core/draft/picture-in-text';
import { readMarkdown } from '#core/markdown/parse-markdown';
import { plainMarkdown, renderMarkdown } from '#core/markdown/render-markdown';

const words = fc
  .array(fc.constantFrom(...'ab 12[]()*_`"\'\\<>&;#!|~^$:/.-'.split(''), 'amp', 'lt', '](', '**'), { minLength: 1, maxLength: 14 })
  .map((parts) => parts.join('').replaceAll(/ +/gu, ' ').trim())
  .filter((text) => /[a-z0-9]/u.test(text));

test('what a picture shows is read from the text as it was typed, whatever signs are in it', () => {
  fc.assert(
    fc.property(words, words, (alt, caption) => {
      const { parts } = readMarkdown(`Before.\n\n${pictureInText({ src: 'team-0123.jpg', alt, caption })}\n`);
      expect(parts).toEqual([{ kind: 'image', address: 'team-0123.jpg', alt, line: 3 }]);
    }),
  );
});

test('the caption stands below the picture, with its quotes and signs', () => {
  const markdown = pictureInText({ src: 'team.jpg', alt: 'A team', caption: 'The "Avon" team & friends \\o/' });
  const html = renderMarkdown(markdown, { images: () => ({ url: '/images/team.jpg', width: 1, height: 1 }), headingShift: 0 });
  expect(html).toContain('alt="A team"');
  expect(html).toContain('<figcaption>The &quot;Avon&quot; team &amp; friends \\o/</figcaption>');
  expect(plainMarkdown(pictureInText({ src: 'team.jpg', alt: 'A team', caption: '' }))).toContain('A team');
});

test('a picture comes to the end of a text as a paragraph of its own, and once', () => {
  const picture = { src: 'team.jpg', alt: 'A team', caption: '' };
  const once = withPicture('First.\n\nLast.\n', picture);
  expect(once).toBe('First.\n\nLast.\n\n![A team](team.jpg)');
  expect(withPicture(once, picture)).toBe(once);
  expect(withPicture('', picture)).toBe('![A team](team.jpg)');
});
