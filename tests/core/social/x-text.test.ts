import { expect, test } from 'vitest';
import { writtenText } from '#core/social/x-text';

test.each([
  ['Q&amp;A &lt;today&gt;', [], 'Q&A <today>'],
  ['&amp;lt; stays as it was written', [], '&lt; stays as it was written'],
  ['Read https://t.co/abc now', [{ url: 'https://t.co/abc', expanded: 'https://e.org/?a=1&b=2' }], 'Read https://e.org/?a=1&b=2 now'],
  ['A picture https://t.co/abc', [{ url: 'https://t.co/abc', expanded: 'https://x.com/us/status/12/photo/1' }], 'A picture'],
  ['An unknown link https://t.co/abc', [], 'An unknown link https://t.co/abc'],
  ['Cafe\u0301 ', [], 'Caf\u00e9'],
])('the text that X returns is read as it was written: %s', (text, links, written) => expect(writtenText(text, links)).toBe(written));
