import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { wordsOfBlocks } from '#core/markdown/parse-markdown';
import type { MarkdownLook } from '#core/markdown/render-markdown';
import { plainMarkdown, renderMarkdown } from '#core/markdown/render-markdown';

const look: MarkdownLook = {
  headingShift: 1,
  images: (src) => (src === 'group.png' ? { url: 'https://news.example.org/images/group.png', width: 600, height: 315 } : undefined),
};
const html = (markdown: string, more: Partial<MarkdownLook> = {}) => renderMarkdown(markdown, { ...look, ...more });

describe('Markdown as HTML', () => {
  test('Markdown becomes HTML: a paragraph, emphasis and a list', () => {
    expect(html('Some *new* **words**\n\n- one\n- two')).toBe(
      '<p>Some <em>new</em> <strong>words</strong></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>',
    );
  });

  test('raw HTML in Markdown never runs: a script is left out, and a tag becomes Markdown', () => {
    expect(html('<script>alert(1)</script>\n\nand <b onclick="x()">this</b>')).toBe('<p>and <strong>this</strong></p>');
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '&#106;avascript:alert(1)',
    'java&#x0A;script:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.org/',
  ])('a Markdown link to %s is shown as text', (url) => {
    const shown = html(`[words](${url}) <${url}> ${url}`);
    expect(shown).not.toContain('<a');
    expect(shown).toContain('words');
  });

  test('Markdown links by http, https and mailto are links', () => {
    expect(html('[a](http://example.org/?a=1&b=2) [b](mailto:team@example.org) https://example.org/c.')).toBe(
      '<p><a href="http://example.org/?a=1&amp;b=2">a</a> <a href="mailto:team@example.org">b</a> <a href="https://example.org/c">https://example.org/c</a>.</p>',
    );
  });

  test('only whole addresses in Markdown become links by themselves', () => {
    expect(html('example.org www.example.org 10.0.0.1 team@example.org @IQMentalHealth //example.org')).not.toContain('<a');
  });

  test('a relative link in Markdown keeps its words and is no link', () => {
    expect(html('our [last *post*](/posts/a)')).toBe('<p>our last <em>post</em></p>');
  });

  test('a Markdown link without words is named by its address', () => {
    expect(html('[](https://example.org)')).toBe('<p><a href="https://example.org">https://example.org</a></p>');
  });

  test('a Markdown image has our address of it, and its size', () => {
    const img = '<p><img src="https://news.example.org/images/group.png" alt="A &quot;group&quot;" width="600" height="315"></p>';
    for (const src of ['group.png', 'images/group.png', '/images/group.png']) expect(html(`![A "group"](${src})`)).toBe(img);
  });

  test.each(['none.png', 'https://example.com/group.png', '//example.com/group.png'])(
    'the unknown Markdown image %s is replaced by its alt text',
    (src) => {
      expect(html(`![A *group*](${src})`)).toBe('<p>A group</p>');
    },
  );

  test('Markdown headings begin below the page’s own and skip no level', () => {
    const tags = (markdown: string, headingShift = 1) => [...html(markdown, { headingShift }).matchAll(/<(h\d)>/g)].map(([, tag]) => tag);
    expect(tags('# a\n## b\n# c')).toEqual(['h2', 'h3', 'h2']);
    expect(tags('### a\n##### b\n### c\n# d')).toEqual(['h2', 'h3', 'h2', 'h2']);
    expect(tags('# a\n## b', 2)).toEqual(['h3', 'h4']);
    expect(tags('# a\n## b\n### c\n#### d\n##### e\n###### f')).toEqual(['h2', 'h3', 'h4', 'h5', 'h6', 'h6']);
  });

  test('a Markdown heading without words is left out', () => {
    expect(html('#\n\ntext\n\n## ![](none.png)')).toBe('<p>text</p>');
  });

  test('a column of a Markdown table is as wide as its longest word, and all columns fit the narrowest phone', () => {
    const widths = (...rows: string[]) => {
      const cells = rows.map((row) => `| ${row} |`);
      const markdown = [cells[0], cells[0]?.replace(/[^|]+/g, '---'), ...cells.slice(1)].join('\n');
      return [...html(markdown, { styles: {} }).matchAll(/min-width:(\d+)px/g)].map(([, width]) => Number(width));
    };
    expect(widths('Trust | Reviews', 'Avon and Wiltshire | 7')).toEqual([86, 67]);
    expect(widths('Ward | January | February | March | Where it stands', 'Ash | 12 | 9 | 5 | measuring anew')).toEqual([
      33, 58, 60, 42, 60,
    ]);
    for (const row of ['January | February | March | April | May | June', 'x'.repeat(300), ' | ']) {
      const found = widths(row);
      expect(found.reduce((sum, width) => sum + width, 6 * (found.length - 1))).toBeLessThanOrEqual(280);
    }
  });

  test('styles are put into the HTML of Markdown only when asked for', () => {
    const table = '| a | b |\n|---|--:|\n| 1 | 2 |';
    expect(html(table)).not.toContain('style');
    const styled = html(`${table}\n\n## h\n\n##### i\n\n[a](https://example.org) \`c\`\n\n\`\`\`js\nx\n\`\`\``, {
      styles: { th: 'T', td: 'D', h2: 'H', h4: 'I', a: 'A', code: 'C', pre: 'P' },
    });
    for (const part of [
      '<th scope="col" style="T;min-width:9px">a',
      '<th style="T;text-align:right;padding-right:0;min-width:9px" scope="col">b',
      '<td style="D">1',
      '<td style="D;text-align:right;padding-right:0">2',
      '<h2 style="H">',
      '<h3>',
      '<a href="https://example.org" style="A">',
      '<code style="C">c',
      '<pre style="P"><code>x',
    ])
      expect(styled).toContain(part);
  });
});

