import { describe, expect, it } from 'vitest';
import { PROGRAMME_LEAD } from '#core/delivery/transactional-key';
import type { CanaryJob, JobQueue, PostJob, SendJob, TransactionalJob } from '#ports';
import { at, publicationId, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-19T08:00:00Z');
const SENDER_PROFILE = {
  name: 'Søuth of Example',
  shortName: 'SE',
  site: 'https://news.example.org',
  timezone: 'Europe/London',
  brand: { colour: '#005eb8' },
  sender: { name: 'SE', address: 'news@example.org', replyTo: 'team@example.org', postalAddress: '1 Example Street' },
};

/** What every bell keeps to. `rung` takes all that was rung since it last was asked, in any order. */
export function jobQueueContract(
  name: string,
  open: () => Promise<{ jobQueue: JobQueue; takeJobs(): Promise<{ send: (SendJob | CanaryJob | TransactionalJob)[]; post: PostJob[] }> }>,
): void {
  describe(`the bell ${name}`, () => {
    it('is heard once for each of many chunks', async () => {
      const { jobQueue, takeJobs } = await open();
      const jobs = Array.from({ length: 23 }, (_, chunk) => ({
        publication: publicationId('digest-weekly-2019-09-19'),
        chunk,
        at: NINE,
        ...(chunk % 2 === 0 ? { fresh: true } : {}),
      }));
      await jobQueue.enqueueSend(jobs);
      const taken = await takeJobs();
      const chunks = taken.send.flatMap((job) => ('chunk' in job ? job : []));
      expect(written(chunks.toSorted((a, b) => a.chunk - b.chunk))).toEqual(written(jobs));
      expect(taken.post).toEqual([]);
    });

    it('is heard for posts where posts are done', async () => {
      const { jobQueue, takeJobs } = await open();
      await jobQueue.enqueuePost([{ publication: publicationId('x-a'), at: NINE }]);
      expect(written(await takeJobs())).toEqual({ send: [], post: [{ publication: 'x-a', at: NINE.toString() }] });
    });

    it('is heard for a canary where mail is sent', async () => {
      const { jobQueue, takeJobs } = await open();
      await jobQueue.enqueueCanary({ canary: NINE, from: 'news@example.org' });
      expect(written(await takeJobs())).toEqual({ send: [{ canary: NINE.toString(), from: 'news@example.org' }], post: [] });
    });

    it('is heard for a letter where mail is sent', async () => {
      const { jobQueue, takeJobs } = await open();
      const email = { to: subscriberId(1), kind: 'confirm', day: NINE.toZonedDateTimeISO('Europe/London').toPlainDate() } as const;
      await jobQueue.enqueueTransactional({ email, senderProfile: SENDER_PROFILE, at: NINE });
      expect(written(await takeJobs())).toEqual(written({ send: [{ email, senderProfile: SENDER_PROFILE, at: NINE }], post: [] }));
    });

    it('is heard for a note, with her address and where it is sealed', async () => {
      const { jobQueue, takeJobs } = await open();
      const email = { to: PROGRAMME_LEAD, kind: 'note', day: NINE.toZonedDateTimeISO('Europe/London').toPlainDate() } as const;
      const job = { email, senderProfile: SENDER_PROFILE, at: NINE, morningSummary: { to: 'lead@example.org', sealed: 'ab12' } };
      await jobQueue.enqueueTransactional(job);
      expect(written(await takeJobs())).toEqual(written({ send: [job], post: [] }));
    });

    it('is not heard yet for a letter that comes later', async () => {
      const { jobQueue, takeJobs } = await open();
      const email = { to: subscriberId(1), kind: 'link', day: NINE.toZonedDateTimeISO('Europe/London').toPlainDate() } as const;
      await jobQueue.enqueueTransactional({ email, senderProfile: SENDER_PROFILE, at: NINE }, 'later');
      expect(await takeJobs()).toEqual({ send: [], post: [] });
    });

    it('is silent when there is nothing to do', async () => {
      const { jobQueue, takeJobs } = await open();
      await jobQueue.enqueueSend([]);
      await jobQueue.enqueuePost([]);
      expect(await takeJobs()).toEqual({ send: [], post: [] });
    });
  });
}
