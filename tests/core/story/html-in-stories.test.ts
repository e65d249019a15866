import { describe, expect, test } from 'vitest';
import { problemLine } from '#core/parsing/problem';
import { readStories } from '#core/story/read-stories';
import { readSnapshot } from '#core/story/snapshot';
import { event, images, post, problemsOf, rules, written } from './written-stories.ts';

const RULES = `name: Example Collaborative
short_name: EC
timezone: Europe/London
site: https://news.example.org
sender: { name: Example, address: news@example.org, postal_address: 1 Example Street }
x: { handle: ExampleMHC }
topics: {}
organisations: {}
digests: { upcoming_events: 60 days }
events: { reminders: [7 days], at: "09:00", follow_up: 1 day }
social: { slots: ["09:00"], monthly_budget_usd: 10 }
`;

describe('notes on a story', () => {
  test.each([
    ['One\n\n<!-- x -->', 'posts/a.md line 9: This comment is not published.'],
    ['One\n\n<!-- x\n\nx -->', 'posts/a.md line 9: This comment is not published. It ends 2 lines further down.'],
    ['One <name>', 'posts/a.md line 7: "<name>" is no HTML, so readers see it as it is typed.'],
    ['One <b>two', 'posts/a.md line 7: The HTML "<b>" is not published, because no </b> follows in its paragraph. Words around it stay.'],
    [
      'One <u>x</u>\n<u>y</u>\n\n<u>z</u>',
      'posts/a.md line 7: The HTML "<u>" is not published. Words around it stay. The same is true 2 times more in the 3 lines below.',
    ],
    ['One <script>x</script>', 'posts/a.md line 7: This script is not published.'],
    ['One\ntwo <b>x</b>', 'posts/a.md line 8: The HTML "<b>" is published as Markdown.'],
    ['<div>One</div>', 'posts/a.md line 7: The HTML "<div>" is not published. Words around it stay.'],
  ])('%j is in the plan, and the note has its line', (body, note) => {
    const { stories, problems } = readStories([post({}, body)], images, rules);
    expect(stories[0]?.summary).toMatch(/^One/);
    expect(stories[0]?.summary).not.toMatch(/<(?!name)|script/);
    expect(problems.map(problemLine)).toEqual([note]);
  });

  test('a comment in the words of a follow-up is a note at its key', () => {
    const { stories, problems } = readStories([event({ follow_up: '"Thank you. <!-- x -->"' })], images, rules);
    expect(stories).toHaveLength(1);
    expect(problems.map(problemLine)).toEqual(['events/e.md line 7: This comment is not published.']);
  });
});

describe('problems of a story', () => {
  const code = (words: string, line: number) =>
    `posts/a.md line ${line}: "${words}" is a code of another program, which works only there. Delete it, or write in Markdown what it stands for.`;
  test.each([
    ['One {{ site.name }}', [code('{{ site.name }}', 7)]],
    ['One\n\n[gallery ids="1"]', [code('[gallery ids="1"]', 9)]],
    ['One\n\n[vc_row]\n\ntwo\n\n[/vc_row]', [code('[vc_row]', 9)]],
    ['One [two](https://example.org/{{id}})', [code('https://example.org/%7B%7Bid%7D%7D', 7)]],
    ['One [two](https://example.org/{{ id }})', [code('{{ id }}', 7), expect.stringContaining('line 7: The link')]],
    [
      'One\n\n<!-- x\n\nTwo\n',
      ['posts/a.md line 9: This comment has no end, so it would hide the rest of the text. Close it with -->, or delete its beginning.'],
    ],
    [
      'One <!-- x\n\nTwo\n\n<!-- y -->',
      [
        'posts/a.md line 7: This comment has no end before another one begins 4 lines further down, so the words between them would be hidden. Close it with -->.',
      ],
    ],
    [
      'One\n<script src="x">\n\nTwo',
      [
        'posts/a.md line 8: This script has no end, so it would hide the rest of the text. Close it with </script>, or delete its beginning.',
      ],
    ],
    [
      'One\n\n```\ntwo\n\nThree',
      [
        'posts/a.md line 9: The code block that begins here has no end, so the rest of the text would be code. Close it with a line of ```.',
      ],
    ],
    [
      'One\n\n<a href="https://example.org"\n\ntarget="_blank">two</a>',
      [
        'posts/a.md line 9: The HTML tag "<a href="https://example.org"" has no > in its paragraph, and would be published as it is typed. Close it with >.',
      ],
    ],
    ['One <!— ask Ada —>', [expect.stringContaining('line 7: "<!— ask Ada —>" looks like a comment, and would be published.')]],
    ['One <img src="data:image/png;base64,x" alt="y">', [expect.stringContaining('line 7: The picture "<img src="data:')]],
    ['<!-- only a comment -->', expect.arrayContaining([expect.stringContaining('The story has no text.')])],
    [
      'One <!-- x\n\nx --> <a\nhref="/posts/b">b</a>',
      expect.arrayContaining([expect.stringContaining('line 9: The link "/posts/b" is not a whole address.')]),
    ],
    ['One\n<img src="none.png" alt="words">', expect.arrayContaining([expect.stringContaining('line 8: There is no')])],
  ])('%j is kept back', (body, wanted) => {
    expect(problemsOf(post({}, body))).toEqual(wanted);
  });
});

test('a comment without an end keeps back an event, whether it is in the text or in the follow-up', () => {
  const kept = [event({}, 'One <!-- x'), event({ follow_up: '"Thank you. <!-- x"' })];
  for (const file of kept) expect(problemsOf(file)).toEqual([expect.stringContaining('has no end')]);
});

test.each([
  'One {{ site.name }}',
  'One <!-- x',
  'One [two] (https://example.org)',
  '| a | b |\n| 1 | 2 |',
  'One [gallery ids="1"]',
  '<!-- only a comment -->',
  '<a href="/b">b</a>',
  '<img src="none.png">',
])('a story with %j that an earlier version sealed is still read', (body) => {
  const text = written({ title: 'A', author: 'Sam', published: '2026-09-10T09:00' }, body);
  const sealed = JSON.stringify({ rules: RULES, stories: [{ file: 'posts/a.md', text }], images: [] });
  expect([...readSnapshot(sealed).stories.values()].map((story) => story.body)).toEqual([body]);
});
