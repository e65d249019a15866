import { Temporal } from 'temporal-polyfill';
import type { MailEvent } from '#core/delivery/ses-event';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { EventArchive, World } from '#ports';
import type { Rewind } from '#tests/simulation/scenario';
import { MINUTE, type SimulationContext, ZERO } from '#tests/simulation/simulation-context';

/** Between the stop and the restore, as docs/running-on-aws.md has it: nothing that was under way can still land. */
const STILL_MINUTES = 40;
/** What a dead restore had under way may still land so long: docs/running-on-aws.md tells her to wait before she begins again. */
const STUCK_MINUTES = 5;
/** As much as a person's machine may take. */
const LIFE_MS = 24 * 60 * MINUTE;
/** A restore that has begun so often without coming to its end never will. */
const MOST_ATTEMPTS = 60;

/** The archive as a port whose calls can be struck: it answers with all at once. */
export type EventArchiveReads = { eventArchive: { read(wanted: Parameters<EventArchive['events']>[0]): Promise<MailEvent[]> } };
export type WithEventArchive = World & EventArchiveReads & { sendingSwitch: { on(): Promise<void>; off(): Promise<void> } };

/** A view of the archive as the newsroom's code wants it. */
export function eventArchiveOf({ eventArchive }: EventArchiveReads): EventArchive {
  return {
    async *events(wanted) {
      yield* await eventArchive.read(wanted);
    },
  };
}

/** What she does around it: kill whatever runs, see to rules that can be read, and let all go on. */
export type Doors = { stop(): void; mendRules(): void; reopen(): void };

/** The person who puts a lost store back. What dies is begun again. */
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
        void this.#lookWhoIsBack();
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

  /** Who was suppressed when it began must not stand there as somebody who may be mailed. */
  async #lookWhoIsBack(): Promise<void> {
    const { checker, stores } = this.#context;
    for (const id of this.#suppressedBefore) {
      const status = (await stores.world.subscribers.find(id))?.status;
      if (status === 'confirmed' || status === 'pending') checker.fail(`back: ${id} is ${status} after the restore, and had gone`);
    }
  }
}
