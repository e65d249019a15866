import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '#core/markdown/parse-markdown';
import { plainMarkdown, renderMarkdown } from '#core/markdown/render-markdown';

const html = (markdown: string) =>
  renderMarkdown(markdown, { headingShift: 1, images: (src) => ({ url: encodeURI(`/${src}`), width: 9, height: 9 }) });
const said = (markdown: string) =>
  readMarkdown(markdown).findings.map(({ line, level, sentence }) => `${level ?? 'problem'} ${line}: ${sentence}`);

describe('a picture that can only mean one thing', () => {
  test.each([
    ['a file name with spaces', '![x](ward chart.png)', 'ward%20chart.png', undefined],
    ['brackets in a file name', '![x](chart (1).png)', 'chart%20(1).png', undefined],
    ['a file name over two lines', '![x](ward\nchart.png)', 'ward%20chart.png', undefined],
    ['a space before its address', '![x] (a.png)', 'a.png', undefined],
    ['a line break before its address', '![x]\n(a.png)', 'a.png', undefined],
    ['a caption in quotation marks of Word', '![x](ward chart.png “Falls, by ward”)', 'ward%20chart.png', 'Falls, by ward'],
    ['a caption with quotation marks in it', '![x](a.png "The "new" ward")', 'a.png', 'The "new" ward'],
  ])('a picture is read as it is meant: %s', (_, markdown, file, caption) => {
    const shown = html(markdown);
    expect(shown).toContain(`<img src="/${file}" alt="x"`);
    if (caption) expect(shown).toContain(`<figcaption>${caption.replaceAll('"', '&quot;')}</figcaption>`);
    expect(said(markdown)).toEqual([]);
  });

  test('a picture with spaces in its name may be a link, and may be in a table', () => {
    expect(html('[![x](a b.png)](https://example.org)')).toBe(
      '<p><a href="https://example.org"><img src="/a%20b.png" alt="x" width="9" height="9"></a></p>',
    );
    expect(html('| a |\n|---|\n| ![x](a b.png) |')).toContain('<td><img src="/a%20b.png"');
  });
});

test('a link with a title in quotation marks of Word is a link', () => {
  expect(html('[a](https://example.org “The title”)')).toBe('<p><a href="https://example.org" title="The title">a</a></p>');
  expect(said('[a](https://example.org “The title”)')).toEqual([]);
});

describe('a link that is not read', () => {
  test.each([
    ['[x](https://a b.pdf)', 'The link "[x](https://a b.pdf)" has a space in its address. Write %20 in place of each space.'],
    ['[x](https://example.org/a', 'The link "[x](https://example.org/a" has no ) at its end. Write it as [words](https://…).'],
    ['[x](tel:01234567)', 'The link "[x](tel:01234567)" does not lead to a page or a mailbox.'],
    ['[x](javascript:alert(1))', 'The link "[x](javascript:alert(1))" does not lead to a page or a mailbox.'],
    ['[x](https:/example.org)', 'The link "[x](https:/example.org)" does not lead to a page or a mailbox.'],
    ['x](https://example.org)', 'The link "](https://example.org)" has no [ before its words.'],
    ['[x] (https://example.org)', 'The link "[x] (https://example.org)" has a space between ] and (. Take it away.'],
    ['[x]\n(https://example.org)', 'The link "[x] (https://example.org)" has a space between ] and (. Take it away.'],
    ['(x)[https://example.org]', 'The link "(x)[https://example.org]" has its brackets the wrong way round.'],
    ['[x(https://example.org)', 'The link "[x(https://example.org)" has no ] after its words.'],
    ['<https://example.org/a b>', 'The link "<https://example.org/a b>" has a space in its address.'],
    ['[x][y]', 'The link "[x][y]" has no address, because no line begins with "[y]:".'],
    ['[x][]', 'The link "[x][]" has no address, because no line begins with "[x]:".'],
    ['![x][y]', 'The picture "![x][y]" has no address, because no line begins with "[y]:".'],
    ['![x]', 'The picture "![x]" has no file. Write it as ![what it shows](name.png).'],
    ['![x](data:image/png;base64,a)', 'The picture "![x](data:image/png;base64,a)" is no file of the images folder.'],
    ['[x]: https://example.org/a b', 'The link "[x]: https://example.org/a b" is not one address.'],
  ])('a link that would be shown as typed is a problem with its line: %j', (typed, sentence) => {
    for (const around of [
      (words: string) => `One ${words}`,
      (words: string) => `- One\n- **two** ${words}`,
      (words: string) => `> ${words}`,
    ]) {
      const markdown = `One\n\n${typed.startsWith('[x]:') ? typed : around(typed)}`;
      const lines = markdown.split('\n');
      const line = lines.findIndex((one) => one.includes(typed.split('\n')[0] ?? '')) + 1;
      expect(said(markdown).map((one) => one.slice(0, `problem ${line}: ${sentence}`.length))).toEqual([`problem ${line}: ${sentence}`]);
    }
  });

  test.each([
    '`[x](https://a b)` and \\[x](https://a b)',
    '```\n[x](https://a b)\n```',
    'As [1][2] and [1] (https://example.org) say [sic] (see below)',
    'Wards [A–C] [see the notes (https://example.org/)] (all)',
    '[a [b] c](https://example.org) and [x](<https://example.org/a b>)',
    '[x][y]\n\n[y]: https://example.org',
    'Words[^1] (https://example.org).\n\n[^1]: Note',
    'Write to <ada@example.org> or ada@example.org!',
    'Great![^1] And great![1]\n\n[^1]: Note',
  ])('words that are no link are left alone: %j', (markdown) => {
    expect(said(markdown)).toEqual([]);
  });
});

