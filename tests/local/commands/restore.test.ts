import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentFolder, openedNewsroom } from '#tests/local/opened-newsroom';
import { ran } from '#tests/local/ran';

const restore = (...options: string[]) => ran('functions/local/commands/restore.ts', ...options);

// The drill "rewind" tests a restore after a kill in the middle of a send.
describe('a restore on this machine', () => {
  let folder: Awaited<ReturnType<typeof contentFolder>>;
  let newsroom: Awaited<ReturnType<typeof openedNewsroom>>;
  const options = () => ['--content', folder.content, '--data', folder.data];
  beforeAll(async () => {
    folder = await contentFolder();
    newsroom = await openedNewsroom([...options(), '--at', '2019-09-12T08:30']);
  });
  afterAll(async () => {
    await newsroom.stop();
    await folder.remove();
  });

  test('a restore is refused while the newsroom runs', async () => {
    await cp(join(folder.data, 'dynamo'), join(folder.content, 'copy', 'dynamo'), { recursive: true });
    await cp(join(folder.data, 'clock.json'), join(folder.content, 'copy', 'clock.json'));
    const { code, error } = await restore(...options(), '--from', join(folder.content, 'copy'));
    expect([code, error]).toEqual([2, expect.stringContaining('is running. Stop it first.')]);
  });

  test('a restore to a moment before a publication began mails its readers once, and reports the publication as closed', async () => {
    await newsroom.stop();
    const copy = join(folder.content, 'before');
    await cp(folder.data, copy, { recursive: true });
    newsroom = await openedNewsroom(options());
    await newsroom.clock({ to: '2019-09-12T09:05' });
    await newsroom.stop();
    const { code, out, error } = await restore(...options(), '--from', copy);
    expect([code, error], out).toEqual([0, '']);
    expect(out).toContain('alert-what-we-learned: had begun after that, and 1 of its mails was out. It is closed');
    expect(out).toContain('x-what-we-learned: may be on X already.');
    expect(out).toContain('Mail may go out again.');
    newsroom = await openedNewsroom(options());
    await newsroom.clock({ to: '2019-09-12T11:00' });
    expect(await newsroom.json('/local/inbox.json')).toHaveLength(1);
    expect(await newsroom.json('/local/x.json')).toHaveLength(1);
  });

  test.each([
    [[], 'Say with --from which copy of the data folder to go back to.'],
    [['--from', 'docs'], 'There is no copy of a newsroom in docs.'],
    [['--form', 'docs'], "Unknown option '--form'"],
  ])('a restore answers wrong options with a plain sentence: %j', async (typed, sentence) => {
    const { code, error } = await restore(...options(), ...typed);
    expect([code, error]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
