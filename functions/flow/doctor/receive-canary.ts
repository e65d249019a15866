import type { Temporal } from 'temporal-polyfill';
import { canaryWord, type MailVerdicts } from '#core/doctor/canary-return';
import type { World } from '#ports';

/** Records what was said of our own canary when it arrived. False for any other mail, and for whoever only writes like one. */
export async function receiveCanary(
  world: Pick<World, 'canaryReturns'>,
  { subject, at, verdicts }: { subject: string; at: Temporal.Instant; verdicts: MailVerdicts },
): Promise<boolean> {
  const word = canaryWord(subject);
  if (word === undefined) return false;
  return (await world.canaryReturns.recordBack(word, { at, ...verdicts })) === 'recorded';
}