describe('lines that Markdown keeps to itself', () => {
  test('words that would be read as an address are a problem', () => {
    expect(said('One\n\n[Speaker]: Ada')).toEqual([
      'problem 3: "[Speaker]: Ada" is read as the address of a link, so readers would not see it. Write the words without the square brackets, or put a backslash before the first bracket.',
    ]);
  });

  test('two addresses of one name are a problem, and an address that nothing uses is a note', () => {
    expect(said('[a]\n\n[a]: https://example.org/1\n[a]: https://example.org/2\n[b]: https://example.org/3')).toEqual([
      'problem 4: "[a]: https://example.org/2" has the name of an address further up, so it is not read. Give it another name.',
      'note 5: Readers do not see "[b]: https://example.org/3": no link and no picture uses this address.',
    ]);
  });

  test('a footnote that is not there is a problem', () => {
    expect(said('One[^1]\ntwo[^b].\n\n[^1]: Words')).toEqual([
      'problem 2: There is no footnote for "[^b]". Write it on a line of its own, as [^b]: words.',
    ]);
  });
});

describe('a table that would lose words', () => {
  const head = '| Ward | Falls |\n|---|---|\n';
  test.each([
    ['a cell too many', `${head}| Ash | 3 | only in March |`, 3, 'so "only in March" would be lost'],
    ['a cell too many without outer lines', 'Ward | Falls\n---|---\nAsh | 3 | only in March', 3, 'so "only in March" would be lost'],
    ['a cell too many in a quote', `> One\n>\n> ${head.replaceAll('\n', '\n> ')}| Ash | 3 | x |`, 5, 'so "x" would be lost'],
    ['a | in words', `${head}| Ash | 3 | 4 |`, 3, 'write \\| for a | that belongs to the words'],
    ['a | in code', `${head}| Ash | \`a|b\` |`, 3, 'so "b`" would be lost'],
    ['a paragraph right below', `${head}| Ash | 3 |\nThe wards agree.`, 4, '"The wards agree." is right below a table'],
    ['no row of hyphens', '| Ward | Falls |\n| Ash | 3 |', 1, 'looks like a row of a table'],
    ['no row of hyphens and no outer lines', 'One\n\nWard | Falls\nAsh | 3', 3, 'looks like a row of a table'],
    ['a row of hyphens that is too short', '| Ward | Falls |\n|---|\n| Ash | 3 |', 1, 'looks like a row of a table'],
    ['an empty line in it', `${head}| Ash | 3 |\n\n| Elm | 4 |`, 5, 'looks like a row of a table'],
    ['an empty line in it and no outer lines', `${head}| Ash | 3 |\n\nElm | 4`, 5, 'looks like a row of a table'],
  ])('a table is a problem with its line: %s', (_, markdown, line, words) => {
    expect(said(markdown)).toEqual([expect.stringMatching(new RegExp(`^problem ${line}: `))]);
    expect(said(markdown)[0]).toContain(words);
  });

  test.each([
    ['a cell too few', `${head}| Ash |`],
    ['an empty cell too many', `${head}| Ash | 3 | |`],
    ['a | with a backslash', `${head}| Ash | 3 \\| 4 |`],
    ['one column', '| a |\n|---|\nb'],
    ['a | between two words', 'Home | About'],
    ['lines that stay lines', 'Ada | Nurse  \nBen | Carer\\\nCat | Chair'],
    ['lines in code', '```\n| a | b |\n| 1 | 2 |\n```'],
  ])('a table is left alone: %s', (_, markdown) => {
    expect(said(markdown)).toEqual([]);
  });

  test('a table pasted from a spreadsheet is a note', () => {
    expect(said('Ward\tFalls\nAsh\t3')).toEqual([expect.stringMatching(/^note 1: "Ward Falls" has a tab/)]);
  });
});