describe('Markdown footnotes', () => {
  const two =
    'Rates fell[^b] and stayed[^a] there[^b].\n\n[^a]: Survey of *240*,\n    [March](https://example.org/s).\n[^b]: Audit\n\n    in two parts';

  test('footnotes are a list below the text, in the order of their marks, whatever the marks are called', () => {
    expect(html(two)).toBe(
      '<p>Rates fell<sup>[1]</sup> and stayed<sup>[2]</sup> there<sup>[1]</sup>.</p>\n<h2>Notes</h2>\n<ol>\n<li>\n<p>Audit</p>\n<p>in two parts</p>\n</li>\n<li>\n<p>Survey of <em>240</em>,\n<a href="https://example.org/s">March</a>.</p>\n</li>\n</ol>',
    );
    expect(plainMarkdown(two)).toBe(
      'Rates fell[1] and stayed[2] there[1].\n\nNotes\n-----\n\n1. Audit\n\n   in two parts\n\n2. Survey of 240, March (https://example.org/s).',
    );
  });

  test('footnotes on a page are linked to and back, with ids of their own', () => {
    const page = html(two, { footnoteIdPrefix: 'note' });
    expect(page.match(/<a href="#note-1" id="note-1-from">\[1\]<\/a>/g)).toHaveLength(1);
    expect(page.match(/<a href="#note-1">\[1\]<\/a>/g)).toHaveLength(1);
    expect(page).toContain('<li id="note-2">');
    expect(page).toContain('<a href="#note-2-from" aria-label="Back to where note 2 is named">');
  });

  test('footnotes are never lost: one without a mark comes last, and a mark without a note stays as typed', () => {
    expect(plainMarkdown('One[^1], [^none] and \\[^1].\n\n[^other]: Two\n\n[^1]: One')).toBe(
      'One[1], [^none] and [^1].\n\nNotes\n-----\n\n1. One\n\n2. Two',
    );
  });

  test('footnotes are no part of a summary', () => {
    expect(wordsOfBlocks('Rates fell[^1] fast.\n\n[^1]: Audit')[0]).toBe('Rates fell fast.');
  });
});

describe('a caption', () => {
  test('the caption is the title of an image on a line of its own', () => {
    expect(html('![A chart](group.png "Falls on *Ash*")')).toBe(
      '<figure><img src="https://news.example.org/images/group.png" alt="A chart" width="600" height="315"><figcaption>Falls on *Ash*</figcaption>\n</figure>',
    );
    expect(plainMarkdown('![A chart](group.png "Falls on Ash")')).toBe('[Image: A chart]\nFalls on Ash');
  });

  test('the caption of an image among words is in brackets', () => {
    expect(html('See ![a chart](group.png "Falls") here')).toMatch(/> \(Falls\) here/);
    expect(plainMarkdown('See ![a chart](group.png "Falls") here')).toBe('See [Image: a chart] (Falls) here');
  });
});

