import type { MailEvent } from '#core/delivery/ses-event';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { CanaryJob, PostJob, SendJob, World } from '#ports';
import type { Chance } from '#tests/simulation/chance';
import type { Kernel } from '#tests/simulation/kernel';
import type { MailProvider } from '#tests/simulation/mail-provider';
import type { Queue } from '#tests/simulation/queue';
import type { WithEventArchive } from '#tests/simulation/restorer';
import type { Scenario } from '#tests/simulation/scenario';
import { ZERO } from '#tests/simulation/simulation-context';
import type { SocialProvider } from '#tests/simulation/social-provider';

/** The queues of one world, each with its receiver. */
export type Queues = { send: Queue<SendJob | CanaryJob>; post: Queue<PostJob>; sesEvents: Queue<MailEvent> };

type Around = {
  kernel: Kernel;
  chance: Chance;
  scenario: Scenario;
  stores: World;
  mail: MailProvider;
  social: SocialProvider;
  queues: Queues;
  /** A reader who was just read for sending is about to unsubscribe. */
  unsubscribing(id: SubscriberId): void;
};

/** Returns the stores in memory with providers and queues as hostile as the scenario says. */
export function surround({ kernel, chance, scenario, stores, mail, social, queues, unsubscribing }: Around): WithEventArchive {
  const { jobQueue, faultsUntil } = scenario;
  let nonces = 0;
  const jobQueueFaults = () => (kernel.now < ZERO + faultsUntil ? jobQueue : { ...jobQueue, lost: 0, late: 0 });

  const readForSending: World['subscribers']['readForSending'] = async (ids) => {
    const answer = await stores.subscribers.readForSending(ids);
    if (scenario.mail.unread > 0) {
      for (const id of ids) {
        if (!chance.happens(scenario.mail.unread) || kernel.now > ZERO + faultsUntil) continue;
        answer.unread.add(id);
        // The answer of one table may be there or not: the code must not conclude anything from either.
        if (chance.happens(0.5)) answer.people.delete(id);
        else answer.people.set(id, { ...answer.people.get(id), suppressed: false });
      }
    }
    if (chance.happens(scenario.unsubscribing)) unsubscribing(chance.pick(ids));
    return answer;
  };

  return {
    ...stores,
    ...(scenario.leaseIsVoid && { publications: { ...stores.publications, takeLease: async () => 'taken' as const } }),
    subscribers: { ...stores.subscribers, readForSending },
    jobQueue: {
      ...stores.jobQueue,
      enqueueSend: async (jobs) => {
        for (const job of jobs) queues.send.put(job, jobQueueFaults());
      },
      enqueuePost: async (jobs) => {
        for (const job of jobs) queues.post.put(job, jobQueueFaults());
      },
      enqueueCanary: async (job) => queues.send.put(job, jobQueueFaults()),
    },
    mailer: { ...stores.mailer, perSecond: async () => scenario.mail.perSecond, send: async (one) => mail.take(one) },
    social: {
      ...stores.social,
      x: { ...stores.social.x, post: async (one) => social.take(one), recent: async (since) => social.recent(since) },
    },
    machine: { ...stores.machine, elapsedMs: () => kernel.now, nonce: () => (nonces++).toString(36).padStart(16, '0') },
    eventArchive: { read: async (wanted) => mail.archived(wanted) },
    sendingSwitch: {
      on: async () => {
        mail.isOff = false;
      },
      off: async () => {
        mail.isOff = true;
      },
    },
  };
}
