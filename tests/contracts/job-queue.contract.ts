import { describe, expect, it } from 'vitest';
import { PROGRAMME_LEAD } from '#core/transactional/transactional-email';
import type { Bell, CanaryJob, LetterJob, PostJob, SendJob } from '#ports';
import { at, publicationId, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-19T08:00:00Z');
const HOUSE = {
  name: 'Søuth of Example',
  shortName: 'SE',
  site: 'https://news.example.org',
  timezone: 'Europe/London',
  brand: { colour: '#005eb8' },
  sender: { name: 'SE', address: 'news@example.org', replyTo: 'team@example.org', postalAddress: '1 Example Street' },
};

/** What every bell keeps to. `rung` takes all that was rung since it last was asked, in any order. */
export function bellContract(
  name: string,
  open: () => Promise<{ bell: Bell; rung(): Promise<{ send: (SendJob | CanaryJob | LetterJob)[]; post: PostJob[] }> }>,
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

    it('is heard for a letter where mail is sent', async () => {
      const { bell, rung } = await open();
      const letter = { to: subscriberId(1), kind: 'confirm', day: NINE.toZonedDateTimeISO('Europe/London').toPlainDate() } as const;
      await bell.ringLetter({ letter, house: HOUSE, at: NINE });
      expect(written(await rung())).toEqual(written({ send: [{ letter, house: HOUSE, at: NINE }], post: [] }));
    });

    it('is heard for a note, with her address and where it is sealed', async () => {
      const { bell, rung } = await open();
      const letter = { to: PROGRAMME_LEAD, kind: 'note', day: NINE.toZonedDateTimeISO('Europe/London').toPlainDate() } as const;
      const job = { letter, house: HOUSE, at: NINE, note: { to: 'lead@example.org', sealed: 'ab12' } };
      await bell.ringLetter(job);
      expect(written(await rung())).toEqual(written({ send: [job], post: [] }));
    });

    it('is not heard yet for a letter that comes later', async () => {
      const { bell, rung } = await open();
      const letter = { to: subscriberId(1), kind: 'link', day: NINE.toZonedDateTimeISO('Europe/London').toPlainDate() } as const;
      await bell.ringLetter({ letter, house: HOUSE, at: NINE }, 'later');
      expect(await rung()).toEqual({ send: [], post: [] });
    });

    it('is silent when there is nothing to do', async () => {
      const { bell, rung } = await open();
      await bell.ringSend([]);
      await bell.ringPost([]);
      expect(await rung()).toEqual({ send: [], post: [] });
    });
  });
}
