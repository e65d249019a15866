import { Temporal } from 'temporal-polyfill';
import type { SendingSwitch, World } from '#ports';

/** By then no call that was under way can still be accepted, and the event archive holds the event of each one that was. */
const QUIET_MINUTES = 40;
const REASON = /^The tables are being brought back, since (\S+)\.$/;

/** What stopped everything: this command at that moment, or a person. */
export type Stopped = { by: 'us' | 'a person'; since: Temporal.Instant };

/** Stops everything, if it is not stopped, and SES. The reason of the pause keeps the moment, so that the next run knows it. */
export async function stopEverything(
  world: Pick<World, 'switches'> & { sendingSwitch: SendingSwitch },
  now: Temporal.Instant,
): Promise<Stopped> {
  const { paused } = await world.switches.read();
  const before = REASON.exec(paused ?? '')?.[1];
  if (paused === undefined) await world.switches.pause('everything', `The tables are being brought back, since ${now}.`);
  await world.sendingSwitch.off();
  if (before !== undefined) return { by: 'us', since: Temporal.Instant.from(before) };
  return { by: paused === undefined ? 'us' : 'a person', since: now };
}

/** Returns when the tables may learn what SES did. */
export const quietFrom = ({ since }: Pick<Stopped, 'since'>): Temporal.Instant => since.add({ minutes: QUIET_MINUTES });

/** True for a pause that this command has set. */
export const isOurs = (reason: string | undefined): boolean => reason !== undefined && REASON.test(reason);
