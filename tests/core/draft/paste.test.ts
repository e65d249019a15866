import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownOfPaste } from '#core/draft/paste';
import { treeOfHtml } from '#core/draft/pasted-html';
import { type BrowserNode, type PastedNode, treeOfNode } from '#core/draft/pasted-tree';
import { renderMarkdown } from '#core/markdown/render-markdown';
import { checkMarkdown } from '#core/story/check-body';
import { GOOGLE_DOCS, OUTLOOK, PAGES, TEAMS, WEB_PAGE, WORD, WORD_ONLINE } from '#tests/core/draft/clipboards';

const pasted = (html: string) => markdownOfPaste(treeOfHtml(html));
const lines = (...all: string[]) => all.join('\n');

describe('a clipboard comes in as clean Markdown', () => {
  test('of Word: headings, nested lists, a table, a footnote; no comments, no deleted words, no pictures', () => {
    expect(pasted(WORD)).toEqual({
      markdown: lines(
        '## Safer wards',
        '',
        'We gave 5\u00a0mg to **twelve** people, *not* 50 percent.',
        '',
        '### What we did',
        '',
        '- Huddles',
        '  - at 11am',
        '- Calm boxes',
        '',
        '1. First',
        '2. Second',
        '',
        'See [the packs](https://example.org/a_b)[^1] kept',
        '',
        '| **Ward** | **Falls \\| month** |',
        '| --- | --- |',
        '| Elm | 3 or 4 |',
        '',
        'After the picture → on.',
        '',
        '---',
        '',
        '[^1]: From the audit.',
      ),
      notes: ['1 picture was not taken along. Add it with the button Picture.', 'Comments and deleted words were left out.'],
    });
  });
  test('of Word for the web, whose items stand in lists of their own', () => {
    expect(pasted(WORD_ONLINE)).toEqual({
      markdown: lines(
        '## What happened',
        '',
        '**Restraints** fell, see [the chart](https://example.org/chart)',
        '',
        '- One',
        '  - Deeper',
        '- Two',
        '',
        '3. Third',
      ),
      notes: ['1 picture was not taken along. Add it with the button Picture.'],
    });
  });
  test('of Google Docs, which says in styles what is bold', () => {
    expect(pasted(GOOGLE_DOCS)).toEqual({
      markdown: lines(
        '## What they tried',
        '',
        'plain **bold** and *italic*, a [link](https://example.org/packs).',
        '',
        '- One',
        '  - Deeper',
        '- **Two**',
        '',
        '1. First',
        '',
        '| Ward | Falls |',
        '| --- | --- |',
        '| Elm |  |',
      ),
      notes: [],
    });
  });
  test('of Outlook, with links without their detour and tables that only place things', () => {
    expect(pasted(OUTLOOK)).toEqual({
      markdown: lines(
        'Dear all,',
        '',
        'The slides are [here](https://example.org/slides), write to [ada@example.org](mailto:ada@example.org).\\',
        'Or call.',
        '',
        'Next paragraph.',
        '',
        '- One',
        '- Two',
        '- typed sign',
        '',
        'Only layout',
        '',
        'Ada',
      ),
      notes: ['1 picture was not taken along. Add it with the button Picture.'],
    });
  });
  test('of Teams, with smileys as characters', () => {
    expect(pasted(TEAMS)).toEqual({
      markdown: lines('Hello **team** 🙂', '', '1. First', '2. Second', '   1. inside', '', '> quoted', '', '`npm test`'),
      notes: [],
    });
  });
  test('of Pages', () => {
    expect(pasted(PAGES).markdown).toBe(lines('**Safer** wards', '', '- One', '- Two'));
  });
  test('of a web page, with signs of Markdown escaped and only links that lead somewhere', () => {
    expect(pasted(WEB_PAGE)).toEqual({
      markdown: lines(
        '## News',
        '',
        'Read *all* about it: about us, no, [yes (1)](https://example.org/x%281%29).',
        '',
        '#### More',
        '',
        '```',
        'let a = `b`;',
        '  indented',
        '```',
        '',
        'Term',
        '',
        'Meaning',
        '',
        'A caption',
        '',
        '---',
        '',
        '| A | B |  |',
        '| --- | --- | --- |',
        '| 1 | 2 | 3 |',
        '',
        '2 \\* 3 = 6, \\_x\\_ \\[1\\] \\<b> a_b C:\\\\temp \\| pipe \\&amp; <https://example.org/a_b>',
        '',
        '\\# no heading',
        '',
        '1\\. no list',
        '',
        '\\- no list',
      ),
      notes: ['1 picture was not taken along. Add it with the button Picture.'],
    });
  });
  test.each([WORD, WORD_ONLINE, GOOGLE_DOCS, OUTLOOK, TEAMS, PAGES, WEB_PAGE])('and a story may have it as it is', (html) => {
    expect(checkMarkdown(pasted(html).markdown, []).filter(({ level }) => level === undefined)).toEqual([]);
  });
});

