import { canaryMail, ownCanaryMail } from '#core/delivery/canary-mail';
import { canarySubject } from '#core/doctor/canary-return';
import type { CanaryJob, World } from '#ports';

/** Sends the canary that the sweep or the doctor asked for. SES's answer is ignored: only what comes back counts. Safe to repeat. */
export async function sendCanary(world: Pick<World, 'mailer'>, job: CanaryJob): Promise<void> {
  const { canary, from, word } = job;
  await world.mailer.send(word === undefined ? canaryMail(canary, from) : ownCanaryMail(canary, from, canarySubject(word)));
}