describe('a list that was pasted', () => {
  test.each(['•', '●', '▪', '◦', '·', '–'])('lines that begin with %s are a list', (sign) => {
    expect(html(`We need:\n${sign} beds\n${sign}\tstaff\n\nNow.`)).toBe(
      '<p>We need:</p>\n<ul>\n<li>beds</li>\n<li>staff</li>\n</ul>\n<p>Now.</p>',
    );
    expect(plainMarkdown(`${sign} beds\n${sign} staff`)).toBe('- beds\n- staff');
  });

  test.each(['– a dash begins one line only', '```\n• a\n• b\n```', '• • •', 'Ada • Ben'])('a line is no list: %j', (markdown) => {
    expect(html(markdown)).not.toContain('<ul>');
    expect(said(markdown)).toEqual([]);
  });

  test.each(['• beds • staff', 'We need: • beds • staff', '- beds - staff', '* beds * staff', '1. beds 2. staff', 'One\n• beds • staff'])(
    'items on one line are a note: %j',
    (markdown) => {
      expect(said(markdown)).toEqual([expect.stringMatching(/^note \d: ".*beds.*staff" looks like a list on one line/)]);
    },
  );

  test('dashes between words of several items are no note', () => {
    expect(said('- Ash - a quiet ward\n- Elm - a busy one')).toEqual([]);
  });
});

test.each([
  ['an indented paragraph', 'One\n\n    Two words', /^note 3: "Two words" is shown as code/],
  ['a paragraph above hyphens', 'One. Two.\n---\n\nThree', /^note 1: "One. Two." is a heading/],
  ['a code of HTML that was encoded twice', 'The ward&amp;#39;s year', /^note 1: Readers see "&#39;" as it is typed/],
  ['an emoji of a chat', 'Well done :tada:', /^note 1: Readers see ":tada:" as it is typed/],
  ['bold words that are not', 'Now **beds ** and more', /^note 1: Readers see the \*\* of/],
])('what readers see differently is a note: %s', (_, markdown, note) => {
  expect(said(markdown)).toEqual([expect.stringMatching(note)]);
});

test('no word of any text is lost in silence', () => {
  const piece = fc.constantFrom(
    ...[
      'words ',
      '\n',
      '\n\n',
      '- ',
      '> ',
      '# ',
      '    ',
      '| ',
      ' | ',
      '\n|---|---|\n',
      '\n---\n',
      '[',
      ']',
      '](',
      ') ',
      '![',
      '[^1]',
      '\n[^1]: ',
    ],
    ...[
      'https://example.org/ ',
      '[a]: ',
      '\n[words]: words\n',
      '<!-- ',
      ' -->',
      '<script>',
      '</script>',
      '<b>',
      '</b>',
      '<name> ',
      '```\n',
      '`',
    ],
    ...[
      '• ',
      '\n– ',
      '\t',
      '“',
      '”',
      '\\',
      '**',
      '<p>',
      '</p>',
      '<blockquote>',
      '<td>',
      '<li>',
      '<h2>',
      '<img src="a.png" alt="words">',
      '1. ',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const markdown = pieces.map((one, i) => one.replaceAll('words', `w${i}w`)).join('');
      const { findings, parts } = readMarkdown(markdown);
      fc.pre(findings.every(({ level, about }) => level !== undefined && !['comment', 'script'].includes(about)));
      const shown = `${plainMarkdown(markdown)} ${html(markdown)} ${parts.map(({ address }) => address).join(' ')}`;
      for (const [word] of markdown.matchAll(/w\d+w/g)) expect([markdown, shown]).toEqual([markdown, expect.stringContaining(word)]);
    }),
    { numRuns: 500 },
  );
});