test('cells that reach over others keep their columns', () => {
  expect(
    pasted(
      '<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td rowspan=2>1</td><td colspan=2>2</td></tr><tr><td>3</td><td>4</td></tr></table>',
    ).markdown,
  ).toBe(lines('| A | B | C |', '| --- | --- | --- |', '| 1 | 2 |  |', '|  | 3 | 4 |'));
});

test('a heading that Word numbers is a heading with its number', () => {
  const heading = (number: string, words: string) =>
    `<h1 style="margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1"><![if !supportLists]><span><span style="mso-list:Ignore">${number}<span>&nbsp;&nbsp; </span></span></span><![endif]><span>${words}<o:p></o:p></span></h1>`;
  expect(pasted(`${heading('1.', 'Why')}<p>Because.</p>${heading('2.', 'How')}`).markdown).toBe(
    lines('## 1. Why', '', 'Because.', '', '## 2. How'),
  );
});

test('a picture that Word draws is said to be left out', () => {
  const drawing = '<v:shape id="_x0000_i1025" style="width:200pt;height:100pt"><v:imagedata src="file:///C:/Temp/a.png"/></v:shape>';
  expect(pasted(`<p class=MsoNormal>${drawing}Words</p>`)).toEqual({
    markdown: 'Words',
    notes: ['1 picture was not taken along. Add it with the button Picture.'],
  });
});

test('numbers that Word typed before items are a list with these numbers', () => {
  const item = (words: string) => `<p class=MsoListParagraph style='text-indent:-18.0pt'>${words}</p>`;
  expect(pasted(item('1.&nbsp;&nbsp; First') + item('2.&nbsp;&nbsp; <b>Second</b>') + item('3. Third of 1. and 2.')).markdown).toBe(
    lines('1. First', '2. **Second**', '3. Third of 1. and 2.'),
  );
});

