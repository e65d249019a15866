import { describe, expect, test } from 'vitest';
import { placeholderIn } from '#core/plan/placeholder-words';
import type { Publication } from '#core/publication/publication';
import { id, london, samplePost } from '#tests/core/samples';

const alert: Publication = {
  id: id('alert-a'),
  kind: 'alert',
  channel: 'email',
  due: london('2019-09-12T09:00'),
  stories: [],
  decision: 'go',
};
const digest: Publication = { ...alert, kind: 'digest', series: 'weekly' };

describe('words that look unfinished', () => {
  test.each([
    ['DRAFT please do not send', 'DRAFT'],
    ['Draft: what we learned', 'Draft: what we learned'],
    ['Test', 'Test'],
    ['Speakers TBC', 'TBC'],
    ['Please DO NOT SEND', 'DO NOT SEND'],
    ['At XXX in Taunton', 'XXX'],
    ['On ??? in Taunton', '???'],
    ['By [insert name]', '[insert name]'],
  ])('words that look unfinished are found in a title: %s', (title, found) => {
    expect(placeholderIn(alert, [samplePost({ title })])).toBe(found);
  });

  test.each(['The draft strategy is open for your views', 'What is left to do', 'A test of a new form', 'Drafting rotas together', 'Why?'])(
    'words that look unfinished are not: %s',
    (title) => {
      expect(placeholderIn(alert, [samplePost({ title, summary: title, body: `${title} [date](https://example.org).` })])).toBeUndefined();
    },
  );

  test('words that look unfinished are found in the summary and in the text', () => {
    expect(placeholderIn(alert, [samplePost({ summary: 'TODO' })])).toBe('TODO');
    expect(placeholderIn(alert, [samplePost({ body: 'Lorem ipsum dolor.' })])).toBe('Lorem ipsum');
  });

  test('words that look unfinished do not count where nobody reads them: in a comment, or in a text that a digest does not show', () => {
    expect(placeholderIn(alert, [samplePost({ body: 'Done. <!-- TODO ask Ada -->' })])).toBeUndefined();
    expect(placeholderIn(digest, [samplePost({ body: 'TODO' })])).toBeUndefined();
    expect(placeholderIn(digest, [samplePost({ title: 'TODO' })])).toBe('TODO');
  });
});
