import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '#core/markdown/parse-markdown';
import { plainMarkdown, renderMarkdown } from '#core/markdown/render-markdown';

const findings = (markdown: string) => readMarkdown(markdown).findings;
const html = (markdown: string) => renderMarkdown(markdown, { images: () => undefined, headingShift: 1 });

describe('a comment in a story', () => {
  test.each([
    ['on a line of its own', 'One\n\n<!-- x -->\n\nTwo', '<p>One</p>\n<p>Two</p>'],
    ['before a heading', '<!-- x --> # One', '<h2>One</h2>'],
    ['in a sentence', 'One <!-- x --> two', '<p>One  two</p>'],
    ['over lines in a sentence', 'One <!-- x\n\nx --> two', '<p>One\ntwo</p>'],
    ['over lines with a list and a fence', 'One\n\n<!--\n- x\n```\nx\n-->\n\nTwo <!-- x -->', '<p>One</p>\n<p>Two</p>'],
    ['between items', '- one\n<!-- x -->\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>'],
    ['as an item', '- one\n- <!-- x -->\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>'],
    ['in a quote', '> One\n> <!-- x -->\n> two', '<blockquote>\n<p>One\ntwo</p>\n</blockquote>'],
    ['with an angle bracket', 'One <!-- x > y --> two', '<p>One  two</p>'],
    ['that Word writes for itself', '<!--[if !mso]><!-->One<!--<![endif]-->', '<p>One</p>'],
    ['with a short beginning', 'One <!--> x --> two', '<p>One  two</p>'],
    ['without words', 'One <!--> two', '<p>One  two</p>'],
    ['without an end', 'One\n\n<!-- x\n\nTwo', '<p>One</p>'],
    ['without an end in a sentence', 'One <!-- x', '<p>One</p>'],
    ['before a definition', '[a]\n\n<!-- x -->\n[a]: https://example.org', '<p><a href="https://example.org">a</a></p>'],
    ['with a backquote', 'One <!-- x ` --> two `', '<p>One  two `</p>'],
    ['after an open code span of another paragraph', 'One `\n\n<!-- x -->\n\ntwo `', '<p>One `</p>\n<p>two `</p>'],
    [
      'between rows',
      '| a |\n|---|\n| 1 |\n<!-- x -->\n| 2 |',
      '<table>\n<thead>\n<tr>\n<th scope="col">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n<tr>\n<td>2</td>\n</tr>\n</tbody>\n</table>',
    ],
    ['in cells', '| a | b |\n|---|---|\n| ` <!-- x --> | ` c |', undefined],
    ['as a script', 'One <script>\n\nx < 1</script> two', '<p>One\ntwo</p>'],
    ['as a style', '<style type="text/css">x {}</style>\n\nOne', '<p>One</p>'],
  ])('a comment in a story is not published: %s', (_, markdown, wanted) => {
    if (wanted !== undefined) expect(html(markdown)).toBe(wanted);
    expect(`${html(markdown)} ${plainMarkdown(markdown)}`).not.toMatch(/x(?!ample)|-->|<!--|&lt;/);
    expect(findings(markdown)[0]?.sentence).toMatch(/^This (?:comment|script|style) (?:is not published|has no end)/);
  });

  test.each([
    ['a code span', '`<!-- x -->`'],
    ['a code span with more backquotes', '`` ` <!-- x --> ``'],
    ['a fence', '```\n<!-- x -->\n```'],
    ['a fence in a list', '- one\n\n  ~~~\n  <!-- x -->\n  ~~~'],
    ['an indented block', 'One\n\n    <!-- x -->'],
    ['escaped words', '\\<!-- x --\\>'],
  ])('a comment in a story stays as text in %s', (_, markdown) => {
    expect(html(markdown)).toContain('&lt;!-- x --&gt;');
    expect(findings(markdown).filter(({ about }) => about !== 'indented')).toEqual([]);
  });

  test('a comment in a story is named by its line', () => {
    const found = findings('One\n\n- a\n  <!-- x\n\n  x -->\n- b <!-- x --> `<!--` <b>\nc</b>');
    expect(found.map(({ line, level, sentence }) => [line, level, sentence])).toEqual([
      [4, 'note', 'This comment is not published. It ends 2 lines further down.'],
      [7, 'note', 'This comment is not published.'],
      [7, 'minor', 'The HTML "<b>" is published as Markdown.'],
    ]);
  });
});

