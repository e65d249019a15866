import { describe, expect, test } from 'vitest';
import type { Switches } from '#ports';
import { at, publicationId, slug } from '#tests/contracts/ids';

const DIGEST = publicationId('digest-weekly-2019-09-19');
const OTHER = publicationId('alert-a');
const NINE = at('2019-09-19T08:00:00Z');
const TEN = at('2019-09-19T09:00:00Z');

/** The contract of every store of `Switches`. `open` returns an untouched one. */
export function switchesContract(name: string, open: () => Promise<Switches>): void {
  describe(`the switches ${name}`, () => {
    test('new switches pause, cancel and approve nothing', async () => {
      const switches = await open();
      expect(await switches.read()).toEqual({});
      expect(await switches.read(DIGEST)).toEqual({});
    });

    test('switches pause one publication and no other', async () => {
      const switches = await open();
      await switches.pause(DIGEST, 'A mistake in the title');
      expect(await switches.read(DIGEST)).toEqual({ paused: 'A mistake in the title' });
      expect(await switches.read(OTHER)).toEqual({});
      expect(await switches.read()).toEqual({});
    });

    test('switches that are asked about at one moment each get their own answer', async () => {
      const switches = await open();
      const ids = Array.from({ length: 60 }, (_, n) => publicationId(`alert-${n}`));
      for (const n of [3, 59]) await switches.pause(ids[n] ?? OTHER, `Pause ${n}`);
      await switches.pause('x', 'X is paused');
      const answers = await Promise.all([...ids.map((one) => switches.read(one)), switches.read(undefined, 'x')]);
      const expected = [...ids.map((_, n) => (n === 3 || n === 59 ? { paused: `Pause ${n}` } : {})), { paused: 'X is paused' }];
      expect(answers).toEqual(expected);
    });

    test('switches pause everything, and give that reason first', async () => {
      const switches = await open();
      await switches.pause(DIGEST, 'A mistake');
      await switches.pause('everything', 'The Trust is in mourning');
      expect(await switches.read()).toEqual({ paused: 'The Trust is in mourning' });
      expect(await switches.read(DIGEST)).toEqual({ paused: 'The Trust is in mourning', alsoPaused: 'A mistake' });
      expect(await switches.read(OTHER)).toEqual({ paused: 'The Trust is in mourning' });
      await switches.resume('everything');
      expect(await switches.read(DIGEST)).toEqual({ paused: 'A mistake' });
    });

    test('switches pause one channel and no other: its reason goes before a publication’s and after that of everything', async () => {
      const switches = await open();
      await switches.pause(DIGEST, 'A mistake');
      await switches.pause('x', 'X has suspended the account');
      expect(await switches.read(DIGEST, 'x')).toEqual({ paused: 'X has suspended the account', alsoPaused: 'A mistake' });
      expect(await switches.read(undefined, 'x')).toEqual({ paused: 'X has suspended the account' });
      expect(await switches.read(DIGEST, 'email')).toEqual({ paused: 'A mistake' });
      expect(await switches.read(DIGEST)).toEqual({ paused: 'A mistake' });
      expect(await switches.read(OTHER, 'email')).toEqual({});
      await switches.pause('everything', 'The Trust is in mourning');
      expect(await switches.read(DIGEST, 'x')).toEqual({ paused: 'The Trust is in mourning', alsoPaused: 'A mistake' });
      await switches.resume('everything');
      await switches.resume('x');
      expect(await switches.read(OTHER, 'x')).toEqual({});
    });

    test('switches resume what was paused, and accept a resume of what was not', async () => {
      const switches = await open();
      await switches.pause(DIGEST, 'A mistake');
      await switches.resume(DIGEST);
      await switches.resume(DIGEST);
      await switches.resume('everything');
      expect(await switches.read(DIGEST)).toEqual({});
    });

    test('switches keep the first cancellation, beside an approval', async () => {
      const switches = await open();
      await switches.approve(DIGEST, { by: 'jo@example.org', at: NINE, outgoing: 'A title' });
      await switches.cancel(DIGEST, 'jo@example.org', NINE);
      await switches.cancel(DIGEST, 'sam@example.org', TEN);
      const { approved, cancelled } = await switches.read(DIGEST, 'email');
      expect([approved?.by, cancelled?.by, cancelled?.at.toString()]).toEqual(['jo@example.org', 'jo@example.org', NINE.toString()]);
      expect(await switches.read(OTHER)).toEqual({});
    });

    test('switches take back one cancellation, and neither the approval nor a later cancellation', async () => {
      const switches = await open();
      const first = { by: 'jo@example.org', at: NINE };
      await switches.approve(DIGEST, { ...first, outgoing: 'A title' });
      await switches.uncancel(DIGEST, first);
      await switches.cancel(DIGEST, first.by, NINE);
      await switches.cancel(OTHER, first.by, NINE);
      await switches.uncancel(DIGEST, first);
      await switches.uncancel(DIGEST, first);
      expect(await switches.read(DIGEST)).toEqual({ approved: { ...first, outgoing: 'A title' } });
      expect(await switches.read(OTHER)).toEqual({ cancelled: first });
      await switches.cancel(DIGEST, 'sam@example.org', TEN);
      await switches.uncancel(DIGEST, first);
      expect((await switches.read(DIGEST)).cancelled).toEqual({ by: 'sam@example.org', at: TEN });
    });

    test('switches keep the newest approval with what it was for, beside a pause', async () => {
      const switches = await open();
      await switches.approve(DIGEST, { by: 'jo@example.org', at: NINE, outgoing: 'A title' });
      await switches.approve(DIGEST, { by: 'sam@example.org', at: TEN, outgoing: 'Another\n“title”' });
      await switches.pause(DIGEST, 'wait');
      expect(await switches.read(DIGEST)).toEqual({
        approved: { by: 'sam@example.org', at: TEN, outgoing: 'Another\n“title”' },
        paused: 'wait',
      });
      expect(await switches.read(OTHER)).toEqual({});
    });

    test('switches keep with an approval who had written it last, nobody too, and why one person was enough', async () => {
      const switches = await open();
      const alone = { by: 'jo@example.org', at: NINE, outgoing: 'A title', wrote: 'jo@example.org', alone: 'It cannot wait' };
      const ofNobody = { by: 'jo@example.org', at: NINE, outgoing: 'A title', wrote: '' };
      await switches.approve(DIGEST, alone);
      await switches.approve(OTHER, ofNobody);
      expect([await switches.read(DIGEST), await switches.read(OTHER)]).toEqual([{ approved: alone }, { approved: ofNobody }]);
    });

    test('switches keep what people set for a publication, and refuse a change of something else than is stored', async () => {
      const switches = await open();
      expect(await switches.overrides()).toEqual(new Map());
      const first = { version: 1, by: 'jo@example.org', at: NINE, due: TEN };
      const second = {
        version: 2,
        by: 'sam@example.org',
        at: TEN,
        subject: 'Cafés',
        introduction: ['Dear all', '“two”'],
        first: [slug('b')],
      };
      expect(await switches.setOverride(DIGEST, first)).toBe('set');
      expect(await switches.setOverride(DIGEST, { ...first, by: 'sam@example.org' })).toBe('stale');
      expect(await switches.setOverride(OTHER, second)).toBe('stale');
      expect(await switches.overrides()).toEqual(new Map([[DIGEST, first]]));
      expect(await switches.setOverride(DIGEST, second)).toBe('set');
      expect(await switches.setOverride(DIGEST, { ...second, version: 4 })).toBe('stale');
      expect(await switches.overrides()).toEqual(new Map([[DIGEST, second]]));
      expect(await switches.read(DIGEST)).toEqual({});
    });
  });
}
