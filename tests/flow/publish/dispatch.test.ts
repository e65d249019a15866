import { describe, expect, test } from 'vitest';
import { at, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = publicationId('alert-safer-medicines');
const SENDS_LATE = { 'newsroom.yaml': `${RULES.replace('undo: 0 minutes', 'undo: 2 minutes')}saved_late: send\n` };
const files = { 'newsroom.yaml': RULES.replace('undo: 0 minutes', 'undo: 2 minutes'), 'posts/safer-medicines.md': POST };

describe('with two minutes to undo', () => {
  test('a publication with two minutes to undo begins two minutes early, and its mails and posts go out when it is due', async () => {
    const newsroom = new TestNewsroom(files);
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:57');
    expect(await newsroom.state(ALERT)).toBeUndefined();
    await newsroom.minute('2019-09-09T08:58');
    await newsroom.minute('2019-09-09T08:59');
    expect(await newsroom.state(ALERT)).toBe('sending');
    expect([newsroom.sent, newsroom.memory.posts]).toEqual([[], []]);
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
    expect(newsroom.memory.posts).toHaveLength(1);
    expect(Buffer.from(newsroom.memory.mails[0]?.message ?? []).toString()).toMatch(/^Date: Mon, 0?9 Sep 2019 09:00:00 \+0100\r$/m);
  });

  test('a publication with two minutes to undo can be cancelled before any reader has it', async () => {
    const newsroom = new TestNewsroom(files);
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:58');
    await newsroom.world.switches.cancel(ALERT, 'Sam', at('2019-09-09T08:58'));
    await newsroom.world.switches.cancel(publicationId('x-safer-medicines'), 'Sam', at('2019-09-09T08:58'));
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-09T09:01');
    expect([newsroom.sent, newsroom.memory.posts]).toEqual([[], []]);
    expect(await newsroom.state(ALERT)).toBe('cancelled: Cancelled by Sam. 0 of 1 person had already got it.');
    expect(await newsroom.state('x-safer-medicines')).toBe('cancelled: Cancelled by Sam before it was posted.');
  });

  test('a publication whose story comes late has its two minutes to undo, too', async () => {
    const newsroom = new TestNewsroom(SENDS_LATE);
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T10:00');
    newsroom.write('posts/safer-medicines.md', POST);
    await newsroom.minute('2019-09-09T10:05');
    await newsroom.minute('2019-09-09T10:06');
    expect(newsroom.sent).toEqual([]);
    await newsroom.minute('2019-09-09T10:07');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
  });

  test('a post that comes while a digest can be undone is in the next one, not lost', async () => {
    const newsroom = new TestNewsroom({ ...files, ...SENDS_LATE });
    await newsroom.subscribe('ben', { frequency: 'weekly' });
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-12T08:28');
    newsroom.write('posts/late.md', POST.replace('Safer medicines on the ward', 'A late one'));
    await newsroom.minute('2019-09-12T08:29');
    await newsroom.minute('2019-09-12T08:30');
    await newsroom.minute('2019-09-19T08:28');
    await newsroom.minute('2019-09-19T08:30');
    expect(newsroom.sent).toEqual(['digest-weekly-2019-09-12 ben', 'digest-weekly-2019-09-19 ben']);
    const records = await newsroom.world.publications.all();
    expect(records.filter(({ kind }) => kind === 'digest').map(({ stories }) => stories)).toEqual([['safer-medicines'], ['late']]);
  });
});
