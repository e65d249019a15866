import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '#core/markdown/render-markdown';
import { type Edit, FORMATS, type Format, pictureAt, type Selected } from '#editor/formats';

/** `[` and `]` stand around what is selected. */
function selected(marked: string): Selected {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  return { text: marked.replace('[', '').replace(']', ''), start, end };
}

const applied = ({ text }: Selected, { from, to, insert }: Edit) => text.slice(0, from) + insert + text.slice(to);

function pressed(format: Format, marked: string): { text: string; chosen: string } {
  const given = selected(marked);
  const edit = FORMATS[format](given);
  const text = applied(given, edit);
  return { text, chosen: text.slice(edit.start, edit.end) };
}

test.each<[Format, string, string, string]>([
  ['bold', 'a [b c] d', 'a **b c** d', 'b c'],
  ['bold', 'a **[b c]** d', 'a b c d', 'b c'],
  ['bold', 'a [**b c**] d', 'a b c d', 'b c'],
  ['bold', 'a[ b ]c', 'a **b** c', 'b'],
  ['bold', 'a []', 'a **bold words**', 'bold words'],
  ['bold', '[one\n\ntwo]', '**one**\n\n**two**', '**one**\n\n**two**'],
  ['bold', '[- one\n- two]', '- **one**\n- **two**', '- **one**\n- **two**'],
  ['italic', 'a **[b]** c', 'a ***b*** c', 'b'],
  ['italic', 'a ***[b]*** c', 'a **b** c', 'b'],
  ['italic', '[b]', '*b*', 'b'],
  ['heading', 'one\n\nt[w]o', 'one\n\n## two', ''],
  ['heading', 'one\n\n## t[w]o', 'one\n\ntwo', ''],
  ['heading', '### t[w]o', '## two', ''],
  ['heading', 'one\nt[w]o', 'one\n\n## two', ''],
  ['list', '[one\ntwo\n]three', '- one\n- two\n\nthree', '- one\n- two'],
  ['list', '[- one\n- two]', 'one\ntwo', 'one\ntwo'],
  ['list', '[1. one\n2. two]', '- one\n- two', '- one\n- two'],
  ['list', 'para\n[one\ntwo]', 'para\n\n- one\n- two', '- one\n- two'],
  ['list', '- one\n[]', '- one\n- ', ''],
  ['quote', '[one\n\ntwo]', '> one\n\n> two', '> one\n\n> two'],
  ['link', 'see [the packs] now', 'see [the packs](https://) now', 'https://'],
  ['link', 'see [https://example.org/a] now', 'see [the words](https://example.org/a) now', 'the words'],
  ['link', 'see []', 'see [the words](https://)', 'the words'],
  ['video', 'on[e]\n\ntwo', 'one\n\nhttps://www.youtube.com/watch?v=\n\ntwo', 'https://www.youtube.com/watch?v='],
  ['video', '[]', 'https://www.youtube.com/watch?v=', 'https://www.youtube.com/watch?v='],
  ['table', 'one[]', 'one\n\n| First | Second |\n|---|---|\n| One | Two |', 'First'],
  ['footnote', 'one[] two', 'one[^1] two\n\n[^1]: the note', 'the note'],
  ['footnote', 'one[^1] two[] three\n\n[^1]: a note\n', 'one[^1] two[^2] three\n\n[^1]: a note\n[^2]: the note', 'the note'],
])('the button %s makes of %j the text %j', (format, marked, text, chosen) => {
  const given = marked.includes('[^')
    ? { text: marked.replace('[]', ''), start: marked.indexOf('[]'), end: marked.indexOf('[]') }
    : undefined;
  const edit = given && FORMATS[format](given);
  const result = edit ? { text: applied(given, edit), chosen: applied(given, edit).slice(edit.start, edit.end) } : pressed(format, marked);
  expect(result).toEqual({ text, chosen });
});

const names = Object.keys(FORMATS) as Format[];
const anywhere = fc
  .tuple(fc.string({ unit: fc.constantFrom('a', 'b', 'ä', ' ', '\n', '.'), maxLength: 40 }), fc.nat(40), fc.nat(40))
  .map(([text, a, b]) => ({ text, start: Math.min(a, b, text.length), end: Math.min(Math.max(a, b), text.length) }));

describe('a button of the toolbar', () => {
  test('takes no letter of the text away, and selects a place inside it', () => {
    fc.assert(
      fc.property(anywhere, fc.constantFrom(...names), (given, format) => {
        const edit = FORMATS[format](given);
        const text = applied(given, edit);
        expect(edit.start >= 0 && edit.start <= edit.end && edit.end <= text.length).toBe(true);
        let at = 0;
        for (const letter of given.text.replaceAll(/\s/gu, '')) {
          at = text.indexOf(letter, at) + 1;
          expect([text, at > 0]).toEqual([text, true]);
        }
      }),
    );
  });

  test.each(['bold', 'italic'] as const)('%s, pressed twice, gives the text as it was', (format) => {
    fc.assert(
      fc.property(anywhere, (given) => {
        const once = FORMATS[format](given);
        if (given.text.slice(given.start, given.end).trim() === '' || given.text.slice(given.start, given.end).trim().includes('\n'))
          return;
        const text = applied(given, once);
        expect(applied({ text, start: once.start, end: once.end }, FORMATS[format]({ text, start: once.start, end: once.end }))).toBe(
          given.text,
        );
      }),
    );
  });

  test.each<[Format, string]>([
    ['heading', '<h1'],
    ['bold', '<strong'],
    ['italic', '<em'],
    ['list', '<li'],
    ['quote', '<blockquote'],
    ['table', '<table'],
    ['footnote', '[1]'],
  ])('%s makes what readers see, also in the middle of a paragraph', (format, html) => {
    const { text } = pressed(format, 'One line\nan[oth]er line\nand a third.');
    expect(renderMarkdown(text, { images: () => undefined, headingShift: 0 })).toContain(html);
  });
});

describe('a picture put into the text', () => {
  /** `|` is the place. */
  test.each([
    ['|', '![p](p.png)'],
    ['|One.', '![p](p.png)\n\nOne.'],
    ['One.|', 'One.\n\n![p](p.png)'],
    ['One.\n|', 'One.\n\n![p](p.png)'],
    ['One.\n\n|', 'One.\n\n![p](p.png)'],
    ['One.\n\n|Two.', 'One.\n\n![p](p.png)\n\nTwo.'],
    ['One.\n\n|\n\nTwo.', 'One.\n\n![p](p.png)\n\nTwo.'],
    ['O|ne.\nStill one.\n\nTwo.', 'One.\nStill one.\n\n![p](p.png)\n\nTwo.'],
    ['- one\n- t|wo\n\nTwo.', '- one\n- two\n\n![p](p.png)\n\nTwo.'],
  ])('a picture at | in %j is a paragraph of its own and cuts no other in two', (marked, expected) => {
    const place = marked.indexOf('|');
    const text = marked.replace('|', '');
    const edit = pictureAt(text, place, '![p](p.png)');
    const { from, to, insert, start, end } = edit;
    expect(text.slice(0, from) + insert + text.slice(to)).toBe(expected);
    expect([start, end]).toEqual([expected.indexOf(')') + 1, expected.indexOf(')') + 1]);
  });
});