describe('a link to a video that stands alone', () => {
  test.each([
    ['https://www.youtube.com/watch?v=abc', 'Watch the video on YouTube'],
    ['<https://youtu.be/abc>', 'Watch the video on YouTube'],
    ['https://vimeo.com/123456', 'Watch the video on Vimeo'],
    ['[Our talk](https://m.youtube.com/shorts/abc)', 'Watch on YouTube: Our talk'],
    ['[Watch our talk](https://youtu.be/abc)', 'Watch our talk'],
    ['[Our channel](https://www.youtube.com/@IQMentalHealth)', 'Our channel'],
    ['[Our talk](https://youtube.com.example.org/watch?v=abc)', 'Our talk'],
  ])('a link to a video on a line of its own, %s, says "%s"', (markdown, expected) => {
    const [, shown] = /<a [^>]*>([^<]*)<\/a>/.exec(html(markdown)) ?? [];
    expect(shown).toBe(expected);
    expect(plainMarkdown(markdown)).toMatch(`${expected} (http`);
  });

  test('a link to a video shows our own picture, and none of the host’s', () => {
    const shown = html('[![Two nurses](group.png)](https://youtu.be/abc)\n\nhttps://youtu.be/def');
    expect(shown).toMatch(/<a href="https:\/\/youtu.be\/abc"><img [^>]*>\nWatch the video on YouTube<\/a>/);
    expect(shown.match(/<img/g)).toHaveLength(1);
    // Links with equal words would lead to two different places.
    expect(shown).toContain('>Watch video 2 on YouTube</a>');
  });

  test('a link to a video among words is a link like any other', () => {
    expect(html('See [our talk](https://youtu.be/abc) again')).toContain('>our talk</a>');
  });
});

describe('Markdown in an email', () => {
  test('a quote in an email is wrapped in the element that Outlook gives space to, and the space below belongs to it alone', () => {
    expect(html('> One\n>\n> Two', { styles: { p: 'margin:1px' }, quote: ['<td>', '</td>'] })).toBe(
      '<td><blockquote>\n<p style="margin:1px">One</p>\n<p style="margin:1px;margin-bottom:0">Two</p>\n</blockquote>\n</td>',
    );
  });

  test('an image in an email that is not loaded is no wider than the screen', () => {
    expect(html('![A](group.png)', { styles: { img: 'width:100%' } })).toContain('style="width:100%;max-width:600px"');
  });
});

describe('Markdown as plain text', () => {
  test('every link keeps its address in plain text', () => {
    expect(plainMarkdown('See [the *guide*](https://example.org/g), https://example.org/h or [us](mailto:team@example.org).')).toBe(
      'See the guide (https://example.org/g), https://example.org/h or us (team@example.org).',
    );
  });

  test('headings, lists, quotes, images and code are readable in plain text', () => {
    const markdown =
      '# Why\n\nWe *began*\nsmall.\n\n- one\n- two\n  - three\n\n3. c\n4. d\n\n> Said\n>\n> twice\n\n![A group](group.png)\n\n---\n\n```\n  x = 1\n```\n';
    expect(plainMarkdown(markdown)).toBe(
      'Why\n---\n\nWe began small.\n\n- one\n- two\n  - three\n\n3. c\n4. d\n\n> Said\n>\n> twice\n\n[Image: A group]\n\n* * *\n\n  x = 1',
    );
  });

  test('a table in plain text names each cell by its column', () => {
    expect(plainMarkdown('| Ward | Before | Now |\n|---|---|--:|\n| Ash | 61% | 84% |\n| Elm | 70% | [91%](https://example.org) |')).toBe(
      '- Ward: Ash; Before: 61%; Now: 84%\n- Ward: Elm; Before: 70%; Now: 91% (https://example.org)',
    );
  });

  test('lines of plain text are wrapped at words if a width is given, and addresses never', () => {
    const lines = plainMarkdown(`> - ${'word '.repeat(30)}https://example.org/${'long'.repeat(20)}\n\n${'Another sentence. '.repeat(10)}`, {
      widthCharacters: 40,
    }).split('\n');
    expect(lines.filter((line) => line.length > 40)).toEqual([`>   https://example.org/${'long'.repeat(20)}`]);
    expect(lines.slice(0, 2)).toEqual(['> - word word word word word word word', '>   word word word word word word word']);
  });

  test('plain text escapes nothing', () => {
    expect(plainMarkdown('Ward & \\<b>team\\</b> \\*5\\* &amp; "more"')).toBe('Ward & <b>team</b> *5* & "more"');
  });
});

