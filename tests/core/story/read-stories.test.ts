import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '#core/parsing/source-file';
import { readStories } from '#core/story/read-stories';
import { EVENT, event, images, POST, post, problemsOf, rules, source, written } from '#tests/core/story/written-stories';

describe('problems in the file', () => {
  test.each<[string, SourceFile, string]>([
    [
      'no front matter',
      source('posts/a.md', 'Just words.\n'),
      'posts/a.md line 1: The file does not begin with a line of three hyphens (---). Put the title and the other keys between two such lines at the top.',
    ],
    [
      'front matter that never ends',
      source('posts/a.md', '---\ntitle: A\n\nWords.\n'),
      'posts/a.md line 1: The keys at the top have no end. Put a line of three hyphens (---) and nothing else between the last key and the text.',
    ],
    [
      'front matter that is no mapping',
      source('posts/a.md', '---\njust words\n---\nWords.\n'),
      'posts/a.md line 1: There is no key here. Write a post as lines of a key, a colon and a value.',
    ],
    [
      'an empty file',
      source('posts/a.md', ''),
      'posts/a.md line 1: The file is empty. Write the title and the other keys between two lines of three hyphens (---), and the text below them. Or delete the file.',
    ],
    ['an empty body', post({}, ' \n&nbsp;\n'), 'posts/a.md line 5: The story has no text. Write it below this line.'],
    [
      'a file of 5 MB',
      { file: 'posts/a.md', sizeBytes: 5_000_000 },
      'posts/a.md line 1: The file has 5.0 MB, and a text can have at most 1 MB. Put its pictures into the images folder, and shorten it.',
    ],
    [
      'a binary file',
      source('posts/a.md', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0)),
      'posts/a.md line 1: This is not a text file. Copy its words into a plain text file, and save that with the encoding UTF-8.',
    ],
    [
      'a file in another encoding',
      source('posts/a.md', Uint8Array.of(...new TextEncoder().encode('---\ntitle: A\nauthor: S'), 0xf8, 0x0a)),
      'posts/a.md line 3: A character here is not UTF-8, so the file has another encoding, such as Windows-1252 ("ANSI"). Save it again with the encoding UTF-8.',
    ],
    [
      'a control character',
      post({}, 'Words.\n\nMore\u0008 words.'),
      'posts/a.md line 9: There is an invisible control character (U+0008) here. Delete the words around it and type them again.',
    ],
    [
      'a file that is in neither folder',
      source('drafts/a.md', written(POST)),
      'drafts/a.md line 1: The file is not read, because a story is in the folder posts or in the folder events. Move it into one of the two, or into a folder "drafts" while it is not ready.',
    ],
    [
      'a name that no address can have',
      source('posts/My “First” Été.md', written(POST)),
      'posts/My “First” Été.md line 1: The file’s name has characters other than a to z, 0 to 9 and hyphens, and it becomes a web address. Rename the file, for example to my-first-ete.md.',
    ],
    [
      'a name that is too long',
      source(`posts/${'a'.repeat(81)}.md`, written(POST)),
      `posts/${'a'.repeat(81)}.md line 1: The file’s name is longer than 80 characters, and it becomes a web address. Rename the file, for example to ${'a'.repeat(80)}.md.`,
    ],
  ])('a story file has a problem with its line: %s', (_, file, line) => {
    expect(problemsOf(file)).toEqual([line]);
  });

  test('two stories with one slug are both refused, each naming the other', () => {
    expect(
      problemsOf(source('posts/a.md', written(POST)), source('events/a.md', written(EVENT)), source('posts/b.md', written(POST))),
    ).toEqual([
      'events/a.md line 1: posts/a.md has the same name, and would have the same web address. Rename one of the two files.',
      'posts/a.md line 1: events/a.md has the same name, and would have the same web address. Rename one of the two files.',
    ]);
  });

  test('images and links in a story’s body are checked, each on its own line', () => {
    const body =
      'A line,\n![A group](images/group.png) and ![](group.png)\n\n| a |\n|---|\n| ![x](none.png) |\n\n- [our page](/posts/b)\n- [theirs](https://example.org) ![far](https://example.com/a.png)\n';
    expect(problemsOf(post({}, body))).toEqual([
      'posts/a.md line 8: The image "group.png" has no alt text. Write in its square brackets what a person who cannot see it should know.',
      'posts/a.md line 12: There is no image "none.png" in the images folder. Put the file there, or correct its name.',
      'posts/a.md line 14: The link "/posts/b" is not a whole address. Write it with https:// or mailto: at its beginning.',
      'posts/a.md line 15: The image "https://example.com/a.png" is on another site. Put the file into the images folder and write its name.',
    ]);
  });

  test('all problems of all story files are reported at once, and the other stories are read', () => {
    const files = [
      source('posts/c.md', written({ ...POST, published: 'soon', titel: 'x', title: undefined }, '')),
      event({ status: 'maybe' }),
      source('posts/b.md', written(POST)),
    ];
    const { stories, problems } = readStories(files, images, rules);
    expect(stories.map(({ slug }) => slug)).toEqual(['b']);
    expect(problems.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'events/e.md:7',
      'posts/c.md:1',
      'posts/c.md:3',
      'posts/c.md:4',
      'posts/c.md:5',
    ]);
  });
});

