import { describe, expect, it } from 'vitest';
import type { Bell, CanaryJob, PostJob, SendJob } from '#ports';
import { at, publicationId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-19T08:00:00Z');

/** What every bell keeps to. `rung` takes all that was rung since it last was asked, in any order. */
export function bellContract(
  name: string,
  open: () => Promise<{ bell: Bell; rung(): Promise<{ send: (SendJob | CanaryJob)[]; post: PostJob[] }> }>,
): void {
  describe(`the bell ${name}`, () => {
    it('is heard once for each of many chunks', async () => {
      const { bell, rung } = await open();
      const jobs = Array.from({ length: 23 }, (_, chunk) => ({
        publication: publicationId('digest-weekly-2019-09-19'),
        chunk,
        at: NINE,
        ...(chunk % 2 === 0 ? { fresh: true } : {}),
      }));
      await bell.ringSend(jobs);
      const heard = await rung();
      const chunks = heard.send.flatMap((job) => ('chunk' in job ? job : []));
      expect(written(chunks.toSorted((a, b) => a.chunk - b.chunk))).toEqual(written(jobs));
      expect(heard.post).toEqual([]);
    });

    it('is heard for posts where posts are done', async () => {
      const { bell, rung } = await open();
      await bell.ringPost([{ publication: publicationId('x-a'), at: NINE }]);
      expect(written(await rung())).toEqual({ send: [], post: [{ publication: 'x-a', at: NINE.toString() }] });
    });

    it('is heard for a canary where mail is sent', async () => {
      const { bell, rung } = await open();
      await bell.ringCanary({ canary: NINE, from: 'news@example.org' });
      expect(written(await rung())).toEqual({ send: [{ canary: NINE.toString(), from: 'news@example.org' }], post: [] });
    });

    it('is silent when there is nothing to do', async () => {
      const { bell, rung } = await open();
      await bell.ringSend([]);
      await bell.ringPost([]);
      expect(await rung()).toEqual({ send: [], post: [] });
    });
  });
}
