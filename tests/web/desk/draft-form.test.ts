import { expect, test } from 'vitest';
import { textFrom } from '#web/desk/draft-form';

const sent = (text: string) => text.replaceAll(/\r?\n/g, '\r\n');

test.each([
  ['with the line ends of Windows', '---\r\ntitle: "Our year\r\n---\r\n\r\nWords.\r\n'],
  ['with a byte order mark and both kinds of line ends', '\ufeff---\r\ntitle: "Our year\n---\n\nWords.'],
  ['that begins with an empty line', '\n---\ntitle: "Our year\n---\nWords.\n'],
])('a file %s that no form can show is saved as it was', (_, text) => {
  // A text area drops a line end at its beginning.
  const shown = sent(text).replace(/^\r\n/, '');
  expect(textFrom({ file: shown }, { text, kind: 'post' })).toBe(text);
  expect(textFrom({ file: shown.replace('Words', 'Other words') }, { text, kind: 'post' })).toBe(text.replace('Words', 'Other words'));
});
