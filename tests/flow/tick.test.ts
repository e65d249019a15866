import { describe, expect, test } from 'vitest';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import { tick } from '#flow/tick';
import { at, DeskTop, EVENT, publicationId } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

describe('a tick', () => {
  test('goes on with one publication when another cannot', async () => {
    const desk = new DeskTop({ 'posts/safer-medicines.md': POST, 'posts/another.md': POST.replace('Safer medicines', 'Other news') });
    await desk.subscribe('ada');
    await desk.tick('2019-09-09T09:00');
    const broken = await desk.world.register.publication(publicationId('alert-another'));
    if (!broken) throw new Error('expected the other alert to have begun');
    await desk.world.register.replace({ ...broken, state: 'sealing', edition: 'an address at which nothing is' });
    await expect(desk.minute('2019-09-09T09:01')).rejects.toThrow();
    await desk.answer();
    expect(desk.sent).toContain('alert-safer-medicines ada');
  });

  test('with rules that have a problem begins nothing new, and goes on with what has begun', async () => {
    const desk = new DeskTop({ 'posts/safer-medicines.md': POST, 'events/autumn.md': EVENT });
    await desk.subscribe('ada');
    await desk.tick('2019-09-09T09:00');
    desk.memory.rings.send.length = 0;
    desk.write('newsroom.yaml', 'name: [half a rule');
    await desk.minute('2019-09-09T09:01');
    await desk.minute('2019-09-10T10:00');
    expect(desk.sent).toEqual(['alert-safer-medicines ada']);
    expect(await desk.state('announcement-autumn')).toBeUndefined();
  });

  test('that dies as the very first one answers for what was due then all the same', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ada');
    const { register } = desk.world;
    let writes = 0;
    const dying = {
      ...desk.world,
      register: {
        ...register,
        add: () => Promise.reject(new Error('killed')),
        settle: (to: Parameters<typeof register.settle>[0]) => (++writes === 1 ? register.settle(to) : Promise.reject(new Error('killed'))),
      },
    };
    await expect(tick(dying, at('2019-09-09T09:00'))).rejects.toThrow('killed');
    await desk.minute('2019-09-09T09:05');
    expect(desk.sent).toEqual(['alert-safer-medicines ada']);
  });

  test('after a night without ticks sends what is still in time, and says of the rest that it was missed', async () => {
    const desk = new DeskTop({
      'posts/safer-medicines.md': POST,
      'events/autumn.md': EVENT.replace('2019-09-10T10:00', '2019-09-09T18:00'),
    });
    await desk.subscribe('ada');
    await desk.tick('2019-09-09T08:00');
    await desk.minute('2019-09-10T07:31');
    expect(desk.sent).toEqual([]);
    expect(await desk.state('alert-safer-medicines')).toMatch(/^missed: /);
    // Announced at 6pm with 12 hours of lateness: it is 7:31am now.
    expect(await desk.state('announcement-autumn')).toMatch(/^missed: /);
  });
});

test('everything that fails is told, and nothing stops what comes after', async () => {
  const done: number[] = [];
  const work = async (item: number) => {
    if (item % 2 === 0) throw new Error(`no ${item}`);
    done.push(item);
  };
  await expect(forEachOnItsOwn([1, 2, 3, 4, 5], work)).rejects.toThrow('no 2 no 4');
  expect(done).toEqual([1, 3, 5]);
});