describe('words are kept', () => {
  const hostile = fc.constantFrom(
    ...[
      '*',
      '**',
      '_',
      '__',
      '~~',
      '`',
      '``',
      '[',
      ']',
      '](x)',
      '![',
      '[^1]',
      '[^1]:',
      '<',
      '>',
      '<b>',
      '<!--',
      '&amp;',
      '&#35;',
      '\\',
      '|',
      '#',
      '# a',
      '-',
      '- a',
      '+ a',
      '1. a',
      '1) a',
    ],
    ...[
      '===',
      '---',
      '```',
      '~~~',
      '> a',
      '• a',
      'a_b_c',
      '_a_',
      '2 * 3 * 4',
      '!',
      'https://example.org/a_b*c',
      'www.example.org',
      'a@example.org',
      '(c)',
      '"a"',
      '“b”',
      'é',
      '👩🏽‍⚕️',
      'ß',
      'ﬁ',
      ':',
      '::: note',
    ],
  );
  const plain = fc.constantFrom('ward', 'care', ' ', '  ', 'a', 'b c', '.', ',', '12', '\u00a0');
  const text: fc.Arbitrary<PastedNode> = fc.array(fc.oneof(hostile, plain), { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
  const element = (name: string, children: PastedNode[], attributes: Record<string, string> = {}) => ({ name, attributes, children });
  const { block } = fc.letrec<{ inline: PastedNode; block: PastedNode }>((tie) => ({
    inline: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      text,
      fc
        .tuple(fc.constantFrom('b', 'i', 's', 'span', 'em', 'u'), fc.array(tie('inline'), { maxLength: 3 }))
        .map(([name, children]) => element(name, children)),
      fc.array(tie('inline'), { maxLength: 3 }).map((children) => element('a', children, { href: 'https://example.org/(x)_y' })),
      fc.constant(element('br', [])),
    ),
    block: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.array(tie('inline'), { maxLength: 5 }).map((children) => element('p', children)),
      fc
        .tuple(fc.constantFrom('h1', 'h2', 'h6'), fc.array(tie('inline'), { maxLength: 3 }))
        .map(([name, children]) => element(name, children)),
      fc
        .tuple(fc.constantFrom('div', 'blockquote', 'section'), fc.array(tie('block'), { maxLength: 3 }))
        .map(([name, children]) => element(name, children)),
      fc
        .tuple(fc.constantFrom('ul', 'ol'), fc.array(fc.array(fc.oneof(tie('inline'), tie('block')), { maxLength: 3 }), { maxLength: 3 }))
        .map(([name, items]) =>
          element(
            name,
            items.map((children) => element('li', children)),
          ),
        ),
      fc
        .array(fc.array(fc.array(tie('inline'), { maxLength: 2 }), { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 3 })
        .map((rows) =>
          element(
            'table',
            rows.map((cells) =>
              element(
                'tr',
                cells.map((children) => element('td', children)),
              ),
            ),
          ),
        ),
      fc.array(text, { maxLength: 3 }).map((children) => element('pre', children)),
      tie('inline'),
    ),
  }));
  const seen = (words: string) => words.replaceAll(/[\s\u00a0\u200b]/gu, '');
  const wordsOf = (node: PastedNode): string => (typeof node === 'string' ? node : node.children.map(wordsOf).join(''));
  const rendered = (markdown: string) =>
    treeOfHtml(renderMarkdown(markdown, { images: () => undefined, headingShift: 0 }))
      .map(wordsOf)
      .join('');

  test('whatever signs they have: the text shows readers the words that were pasted', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), (tree) => {
        // Lines that begin with • become a list, by a rule of all stories.
        const words = tree.map(wordsOf).join('').replaceAll('•', '');
        expect(seen(rendered(markdownOfPaste(tree).markdown)).replaceAll('•', '')).toBe(seen(words));
      }),
      { numRuns: 2000 },
    );
  });
  test('and words of neighbouring blocks do not run together', () => {
    expect(
      pasted(
        '<div>one<div>two</div>three</div><ul><li>four<p>five</p></li></ul><table><tr><td>six</td><td>seven</td></tr></table>',
      ).markdown.match(/\w+/gu),
    ).toEqual([...['one', 'two', 'three', 'four', 'five', 'six', 'seven']]);
  });
});

test('emphasis stands where Markdown reads it, and words inside of a word may have it', () => {
  expect(
    pasted('<p>a<b> bold </b>b, un<b>believ</b>able, <b>Note:</b>text, x<b>"q"</b>y <b><i>both</i></b> <i>one <b>two</b></i></p>').markdown,
  ).toBe('a **bold** b, un**believ**able, **Note**:text, x"**q**"y ***both*** *one* ***two***');
});

test('emphasis within emphasis that Markdown would not read stays away', () => {
  expect(pasted('<p><em><s><b>one</b>two</s></em></p>').markdown).toBe('~~one~~two');
});

test('the browser’s nodes give the same as HTML, and styles are read as text', () => {
  const node = (nodeName: string, style: string, ...childNodes: BrowserNode[]): BrowserNode => ({
    nodeType: 1,
    nodeName,
    nodeValue: null,
    childNodes,
    attributes: [{ name: 'style', value: style }],
  });
  const words = (nodeValue: string): BrowserNode => ({ nodeType: 3, nodeName: '#text', nodeValue, childNodes: [] });
  const body = node(
    'BODY',
    '',
    node('B', 'font-weight:normal', node('P', '', words('plain '), node('SPAN', 'font-weight:700', words('bold')))),
  );
  expect(markdownOfPaste(treeOfNode(body)).markdown).toBe('plain **bold**');
});

test.each([
  ['elements within each other by the thousand', '<div><b>'.repeat(20_000)],
  ['lists within each other by the thousand', '<ul><li>a'.repeat(5000)],
  ['many emphasised letters', '<b>a</b>b'.repeat(20_000)],
  ['many brackets', '[('.repeat(50_000)],
  ['a style without an end', `<p style="${"a:b;'".repeat(20_000)}">x`],
  ['many spaces', `<p>${' \u00a0'.repeat(100_000)}x`],
  ['a table of many columns', `<table><tr>${'<td colspan=50>a'.repeat(500)}</tr><tr><td>b</table>`],
])('%s take no long time', (_, html) => {
  const begun = performance.now();
  expect(typeof pasted(html).markdown).toBe('string');
  expect(performance.now() - begun).toBeLessThan(10_000);
});