test('any story file is either a story or has a problem on one of its lines', () => {
  const piece = fc.constantFrom(
    ...[
      '---\n',
      '\n',
      '\n\n',
      '  ',
      '\t',
      'title: ',
      'author: ',
      'published: 2026-09-10T09:00',
      'topics: ',
      'image: ',
      'social: ',
      'src: group.png',
      'alt: ',
      'summary: ',
    ],
    ...[
      ': ',
      '? ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
      '!!binary ',
      '!x ',
      '<<: ',
      '# ',
      '%',
      '@',
      '`',
      '...\n',
      '\\u202e',
      'words ',
      '12',
      'null',
      '~',
      'true',
      '![a](group.png)',
      '[a](b)',
    ],
  );
  const file = fc
    .array(fc.oneof({ weight: 8, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) }), {
      maxLength: 30,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(file, fc.boolean(), (text, begun) => {
      const whole = source('posts/a.md', begun ? `---\n${text}\n---\nWords.\n` : text);
      const { stories, problems } = readStories([whole], images, rules);
      expect(stories.length === 1).toBe(problems.length === 0);
      const lines = new TextDecoder().decode(whole.bytes).split(/\r\n?|\n/).length;
      for (const { line, sentence } of problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
        expect(sentence).not.toContain('\n');
      }
    }),
    { numRuns: 300 },
  );
});

describe('a file that has not changed', () => {
  /** A file that counts how often its bytes are read. */
  const counted = () => {
    const { file, sizeBytes, bytes = new Uint8Array() } = post({ topics: '[medication]', image: '{ src: group.png, alt: Ten people }' });
    const counts = { reads: 0 };
    const one: SourceFile = {
      file,
      sizeBytes,
      get bytes() {
        counts.reads += 1;
        return bytes;
      },
    };
    return { one, counts };
  };

  test('the same file with the same rules and images is read once, and gives equal stories and problems', () => {
    const { one, counts } = counted();
    const first = readStories([one], images, rules);
    const { reads } = counts;
    expect(reads).toBeGreaterThan(0);
    expect(readStories([one], images, rules)).toEqual(first);
    expect(counts.reads).toBe(reads);
  });

  test('the same file is read again with other rules, and with other images', () => {
    const { one, counts } = counted();
    readStories([one], images, rules);
    const { reads } = counts;
    expect(readStories([one], images, { ...rules, topics: new Map() }).problems[0]?.sentence).toContain('is not a topic');
    expect(counts.reads).toBe(2 * reads);
    expect(
      readStories([one], [], rules)
        .problems.map(({ sentence }) => sentence)
        .join(),
    ).toContain('group.png');
    expect(counts.reads).toBe(3 * reads);
  });

  test('what one reading says of a twin is not said by the next one', () => {
    const { one } = counted();
    const twin = { ...event(), file: one.file.replace('posts/', 'events/') };
    expect(readStories([one, twin], images, rules).stories).toEqual([]);
    expect(readStories([one], images, rules).problems).toEqual([]);
  });
});
