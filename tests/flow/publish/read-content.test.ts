import { describe, expect, test } from 'vitest';
import { at, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

/** A slip that people make: YAML of another age took `yes` for a value. */
const SLIP = RULES.replace('approval: automatic', 'approval: yes');
/** The beginning of a picture of 120 by 40 pixels. */
const PNG = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 120, 0, 0, 0, 40, 8, 2, 0, 0, 0);

async function withAda(files?: Record<string, string>) {
  const newsroom = new TestNewsroom(files);
  await newsroom.subscribe('ada');
  return newsroom;
}

describe('a slip in the rules', () => {
  test('a slip in the rules holds nothing back: what is due goes out by the last good rules', async () => {
    const newsroom = await withAda();
    await newsroom.minute('2019-09-09T08:00');
    newsroom.write('newsroom.yaml', SLIP);
    await newsroom.minute('2019-09-09T08:59');
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
    await newsroom.minute('2019-09-09T12:30');
    expect(newsroom.memory.posts).toHaveLength(1);
  });

  test('a story written while the rules have a slip is planned and sent like any other', async () => {
    const newsroom = await withAda({});
    await newsroom.minute('2019-09-09T08:00');
    newsroom.write('newsroom.yaml', SLIP);
    await newsroom.minute('2019-09-09T08:01');
    newsroom.write('posts/safer-medicines.md', POST);
    await newsroom.minute('2019-09-09T08:59');
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
  });

  test('the last good rules stay known through any number of ticks, and say when they were last in the file', async () => {
    const newsroom = await withAda();
    await newsroom.minute('2019-09-09T08:00');
    await newsroom.minute('2019-09-09T08:07');
    newsroom.write('newsroom.yaml', SLIP);
    for (const minute of ['08:08', '08:09', '08:10']) await newsroom.minute(`2019-09-09T${minute}`);
    const progress = await newsroom.world.publications.progress();
    expect(progress?.lastGood?.at).toEqual(at('2019-09-09T08:07'));
    expect(progress?.until).toEqual(at('2019-09-09T08:10'));
  });

  test('good rules count from the first tick that reads them', async () => {
    const newsroom = await withAda();
    await newsroom.minute('2019-09-09T08:00');
    newsroom.write('newsroom.yaml', SLIP);
    await newsroom.minute('2019-09-09T08:01');
    newsroom.write('newsroom.yaml', RULES.replace('approval: automatic', 'approval: required'));
    await newsroom.minute('2019-09-09T09:00');
    expect(await newsroom.state('alert-safer-medicines')).toBe('waiting: It waits for someone to say yes.');
  });

  test('a logo that is gone makes a problem of the rules, and the last good ones count', async () => {
    const newsroom = await withAda();
    newsroom.memory.files.set('images/logo.png', PNG);
    newsroom.write('newsroom.yaml', `${RULES}brand: { logo: logo.png }\n`);
    await newsroom.minute('2019-09-09T08:00');
    expect(await newsroom.world.publications.progress()).toBeDefined();
    newsroom.memory.files.delete('images/logo.png');
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
  });

  test('rules that are gone altogether count as a slip', async () => {
    const newsroom = await withAda();
    await newsroom.minute('2019-09-09T08:00');
    newsroom.memory.files.delete('newsroom.yaml');
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
  });

  test('nothing is planned before there have been good rules', async () => {
    const newsroom = await withAda();
    newsroom.write('newsroom.yaml', SLIP);
    await newsroom.minute('2019-09-09T09:00');
    expect(await newsroom.world.publications.all()).toEqual([]);
    expect(await newsroom.world.publications.progress()).toBeUndefined();
  });
});
