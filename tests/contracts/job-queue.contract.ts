import { describe, expect, test } from 'vitest';
import { PROGRAMME_LEAD, type SummaryRecipient, summaryRecipient } from '#core/delivery/transactional-key';
import type { CanaryJob, JobQueue, PostJob, SendJob, TestEmailJob, TransactionalJob } from '#ports';
import { at, publicationId, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-19T08:00:00Z');
/** The contract of every `JobQueue`. `takeJobs` takes the jobs that were enqueued since its last call, in any order. */
export function jobQueueContract(
  name: string,
  open: () => Promise<{
    jobQueue: JobQueue;
    takeJobs(): Promise<{ send: (SendJob | CanaryJob | TransactionalJob | TestEmailJob)[]; post: PostJob[] }>;
  }>,
): void {
  describe(`the job queue ${name}`, () => {
    test('the job queue has one job for each of many chunks', async () => {
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

    test('the job queue gives posts to the worker for posts', async () => {
      const { jobQueue, takeJobs } = await open();
      await jobQueue.enqueuePost([{ publication: publicationId('x-a'), at: NINE }]);
      expect(written(await takeJobs())).toEqual({ send: [], post: [{ publication: 'x-a', at: NINE.toString() }] });
    });

    test('the job queue gives a canary to the worker that sends mail', async () => {
      const { jobQueue, takeJobs } = await open();
      await jobQueue.enqueueCanary({ canary: NINE, from: 'news@example.org' });
      expect(written(await takeJobs())).toEqual({ send: [{ canary: NINE.toString(), from: 'news@example.org' }], post: [] });
    });

    test('the job queue gives a transactional email to the worker that sends mail', async () => {
      const { jobQueue, takeJobs } = await open();
      const email = { to: subscriberId(1), kind: 'confirm', day: NINE.toZonedDateTimeISO('Europe/London').toPlainDate() } as const;
      await jobQueue.enqueueTransactional({ email, at: NINE });
      expect(written(await takeJobs())).toEqual(written({ send: [{ email, at: NINE }], post: [] }));
    });

    test('the job queue gives a morning summary to the worker that sends mail', async () => {
      const { jobQueue, takeJobs } = await open();
      const day = NINE.toZonedDateTimeISO('Europe/London').toPlainDate();
      const recipients: SummaryRecipient[] = [summaryRecipient('lead@example.org'), PROGRAMME_LEAD];
      for (const to of recipients) {
        const job = { email: { to, kind: 'note', day } as const, at: NINE };
        await jobQueue.enqueueTransactional(job);
        expect(written(await takeJobs())).toEqual(written({ send: [job], post: [] }));
      }
    });

    test('the job queue delays a transactional email that is to come later', async () => {
      const { jobQueue, takeJobs } = await open();
      const email = { to: subscriberId(1), kind: 'link', day: NINE.toZonedDateTimeISO('Europe/London').toPlainDate() } as const;
      await jobQueue.enqueueTransactional({ email, at: NINE }, 'later');
      expect(await takeJobs()).toEqual({ send: [], post: [] });
    });

    test('the job queue stays empty when there is nothing to enqueue', async () => {
      const { jobQueue, takeJobs } = await open();
      await jobQueue.enqueueSend([]);
      await jobQueue.enqueuePost([]);
      expect(await takeJobs()).toEqual({ send: [], post: [] });
    });
  });
}