describe('a tag in a story', () => {
  const link = '<a href="https://example.org/r">it</a>';
  test.each([
    ['a link', 'Read <a href="https://example.org/r" target="_blank">it</a> now', `<p>Read ${link} now</p>`],
    ['a link over lines', 'Read <a\n  href="https://example.org/r">it</a> now', `<p>Read ${link} now</p>`],
    [
      'a link with its address as words',
      '<a href="https://example.org/r">https://example.org/r</a>',
      '<p><a href="https://example.org/r">https://example.org/r</a></p>',
    ],
    ['a link that runs', '<a href="java&#115;cript:alert(1)">it</a>', '<p>it</p>'],
    ['a link in a link', `[a ${link} b](https://example.org/)`, '<p><a href="https://example.org/">a it b</a></p>'],
    ['a link around a link', '<a href="https://example.org/">a [it](https://example.org/r)</a>', `<p>a ${link}</p>`],
    ['a link without an end', '<a href="https://example.org/">a', '<p>a</p>'],
    ['an anchor', '<a name="x"></a>One', '<p>One</p>'],
    ['bold words', 'o<b>n "e</b>" <STRONG>two</STRONG>', '<p>o<strong>n &quot;e</strong>&quot; <strong>two</strong></p>'],
    ['slanted words in bold ones', '<b><i>a</i></b> <em>b', '<p><strong><em>a</em></strong> b</p>'],
    ['tags that cross', '<b>a <i>b</b> c</i>', '<p><strong>a b</strong> c</p>'],
    ['tags across Markdown', '**a <i>b** c</i>', '<p><strong>a b</strong> c</p>'],
    ['a break', 'a<br>b<br/>\nc<br>', '<p>a<br>\nb<br>\nc</p>'],
    ['paragraphs', '<p class="intro">One.</p><p>Two</p>\n<p>Three', '<p>One.</p>\n<p>Two</p>\n<p>Three</p>'],
    ['a paragraph in a tight list', '- <p>One</p>\n- two', '<ul>\n<li>One</li>\n<li>two</li>\n</ul>'],
    ['indented HTML', '<div>\n    <p>One</p>\n</div>', '<p>One</p>'],
    ['a box', '<div><span style="x">One</span> <u>two</u></div>', '<p>One two</p>'],
    ['a frame', 'One\n\n<iframe src="https://example.org"></iframe>\n\nTwo', '<p>One</p>\n<p>Two</p>'],
    ['an end of a script', 'One </script> two', '<p>One  two</p>'],
    ['a word that is no HTML', 'Dear <name> of <your trust> </name>', '<p>Dear &lt;name&gt; of &lt;your trust&gt; &lt;/name&gt;</p>'],
    [
      'words between < and > that begin as a tag does',
      'If a<b and c>d, <time and place>',
      '<p>If a&lt;b and c&gt;d, &lt;time and place&gt;</p>',
    ],
    ['attributes without values', '<input disabled><a href=https://example.org/r hidden>it</a>', `<p>${link}</p>`],
    ['tags of Word', 'One<o:p></o:p> <st1:place w:st="on">two</st1:place>', '<p>One two</p>'],
    ['a heading', '<h2 class="x">One</h2> <p>Two</p>', '<h2>One</h2>\n<p>Two</p>'],
    ['a list', '<ul> <li>One</li> <li><p>Two</p></li> </ul> <p>Three</p>', '<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\n<p>Three</p>'],
    ['a list with empty lines', '<ol>\n\n<li>One</li>\n\n<li>Two</li>\n\n</ol>', '<ol>\n<li>One</li>\n<li>Two</li>\n</ol>'],
    [
      'a quote over paragraphs',
      '<blockquote>\n\n<p>One</p>\n\n<p>Two</p>\n\n</blockquote>\n\nThree',
      '<blockquote>\n<p>One</p>\n<p>Two</p>\n</blockquote>\n<p>Three</p>',
    ],
    ['a quote without an end', '<blockquote>One\n\nTwo', '<p>One</p>\n<p>Two</p>'],
    ['a line across', 'One <hr> two', '<p>One</p>\n<hr><p>two</p>'],
    ['words in boxes', 'One<div>two</div>three', '<p>One</p>\n<p>two</p>\n<p>three</p>'],
    ['a table', '<table><tr><td>One</td><td>two</td></tr><tr><td>three</td></tr></table>', '<p>One two</p>\n<p>three</p>'],
    ['a paragraph in a heading', '# <p>One</p>', '<h2>One</h2>'],
    ['code', '<code>a <b>b</b></code>', '<p><code>a b</code></p>'],
    ['struck words', '<del>one</del> <s>two</s>', '<p><s>one</s> <s>two</s></p>'],
    ['an address in quotation marks of Word', '<a href=“https://example.org/r”>it</a>', `<p>${link}</p>`],
    ['a declaration', '<!DOCTYPE html><?php x ?>One', '<p>One</p>'],
    ['a picture', '<img src="none.png" alt="A [chart" width=3 onerror="x()">', '<p>A [chart</p>'],
  ])('a tag in a story becomes Markdown or nothing: %s', (_, markdown, wanted) => {
    expect(html(markdown)).toBe(wanted);
    expect(html(markdown.replaceAll('> ', '>\n')).replaceAll(/\s+/g, ' ')).toBe(wanted.replaceAll(/\s+/g, ' '));
  });

  test.each(['`<b>x</b>`', '```\n<div>\n```', 'a < b and c > d', 'a <3 b', '<https://example.org/> <a@example.org>', '\\<b>'])(
    'a text with angle brackets that is no tag stays as it is: %s',
    (markdown) => {
      expect(findings(markdown)).toEqual([]);
    },
  );
});

