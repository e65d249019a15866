import { describe, expect, test } from 'vitest';
import { at, DeskTop, publicationId, RULES } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = publicationId('alert-safer-medicines');
const files = { 'newsroom.yaml': RULES.replace('undo: 0 minutes', 'undo: 2 minutes'), 'posts/safer-medicines.md': POST };

describe('with two minutes to undo', () => {
  test('a publication begins two minutes before it is due, and its first mail and post go out when it is due', async () => {
    const desk = new DeskTop(files);
    await desk.subscribe('ada');
    await desk.minute('2019-09-09T08:57');
    expect(await desk.state(ALERT)).toBeUndefined();
    await desk.minute('2019-09-09T08:58');
    await desk.minute('2019-09-09T08:59');
    expect(await desk.state(ALERT)).toBe('sending');
    expect([desk.sent, desk.memory.posts]).toEqual([[], []]);
    await desk.minute('2019-09-09T09:00');
    expect(desk.sent).toEqual([`${ALERT} ada`]);
    expect(desk.memory.posts).toHaveLength(1);
    expect(Buffer.from(desk.memory.mails[0]?.message ?? []).toString()).toMatch(/^Date: Mon, 0?9 Sep 2019 09:00:00 \+0100\r$/m);
  });

  test('it can be stopped before anybody has it', async () => {
    const desk = new DeskTop(files);
    await desk.subscribe('ada');
    await desk.minute('2019-09-09T08:58');
    await desk.world.switches.cancel(ALERT, 'Sam', at('2019-09-09T08:58'));
    await desk.world.switches.cancel(publicationId('x-safer-medicines'), 'Sam', at('2019-09-09T08:58'));
    await desk.minute('2019-09-09T09:00');
    await desk.minute('2019-09-09T09:01');
    expect([desk.sent, desk.memory.posts]).toEqual([[], []]);
    expect(await desk.state(ALERT)).toBe('cancelled: Cancelled by Sam. 0 of 1 people had already got it.');
    expect(await desk.state('x-safer-medicines')).toBe('cancelled: Cancelled by Sam before it was posted.');
  });

  test('what the newsroom hears of late has its two minutes too', async () => {
    const desk = new DeskTop({ 'newsroom.yaml': files['newsroom.yaml'] });
    await desk.subscribe('ada');
    await desk.minute('2019-09-09T10:00');
    desk.write('posts/safer-medicines.md', POST);
    await desk.minute('2019-09-09T10:05');
    await desk.minute('2019-09-09T10:06');
    expect(desk.sent).toEqual([]);
    await desk.minute('2019-09-09T10:07');
    expect(desk.sent).toEqual([`${ALERT} ada`]);
  });

  test('a post that comes while a digest can be undone is in the next one, not lost', async () => {
    const desk = new DeskTop(files);
    await desk.subscribe('ben', { frequency: 'weekly' });
    await desk.minute('2019-09-09T09:00');
    await desk.minute('2019-09-12T08:28');
    desk.write('posts/late.md', POST.replace('Safer medicines on the ward', 'A late one'));
    await desk.minute('2019-09-12T08:29');
    await desk.minute('2019-09-12T08:30');
    await desk.minute('2019-09-19T08:28');
    await desk.minute('2019-09-19T08:30');
    expect(desk.sent).toEqual(['digest-weekly-2019-09-12 ben', 'digest-weekly-2019-09-19 ben']);
    const records = await desk.world.register.publications();
    expect(records.filter(({ kind }) => kind === 'digest').map(({ stories }) => stories)).toEqual([['safer-medicines'], ['late']]);
  });
});
