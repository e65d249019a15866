import { Temporal } from 'temporal-polyfill';
import type { MailEvent } from '#core/delivery/ses-event';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { EventArchive, World } from '#ports';
import type { Rewind } from '#tests/simulation/scenario';
import { MINUTE, type SimulationContext, ZERO } from '#tests/simulation/simulation-context';

/** The wait between the stop and the restore, of docs/running-on-aws.md: after it no call that was under way can land. */
const STILL_MINUTES = 40;
/** A call of a dead restore may still land for this long: docs/running-on-aws.md says to wait before the next attempt. */
const STUCK_MINUTES = 5;
/** A restore runs on a person's machine, which does not end it after a minute. */
const LIFE_MS = 24 * 60 * MINUTE;
/** A restore that has not ended after this many attempts never will. */
const MOST_ATTEMPTS = 60;

/** The event archive as a port whose calls can be struck: it returns all events at once. */
export type EventArchiveReads = { eventArchive: { read(wanted: Parameters<EventArchive['events']>[0]): Promise<MailEvent[]> } };
export type WithEventArchive = World & EventArchiveReads & { sendingSwitch: { on(): Promise<void>; off(): Promise<void> } };

/** Returns the archive as the port that the newsroom's code uses. */
export function eventArchiveOf({ eventArchive }: EventArchiveReads): EventArchive {
  return {
    async *events(wanted) {
      yield* await eventArchive.read(wanted);
    },
  };
}

/** What a person does around a restore: kill all processes, make the rules readable, and let the newsroom go on. */
export type Doors = { stop(): void; mendRules(): void; reopen(): void };

/** The person who restores a lost store. They begin a restore that died again. */
export class Restorer {
  readonly #context: SimulationContext;
  readonly #doors: Doors;
  #position = 0;
  #attempts = 0;
  #suppressedBefore: SubscriberId[] = [];
  restored = 0;

  constructor(context: SimulationContext, doors: Doors) {
    this.#context = context;
    this.#doors = doors;
  }

  expect({ point, at }: Rewind): void {
    const { kernel, later, stores } = this.#context;
    const since = ZERO - kernel.now;
    later(since + point, () => {
      this.#position = stores.position;
    });
    later(since + at, () => {
      this.#doors.stop();
      this.#wait(point, STILL_MINUTES * MINUTE);
    });
  }

  #wait(point: number, ms: number): void {
    const { later, mail } = this.#context;
    later(ms, () => (mail.hasReportedAll ? this.#begin(point) : this.#wait(point, MINUTE)));
  }

  #begin(point: number): void {
    const { chance, checker, kernel, later, protocol, spawn, stores } = this.#context;
    this.#attempts += 1;
    this.#doors.mendRules();
    if (this.#attempts > MOST_ATTEMPTS) {
      checker.fail('restore: it does not come to its end');
      return;
    }
    const again = () => later(chance.between(STUCK_MINUTES, 15) * MINUTE, () => this.#begin(point));
    let ended = false;
    let resumed = false;
    this.#suppressedBefore = [...checker.readerStatus.suppressed];
    const rewind = async () => checker.putBack(await stores.rewind(this.#position));
    const process = spawn(
      'restore',
      async (view) => {
        const world = {
          ...view,
          eventArchive: eventArchiveOf(view as WithEventArchive),
          sendingSwitch: (view as WithEventArchive).sendingSwitch,
        };
        const moments = {
          point: Temporal.Instant.fromEpochMilliseconds(ZERO + point),
          now: Temporal.Instant.fromEpochMilliseconds(kernel.now),
        };
        ({ resumed } = await protocol.restore(world, { ...moments, rewind }));
      },
      (error) => {
        ended = true;
        if (error !== undefined || !resumed) return again();
        this.restored += 1;
        checker.restored();
        void this.#checkSuppressedBefore();
        this.#doors.reopen();
      },
      LIFE_MS,
    );
    const watch = (): void =>
      later(MINUTE, () => {
        if (ended) return;
        if (kernel.isAlive(process)) watch();
        else again();
      });
    watch();
  }

  /** Checks that no reader who was suppressed before the restore can be mailed after it. */
  async #checkSuppressedBefore(): Promise<void> {
    const { checker, stores } = this.#context;
    for (const id of this.#suppressedBefore) {
      const status = (await stores.world.subscribers.find(id))?.status;
      if (status === 'confirmed' || status === 'pending') checker.fail(`back: ${id} is ${status} after the restore, and had gone`);
    }
  }
}
