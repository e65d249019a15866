import { describe, expect, test } from 'vitest';
import { STORED_FORM } from '#core/publication/stored-form';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import { readOutlook } from '#flow/publish/outlook';
import { tick } from '#flow/tick';
import { at, EVENT, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

describe('a tick', () => {
  test('a tick does nothing while another one works, also a tick of the next minute, and the one after that does what was due', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    const { content } = newsroom.world;
    const begun = Promise.withResolvers<void>();
    const mayGoOn = Promise.withResolvers<void>();
    const slowly = {
      ...newsroom.world,
      content: {
        ...content,
        read: async (...given: Parameters<typeof content.read>) => {
          begun.resolve();
          await mayGoOn.promise;
          return content.read(...given);
        },
      },
    };
    const first = tick(slowly, at('2019-09-09T08:58'));
    await begun.promise;
    await newsroom.tick('2019-09-09T08:58');
    await newsroom.tick('2019-09-09T08:59');
    expect(await newsroom.world.publications.progress()).toBeUndefined();
    mayGoOn.resolve();
    await first;
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
  });

  test('a tick of an older release, which cannot read what a newer one has written, does nothing and says why', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.tick('2019-09-09T08:57');
    const newer = { holder: 'newer', until: at('2019-09-09T09:02'), reads: STORED_FORM + 1 };
    await newsroom.world.publications.takeLease(newer, at('2019-09-09T08:58'));
    await newsroom.world.publications.endLease(newer);
    await expect(newsroom.tick('2019-09-09T09:00')).rejects.toThrow(/^A newer release .* Deploy that release again: nothing is lost\.$/);
    expect(newsroom.memory.enqueued.send).toEqual([]);
    expect(await newsroom.state('alert-safer-medicines')).toBeUndefined();
  });

  test('a tick that fails ends its lease, and one that was killed keeps the others waiting for four minutes at most', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    const { publications } = newsroom.world;
    const forEver = Promise.race<never>([]);
    const killed = { ...newsroom.world, publications: { ...publications, storiesSeen: () => forEver } };
    const failing = { ...newsroom.world, publications: { ...publications, all: () => Promise.reject(new Error('no answer')) } };
    await newsroom.tick('2019-09-09T08:57');
    await expect(tick(failing, at('2019-09-09T08:58'))).rejects.toThrow('no answer');
    void tick(killed, at('2019-09-09T08:58'));
    for (const minute of ['58', '59']) await newsroom.tick(`2019-09-09T08:${minute}`);
    await newsroom.minute('2019-09-09T09:01');
    expect(newsroom.sent).toEqual([]);
    await newsroom.minute('2019-09-09T09:02');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
  });

  test('a tick says how many emails a person must decide about, and what has not come to its end three hours after it began', async () => {
    const newsroom = new TestNewsroom(
      { 'newsroom.yaml': `${RULES}unknown: hold\n`, 'posts/safer-medicines.md': POST },
      {
        mailOutcome: () => ({ kind: 'unknown', why: 'The connection broke.' }),
      },
    );
    await newsroom.subscribe('ada');
    const figures = async (time: string) => {
      newsroom.memory.time.now = at(`2019-09-09T${time}`);
      return tick(newsroom.world, newsroom.memory.time.now);
    };
    await newsroom.minute('2019-09-09T09:00');
    expect(await figures('09:10')).toEqual({ held: 0, late: 0 });
    expect(await figures('11:59')).toEqual({ held: 0, late: 0 });
    // No canary comes back, so that nothing can be concluded from the silence.
    expect(await figures('12:01')).toEqual({ held: 0, late: 1 });
    await newsroom.world.switches.pause('email', 'A question of taste.');
    expect(await figures('12:02')).toEqual({ held: 0, late: 0 });
    await newsroom.world.switches.resume('email');
    await newsroom.world.canary.recordBack(at('2019-09-09T12:02'));
    for (const minute of ['12:03', '12:23', '12:43']) await figures(minute);
    expect(await figures('12:59')).toEqual({ held: 1, late: 0 });
  });

  test('a tick goes on with one publication when another fails', async () => {
    const newsroom = new TestNewsroom({
      'posts/safer-medicines.md': POST,
      'posts/another.md': POST.replace('Safer medicines', 'Other news'),
    });
    await newsroom.subscribe('ada');
    await newsroom.tick('2019-09-09T09:00');
    const broken = await newsroom.world.publications.find(publicationId('alert-another'));
    if (!broken) throw new Error('expected the other alert to have begun');
    await newsroom.world.publications.replace({ ...broken, state: 'sealing', snapshot: 'an address at which nothing is' });
    await expect(newsroom.minute('2019-09-09T09:01')).rejects.toThrow();
    await newsroom.answer();
    expect(newsroom.sent).toContain('alert-safer-medicines ada');
  });

  test('a tick sends what is due although it cannot find out whether a person sends another one late', async () => {
    const newsroom = new TestNewsroom({
      'posts/safer-medicines.md': POST,
      'posts/another.md': POST.replace('Safer medicines', 'Other news').replace('2019-09-09T09:00', '2019-09-10T09:00'),
    });
    await newsroom.subscribe('ada');
    const { pause, resume, read } = newsroom.world.switches;
    await pause('everything', 'a question');
    for (const time of ['2019-09-09T09:00', '2019-09-09T21:30']) await newsroom.minute(time);
    expect(await newsroom.state('alert-safer-medicines')).toMatch(/^missed: /);
    await resume('everything');
    newsroom.world.switches.read = async (id, ...others) => {
      if (id === 'alert-safer-medicines') throw new Error('The store does not answer.');
      return read(id, ...others);
    };
    await expect(newsroom.tick('2019-09-10T09:00')).rejects.toThrow('The store does not answer.');
    await newsroom.answer();
    expect(newsroom.sent).toEqual(['alert-another ada']);
  });

  test.each([
    ['keys within keys by the thousand', `---\ntitle: {${'b: '.repeat(9_000)}}\n---\nText\n`],
    [
      'pictures within pictures by the thousand',
      POST.replace('Four wards', `${'!['.repeat(20_000)}${'](a.png)'.repeat(7_000)}\n\nFour wards`),
    ],
    ['a text that is far too long', `${POST}${'[a](b '.repeat(100_000)}`],
  ])('a tick sends the other stories when the file of one cannot be read: %s', { timeout: 20_000 }, async (_, unreadable) => {
    const newsroom = new TestNewsroom({ 'posts/safer-medicines.md': POST, 'posts/another.md': unreadable });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
    const { problems } = await readOutlook(newsroom.world, at('2019-09-09T09:00'), at('2019-09-10T09:00'));
    expect([...new Set(problems.map(({ file }) => file))]).toEqual(['posts/another.md']);
  });

  test('a tick with faulty rules goes on by the last good ones: what had begun is sent, and what falls due begins', async () => {
    const newsroom = new TestNewsroom({ 'posts/safer-medicines.md': POST, 'events/autumn.md': EVENT });
    await newsroom.subscribe('ada');
    await newsroom.tick('2019-09-09T09:00');
    newsroom.memory.enqueued.send.length = 0;
    newsroom.write('newsroom.yaml', 'name: [half a rule');
    await newsroom.minute('2019-09-09T09:01');
    await newsroom.minute('2019-09-10T10:00');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada', 'announcement-autumn ada']);
  });

  test('a first tick that dies still leaves to the next one what was due at its time', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    const { publications } = newsroom.world;
    let writes = 0;
    const dying = {
      ...newsroom.world,
      publications: {
        ...publications,
        add: () => Promise.reject(new Error('killed')),
        recordProgress: (to: Parameters<typeof publications.recordProgress>[0]) =>
          ++writes === 1 ? publications.recordProgress(to) : Promise.reject(new Error('killed')),
      },
    };
    await expect(tick(dying, at('2019-09-09T09:00'))).rejects.toThrow('killed');
    await newsroom.minute('2019-09-09T09:05');
    expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
  });

  test('a tick after a night without ticks marks publications that are too late as missed', async () => {
    const newsroom = new TestNewsroom({
      'posts/safer-medicines.md': POST,
      'events/autumn.md': EVENT.replace('2019-09-10T10:00', '2019-09-09T18:00'),
    });
    await newsroom.subscribe('ada');
    await newsroom.tick('2019-09-09T08:00');
    await newsroom.minute('2019-09-10T07:31');
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state('alert-safer-medicines')).toMatch(/^missed: /);
    // The announcement was due at 6pm and may be 12 hours late: it is 7:31am now.
    expect(await newsroom.state('announcement-autumn')).toMatch(/^missed: /);
  });
});

test('a loop over independent items goes on after a failure, and throws every failure at its end', async () => {
  const done: number[] = [];
  const work = async (item: number) => {
    if (item % 2 === 0) throw new Error(`no ${item}`);
    done.push(item);
  };
  await expect(forEachOnItsOwn([1, 2, 3, 4, 5], work)).rejects.toThrow('no 2 no 4');
  expect(done).toEqual([1, 3, 5]);
});
