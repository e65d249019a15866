import { describe, expect, test } from 'vitest';
import { isMeantAsStory, isStoryFile } from '#core/story/story-files';
import { POST, problemsOf, source, written } from '#tests/core/story/written-stories';

describe('a file that may have been meant as a story', () => {
  test.each([
    ['posts/a.docx', 'On the desk, choose “Begin with a Word file” under Stories. Then take it out of posts.'],
    ['events/a.docx', 'Press “Announce an event” on the desk, and paste the words of this file there. Then take it out of events.'],
    ...['doc', 'odt', 'rtf', 'pages', 'pdf', 'html', 'htm'].map((ending) => [
      `posts/a.${ending}`,
      'Press “Write a post” on the desk, and paste the words of this file there.',
    ]),
    ['events/a.txt', 'Rename it to a.md.'],
    ['posts/a.md.txt', 'Rename it to a.md.'],
    ['posts/a.MD', 'Rename it so that it ends in .md, in small letters.'],
    ['posts/a.markdown', 'Rename it so that it ends in .md, in small letters.'],
    ['posts/2026/a.md', 'it is in a folder inside posts. Move it directly into posts.'],
    ['posts/a', 'Rename it if it is a story, or take it out of posts.'],
    ['events/ward.JPG', 'pictures belong in the folder images. Move it there.'],
    ['a.md', 'Move it into one of the two, or into a folder "drafts" while it is not ready.'],
    ['Posts/a.md', 'Move it into one of the two'],
    ['blog/a.markdown', 'Move it into one of the two'],
  ])('%s is not read, and its problem says what to do', (file, remedy) => {
    expect([isMeantAsStory(file), isStoryFile(file)]).toEqual([true, false]);
    const [problem, ...others] = problemsOf({ file, sizeBytes: 3 });
    expect(problem).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')} line 1: The file is not read, because `));
    expect(problem).toContain(remedy);
    expect(others).toEqual([]);
  });

  test.each([
    'posts/.DS_Store',
    'posts/~$a.docx',
    'posts/a.md~',
    'events/Thumbs.db',
    'posts/.obsidian/app.json',
    'README.md',
    'drafts/a.md',
    '_drafts/a.md',
    'newsroom.yaml',
    'subscribers.csv',
    'images/a.md',
    'posts/README.txt',
  ])('%s is nobody’s story', (file) => {
    expect(isMeantAsStory(file)).toBe(false);
  });
});

describe('a story file that another program has changed', () => {
  const good = written(POST);
  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'line 1: The file is empty. Write the title'],
    ['a file of blank lines', '\n \n', 'line 1: The file is empty. Write the title'],
    [
      'a dash for the three hyphens',
      good.replaceAll('---', '—'),
      'line 1: The first line must be three hyphens (---) and nothing else, and it is "—".',
    ],
    ['four hyphens', good.replaceAll('---', '----'), 'line 1: The first line must be three hyphens'],
    ['the keys of Hugo', '+++\ntitle = "A"\n+++\n', 'line 1: The keys stand between lines of +++'],
    ['a dash for the second three hyphens', '---\ntitle: A\n———\n\nWords.', 'line 3: The keys at the top have no end.'],
    ['no end of the keys', '---\ntitle: A\n\nWords.', 'line 1: The keys at the top have no end.'],
    ['UTF-16 with its mark', Uint8Array.of(0xff, 0xfe, 0x2d, 0, 0x2d, 0), 'line 1: The file is saved as UTF-16'],
    ['UTF-16 without its mark', Uint8Array.of(0x2d, 0, 0x2d, 0, 0x2d, 0), 'line 1: The file is saved as UTF-16'],
  ])('%s has a problem that says what to do', (_, content, line) => {
    expect(problemsOf(source('posts/a.md', content))).toEqual([expect.stringContaining(`posts/a.md ${line}`)]);
  });

  test.each([
    ['empty lines before the keys', `\n\n${good}`],
    ['a byte order mark, twice', `\ufeff\ufeff${good}`],
    ['spaces after the hyphens', good.replaceAll('---', '---  ')],
  ])('%s are no problem', (_, content) => {
    expect(problemsOf(source('posts/a.md', content))).toEqual([]);
  });

  test('a tab before a key is a problem of its line', () => {
    const image = '\n\tsrc: group.png\n\talt: A group';
    const tab = 'This line begins with a tab. Replace it with spaces.';
    expect(problemsOf(source('posts/a.md', written({ ...POST, image })))).toEqual([
      `posts/a.md line 6: ${tab}`,
      `posts/a.md line 7: ${tab}`,
    ]);
  });
});