test('a tag without its other half is not called published', () => {
  const said = (markdown: string) => findings(markdown).map(({ level, sentence }) => [level, sentence.split(',')[0]]);
  expect(said('<b>One <a href="https://example.org/">two')).toEqual([
    ['note', 'The HTML "<b>" is not published'],
    ['note', 'The HTML "<a href="https://example.org/">" is not published'],
  ]);
  expect(said('<b>One</b>')).toEqual([['minor', 'The HTML "<b>" is published as Markdown.']]);
});

test('a declaration of HTML is a note, and no comment', () => {
  expect(findings('<!DOCTYPE html>One <![endif]>').map(({ level }) => level)).toEqual(['note', 'note']);
});

test('a tag that becomes Markdown is said with its line, however the lines are wrapped', () => {
  expect(findings('One\n<a\nhref="https://example.org/">two</a>\n\n<h2>\nThree\n</h2>').map(({ line }) => line)).toEqual([2, 5]);
});

describe('a code of another program', () => {
  test.each([
    ['{{ site.name }}', 1],
    ['One\n{% include a.html b="<b>c</b>" %}', 2],
    ['{{< youtube abc >}}', 1],
    ['One\n\n- [gallery ids="1,2"]', 3],
    ['[caption id="a"]Words[/caption]', 1],
    ['[vc_row]Words[/vc_row]', 1],
    ['[gallery]', 1],
    ['One {{ site\n.name }}', 1],
    ['One\n\n{% note\n\ntwo %}', 3],
    ['One\n\n[vc_row]\n\ntwo\n\n[/vc_row]', 3],
    ['[gallery ids=“1,2”]', 1],
    ['[embed]https://example.org[/embed]', 1],
    ['[youtube https://example.org/a]', 1],
    ['[url=https://example.org]Words[/url]', 1],
    ['[b]Words[/b]', 1],
    ['Dear *|FNAME|*', 1],
    ['Dear %%first_name%%', 1],
    ['Dear $\u{7b}name}', 1],
    ['<%= name %>', 1],
    ['# One {#one}', 1],
    ['One\n{: .lead}', 2],
    ['See [[Other page]]', 1],
    ['::: note\nOne\n:::', 1],
    ['> [!NOTE]\n> One', 1],
    ['[TOC]', 1],
    ['| a |\n|---|\n| {{ b }} |', 3],
    ['![{{ alt }}](group.png)', 1],
    ['{{ without an end', 1],
    ['[recent_posts]', 1],
    ['[youtube=https://example.org/a]', 1],
    ['Dear %FIRSTNAME%', 1],
    ['Dear @FIRSTNAME@', 1],
    ['Dear «FirstName»', 1],
    ['{# one\n\ntwo #}', 1],
    ['One\n\n![x](group.png){width=50%}', 3],
  ])('a code of another program is found with its line: %s', (markdown, line) => {
    expect(findings(markdown).filter(({ level }) => !level)).toMatchObject([{ line, about: 'code' }]);
  });

  test.each([
    '`{{ a }}`',
    '```\n{% a %}\n```',
    '{ a }',
    '\\{\\{ a }}',
    '[a](https://example.org/?b=c)',
    '[sic] [1] [video] Talk',
    '- [x] done',
    'See [1] and [[2]](https://example.org), 50% {sic} and 10:30:45',
    'It costs $5 (or $6), a: b :: c',
    'In wards [n=12] 20% OF STAFF said «oui» @NHSTrust',
    'a[^1]\n\n[^1]: b',
  ])('a text that only resembles a code of another program is allowed: %s', (markdown) => {
    expect(findings(markdown)).toEqual([]);
  });
});

test('a story with any comments and tags comes out without them', () => {
  const piece = fc.constantFrom(
    '<!-- SECRET -->',
    '<!-- SECRET\n\nSECRET > -->',
    '<!-- ` SECRET -->',
    '<!--\n```\nSECRET\n-->',
    '<script>SECRET</script>',
    '<div class="SECRET">',
    '</div>',
    '<b>',
    '</b>',
    '<i>',
    '</i>',
    '<br>',
    '<p>',
    '</p>',
    '<a href="https://example.org/">',
    '</a>',
    '<img src="x.png" alt="words">',
    'words',
    ' ',
    '\n',
    '\n\n',
    '- ',
    '> ',
    '# ',
    '| a | b |\n|---|---|\n| ',
    ' | ',
    '*',
    '**',
    '1. ',
    '[',
    '](https://example.org/)',
    '[^1]',
    '\n[^1]: ',
    '\n  ',
    '---\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const markdown = pieces.join('');
      // An indented block is code.
      fc.pre(!/<pre>/.test(html(markdown)));
      const shown = html(markdown);
      expect(shown).not.toMatch(/SECRET|&lt;|<(?:div|b|i|script)\b/);
      expect(plainMarkdown(markdown)).not.toMatch(/SECRET|<[a-z/!]/);
    }),
    { numRuns: 500 },
  );
});