describe('any Markdown', () => {
  const piece = fc.constantFrom(
    ...[
      '<script>',
      '</script>',
      '<img src=x onerror=alert(1)>',
      '<svg/onload=alert(1)>',
      '<a href="javascript:alert(1)">',
      '[x](javascript:alert(1))',
      '![x](data:image/svg+xml,<svg/onload=x>)',
      '[x](<javascript:alert(1)>)',
    ],
    ...[
      '[x]( java\nscript:alert(1) "t" onclick=x)',
      '[x](https://example.org" onmouseover="alert(1))',
      '![" onerror="alert(1)](group.png)',
      '![a](group.png "\' onload=x")',
      '<https://example.org/"onclick=x>',
      '[a]: javascript:x\n',
      '[a]',
      '[^a]',
      '\n\n[^a]: ',
      '[^b]: <script>',
      '![a](group.png "words")',
      'https://youtu.be/<b>',
    ],
    ...[
      '&lt;script&gt;',
      '&#x6A;avascript:',
      '\u0000',
      '\u0001javascript:',
      '`',
      '```html\n',
      '\n\n',
      '\n',
      '| a |\n|--:|\n| ',
      '# ',
      '> ',
      '- ',
      '1. ',
      '    ',
      '*',
      '**',
      '[',
      '](',
      ')',
      '![',
      '\\',
      '"',
      "'",
      '<',
      '>',
      '&',
      'mailto:a@b.c?body=<script>',
      'https://a.b/<script>',
    ],
  );
  const soup = fc
    .array(fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ maxLength: 8 }) }), { maxLength: 25 })
    .map((parts) => parts.join(''));
  const ELEMENTS = new Set(
    'p h2 h3 h4 h5 h6 ul ol li blockquote a table thead tbody tr th td img hr code pre em strong s br sup div'.split(' '),
  );
  const ATTRIBUTES = new Set('href src alt width height title style start scope'.split(' '));

  test('the HTML of any Markdown runs no script, links only to http, https and mailto, and is well formed', () => {
    fc.assert(
      fc.property(soup, (markdown) => {
        const open: string[] = [];
        const parser = new Parser({
          onopentag(name, attributes) {
            expect(ELEMENTS).toContain(name);
            for (const attribute of Object.keys(attributes)) expect(ATTRIBUTES).toContain(attribute);
            if (attributes.href !== undefined) expect(attributes.href).toMatch(/^(https?:\/\/|mailto:)/i);
            if (attributes.src !== undefined) expect(attributes.src).toBe('https://news.example.org/images/group.png');
            expect(attributes.style ?? 'S').toMatch(
              /^S?(;?text-align:(left|right|center))?(;padding-right:0)?(;min-width:\d+px)?(;?margin-(top:10px;margin-bottom:)?(bottom:)?0)?(;max-width:600px)?(;margin-bottom:8px)?$/,
            );
            open.push(name);
          },
          onclosetag(name) {
            expect(open.pop()).toBe(name);
          },
        });
        parser.end(html(markdown, { styles: { a: 'S', img: 'S', td: 'S', th: 'S', p: 'S', pre: 'S', code: 'S' } }));
        expect(open).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('the plain text of any Markdown keeps the address of every link of its HTML', () => {
    fc.assert(
      fc.property(soup, (markdown) => {
        const text = plainMarkdown(markdown, { widthCharacters: 40 }).replaceAll(/\s+(?:> *|- *)*/g, '');
        const addresses: string[] = [];
        const parser = new Parser({
          onopentag(_, { href }) {
            if (href !== undefined) addresses.push(href);
          },
        });
        parser.end(html(markdown));
        for (const address of addresses) expect(text).toContain(address.replace(/^mailto:/i, ''));
      }),
      { numRuns: 500 },
    );
  });
});

test('a text made HTML and plain text in turn gives the same each time, whatever was made of it before', () => {
  const texts = [
    '# One\n\n### Two\n\n> A *quote*[^1]\n\n[^1]: A note with a [link](https://example.org/)\n',
    '| a | b |\n|:-:|--:|\n| 1 | x |\n\n![The group](group.png)\n\n- one\n\n- [two](page.html)',
    'Write to <sam@example.org>, [](https://example.org/empty) or [mail](mailto:sam@example.org)\n\n```js\ncode()\n```',
  ];
  const ways: ((text: string) => unknown)[] = [
    (text) => html(text, { footnoteIdPrefix: 'note' }),
    (text) => html(text, { headingShift: 2, styles: { p: 'margin:0', th: 'padding:0', img: 'border:0' }, quote: ['<table>', '</table>'] }),
    (text) => html(text, { images: () => undefined }),
    (text) => plainMarkdown(text, { widthCharacters: 20 }),
    wordsOfBlocks,
  ];
  const anew = (way: (text: string) => unknown, text: string) => {
    html('another text');
    return way(text);
  };
  for (const text of texts) {
    for (const way of ways) {
      const first = anew(way, text);
      for (const other of ways) other(text);
      expect(way(text)).toEqual(first);
    }
  }
});
