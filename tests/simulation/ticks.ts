import { Temporal } from 'temporal-polyfill';
import { MINUTE, type SimulationContext, ZERO } from '#tests/simulation/simulation-context';

/** Starts the ticks of one minute: none, one or two, in time or late, and again after a failure. */
export function ticksOfMinute(context: SimulationContext, minute: number): void {
  const { chance, kernel, scenario } = context;
  const { ticks, faultsUntil } = scenario;
  const now = Temporal.Instant.fromEpochMilliseconds(ZERO + minute * MINUTE);
  const calmed = minute === -2 || kernel.now >= ZERO + faultsUntil;
  if (!calmed && chance.happens(ticks.missing)) return;
  for (const _ of chance.happens(ticks.doubled) ? [1, 2] : [1]) {
    const delay = !calmed && chance.happens(ticks.late) ? chance.between(0, ticks.mostLateMs) : chance.between(0, 900);
    kernel.after(delay, () => tick(context, now, chance.happens(ticks.retried) ? 1 : 0));
  }
}

/** AWS gives a tick up that it could not begin by then after its minute (cdk/every-minute.ts). */
const LATEST_MS = 3 * MINUTE;

function tick(context: SimulationContext, now: Temporal.Instant, retries: number): void {
  const { chance, isClosed, kernel, protocol, spawn } = context;
  if (isClosed() || kernel.now - now.epochMilliseconds > LATEST_MS) return;
  spawn(
    'tick',
    async (world) => void (await protocol.tick(world, now)),
    (error) => {
      if (error !== undefined && retries > 0) kernel.after(chance.between(1_000, 60_000), () => tick(context, now, retries - 1));
    },
  );
}
