import { describe, expect, test } from 'vitest';
import { imageFault } from '#core/image/prepared-image';
import type { Content } from '#ports';

/** The smallest PNG header that gives the size of the image; the pixels would follow it. */
function png(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.write('89504e470d0a1a0a0000000d49484452', 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

export type EditorsFiles = { put(file: string, bytes: Uint8Array): Promise<void>; remove(file: string): Promise<void> };

/** The contract of every `Content`. `open` returns an empty one, and what the editor does in it. */
export function contentContract(name: string, open: () => Promise<{ content: Content; editor: EditorsFiles }>): void {
  describe(`the editor's files ${name}`, () => {
    test('the content is the rules, the stories and the images, and the names of files that may have been meant as a story', async () => {
      const { content, editor } = await open();
      await editor.put('newsroom.yaml', text('name: MHC'));
      await editor.put('posts/b.md', text('B – ä'));
      await editor.put('posts/a.md', text('A'));
      await editor.put('events/c.md', text(''));
      await editor.put('posts/notes.txt', text('only its name'));
      await editor.put('stray.md', text('only its name'));
      await editor.put('drafts/d.md', text('not this'));
      await editor.put('README.md', text('nor this'));
      await editor.put('images/2019/team.png', png(1200, 630));
      expect(await readAsText(content)).toEqual({
        rules: { file: 'newsroom.yaml', sizeBytes: 9, text: 'name: MHC' },
        stories: [
          { file: 'events/c.md', sizeBytes: 0, text: '' },
          { file: 'posts/a.md', sizeBytes: 1, text: 'A' },
          { file: 'posts/b.md', sizeBytes: 8, text: 'B – ä' },
          { file: 'posts/notes.txt', sizeBytes: 13, text: '' },
          { file: 'stray.md', sizeBytes: 13, text: '' },
        ],
        images: [{ src: '2019/team.png', width: 1200, height: 630, sizeBytes: 64 }],
      });
    });

    test('the content is read again after the editor changes, adds or removes a file', async () => {
      const { content, editor } = await open();
      await editor.put('newsroom.yaml', text('name: MHC'));
      await editor.put('posts/a.md', text('first'));
      await editor.put('posts/b.md', text('b'));
      await editor.put('images/i.png', png(10, 10));
      await content.read();
      await editor.put('posts/a.md', text('other'));
      await editor.put('posts/c.md', text('c'));
      await editor.remove('posts/b.md');
      await editor.put('images/i.png', png(20, 10));
      const { stories, images } = await readAsText(content);
      expect(stories.map((story) => [story.file, story.text])).toEqual([
        ['posts/a.md', 'other'],
        ['posts/c.md', 'c'],
      ]);
      expect(images).toEqual([{ src: 'i.png', width: 20, height: 10, sizeBytes: 64 }]);
    });

    test('a story file of more than 1,000,000 bytes is listed but not read', async () => {
      const { content, editor } = await open();
      await editor.put('posts/huge.md', new Uint8Array(1_000_001).fill(65));
      await editor.put('posts/large.md', new Uint8Array(1_000_000).fill(65));
      const { stories } = await content.read();
      expect(stories.map(({ file, sizeBytes, bytes }) => [file, sizeBytes, bytes?.length])).toEqual([
        ['posts/huge.md', 1_000_001, undefined],
        ['posts/large.md', 1_000_000, 1_000_000],
      ]);
    });

    test('an image file that is no image has no width and no height', async () => {
      const { content, editor } = await open();
      await editor.put('images/broken.png', text('GIF, honestly'));
      await editor.put('images/empty.png', text(''));
      expect((await content.read()).images).toEqual([
        { src: 'broken.png', width: 0, height: 0, sizeBytes: 13 },
        { src: 'empty.png', width: 0, height: 0, sizeBytes: 0 },
      ]);
    });

    test('an image that could not be prepared has the reason in its place', async () => {
      const { content, editor } = await open();
      const note = imageFault('The image "fun.gif" moves.');
      await editor.put('images/fun.gif', note);
      expect((await content.read()).images).toEqual([
        { src: 'fun.gif', width: 0, height: 0, sizeBytes: note.length, fault: 'The image "fun.gif" moves.' },
      ]);
    });

    test('content without any file has empty rules', async () => {
      const { content } = await open();
      expect(await readAsText(content)).toEqual({ rules: { file: 'newsroom.yaml', sizeBytes: 0, text: '' }, stories: [], images: [] });
    });

    test('an image is read with its bytes and its type, and a missing one is undefined', async () => {
      const { content, editor } = await open();
      await editor.put('images/2019/team.png', png(1200, 630));
      const image = await content.image('2019/team.png');
      expect(image?.type).toBe('image/png');
      expect(Buffer.from(image?.bytes ?? []).equals(png(1200, 630))).toBe(true);
      expect(await content.image('2019/nobody.png')).toBeUndefined();
    });

    test('each story has a version, which changes with its bytes and with nothing else', async () => {
      const { content, editor } = await open();
      const versionOf = async (file: string) => (await content.read()).stories.find((story) => story.file === file)?.version;
      await editor.put('posts/a.md', text('first'));
      await editor.put('posts/b.md', text('b'));
      const [first, other] = [await versionOf('posts/a.md'), await versionOf('posts/b.md')];
      expect(first).toMatch(/./);
      expect(first).not.toBe(other);
      await editor.put('posts/a.md', text('second'));
      expect(await versionOf('posts/a.md')).not.toBe(first);
      expect(await versionOf('posts/b.md')).toBe(other);
    });

    test('a new story is saved only if no file has its name', async () => {
      const { content } = await open();
      const saved = await content.save('posts/a.md', text('first'), undefined);
      expect(saved).toEqual({ saved: expect.any(String) });
      expect(await content.save('posts/a.md', text('second'), undefined)).toBe('stale');
      const { stories } = await content.read();
      expect(stories).toMatchObject([{ file: 'posts/a.md', bytes: expect.anything(), version: (saved as { saved: string }).saved }]);
      expect(Buffer.from(stories[0]?.bytes ?? []).toString()).toBe('first');
    });

    test('a story is saved only over the version that was read, so that nobody’s words are lost unseen', async () => {
      const { content, editor } = await open();
      await editor.put('events/a.md', text('first – ä'));
      const version = async () => (await content.read()).stories[0]?.version;
      const first = await version();
      const answer = await content.save('events/a.md', text('second – ä'), first);
      expect(answer).toEqual({ saved: await version() });
      expect(await content.save('events/a.md', text('third'), first)).toBe('stale');
      await editor.put('events/a.md', text('by hand'));
      expect(await content.save('events/a.md', text('third'), (answer as { saved: string }).saved)).toBe('stale');
      await editor.remove('events/a.md');
      expect(await content.save('events/a.md', text('third'), (answer as { saved: string }).saved)).toBe('stale');
      expect((await content.read()).stories).toEqual([]);
    });

    test('of two people who save a story at the same moment one is refused', async () => {
      const { content, editor } = await open();
      await editor.put('posts/a.md', text('first'));
      const version = (await content.read()).stories[0]?.version;
      const answers = await Promise.all(['Sam', 'Kim'].map((name) => content.save('posts/a.md', text(name), version)));
      expect(answers.filter((answer) => answer === 'stale')).toHaveLength(1);
      const stored = ['Sam', 'Kim'][answers.findIndex((answer) => answer !== 'stale')];
      expect((await readAsText(content)).stories).toMatchObject([{ text: stored }]);
    });

    test('a save of a story that is repeated, because its answer was lost, is answered like the first', async () => {
      const { content, editor } = await open();
      await editor.put('posts/a.md', text('first'));
      const version = (await content.read()).stories[0]?.version;
      const answer = await content.save('posts/a.md', text('second'), version);
      expect(await content.save('posts/a.md', text('second'), version)).toEqual(answer);
      expect(await content.save('posts/a.md', text('second'), undefined)).toEqual(answer);
    });

    test('a story is deleted only if it still is what was read, and a repeated deletion is answered like the first', async () => {
      const { content, editor } = await open();
      await editor.put('posts/a.md', text('first'));
      await editor.put('posts/b.md', text('b'));
      const versionOf = async (file: string) => (await content.read()).stories.find((story) => story.file === file)?.version ?? '';
      const first = await versionOf('posts/a.md');
      await editor.put('posts/a.md', text('second'));
      expect(await content.remove('posts/a.md', first)).toBe('stale');
      expect((await content.read()).stories).toHaveLength(2);
      const second = await versionOf('posts/a.md');
      for (let time = 0; time < 2; time += 1) {
        expect(await content.remove('posts/a.md', second)).toBe('removed');
        expect((await content.read()).stories.map(({ file }) => file)).toEqual(['posts/b.md']);
      }
      // It is a new story from now on.
      expect(await content.save('posts/a.md', text('third'), second)).toBe('stale');
      expect(await content.save('posts/a.md', text('third'), undefined)).toEqual({ saved: expect.any(String) });
      expect(await content.remove('posts/a.md', second)).toBe('stale');
    });

    test('of a deletion and a save of one story at the same moment one is refused, or the story is gone', async () => {
      const { content, editor } = await open();
      await editor.put('posts/a.md', text('first'));
      const version = (await content.read()).stories[0]?.version ?? '';
      const [removed, saved] = await Promise.all([
        content.remove('posts/a.md', version),
        content.save('posts/a.md', text('second'), version),
      ]);
      const { stories } = await readAsText(content);
      expect([removed, saved === 'stale' ? 'stale' : 'saved', stories.map((story) => story.text)]).toEqual(
        removed === 'stale' ? ['stale', 'saved', ['second']] : ['removed', 'stale', []],
      );
    });

    test.each(['newsroom.yaml', 'images/a.png', 'posts/a.txt', 'README.md'])(
      'the desk cannot delete %s, which is no story',
      async (file) => {
        const { content, editor } = await open();
        await editor.put(file, text('mine'));
        await expect(content.remove(file, '"0"')).rejects.toThrow(/ is no story/);
      },
    );

    test('the rules are saved only over the version that was read', async () => {
      const { content, editor } = await open();
      await editor.put('newsroom.yaml', text('name: MHC'));
      const { version } = (await content.read()).rules;
      const answer = await content.save('newsroom.yaml', text('name: Ours – ä'), version);
      expect(answer).toEqual({ saved: (await content.read()).rules.version });
      expect(await readAsText(content)).toMatchObject({ rules: { text: 'name: Ours – ä' } });
      expect(await content.save('newsroom.yaml', text('name: Ours – ä'), version)).toEqual(answer);
      expect(await content.save('newsroom.yaml', text('name: Theirs'), version)).toBe('stale');
      expect(await readAsText(content)).toMatchObject({ rules: { text: 'name: Ours – ä' }, stories: [] });
    });

    test.each(['images/a.png', 'posts/a.txt', 'posts/deep/a.md', 'posts/../newsroom.yaml', 'a.md', 'subscribers.csv'])(
      'the desk cannot write %s, which is no story',
      async (file) => {
        const { content } = await open();
        await expect(content.save(file, text('mine'), undefined)).rejects.toThrow(/ is no story/);
        expect(await readAsText(content)).toMatchObject({ rules: { sizeBytes: 0 }, stories: [], images: [] });
      },
    );

    test('a picture is added with its size, a repeated call changes nothing, and no other picture takes its name', async () => {
      const { content } = await open();
      const picture = { bytes: png(40, 30), width: 40, height: 30 };
      await content.addImage('team-0123.png', picture);
      await content.addImage('team-0123.png', picture);
      await expect(content.addImage('team-0123.png', { ...picture, bytes: png(50, 30) })).rejects.toThrow('is the name of another picture');
      expect((await content.read()).images).toEqual([{ src: 'team-0123.png', width: 40, height: 30, sizeBytes: 64 }]);
      expect((await content.image('team-0123.png'))?.type).toBe('image/png');
    });
  });
}

async function readAsText(content: Content) {
  const { rules, stories, images } = await content.read();
  const readable = (source: (typeof stories)[number]) => ({
    file: source.file,
    sizeBytes: source.sizeBytes,
    text: new TextDecoder().decode(source.bytes),
  });
  return { rules: readable(rules), stories: stories.map(readable), images };
}
