import { canaryMail } from '#core/delivery/canary-mail';
import type { CanaryJob, World } from '#ports';

/** Sends the canary that the sweep asked for. SES's answer is ignored: only the event that comes back counts. Safe to repeat. */
export async function sendCanary(world: Pick<World, 'mailer'>, job: CanaryJob): Promise<void> {
  await world.mailer.send(canaryMail(job.canary, job.from));
}
