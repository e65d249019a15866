// One digest to many readers over stores in memory, step by step, in a process of its own: what each step costs a reader, how much memory
// it needs, and how long it would take if each call of a store took as long as one of DynamoDB.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Temporal } from 'temporal-polyfill';
import { CHUNK_SIZE, groupsOf } from '#core/delivery/ledger';
import type { MailEvent } from '#core/delivery/ses-event';
import { type PublicationId, type PublicationRecord, publicationId } from '#core/publication/publication';
import { audit, certificate } from '#flow/certificate/certificate';
import { seal } from '#flow/email/seal-audience';
import { send } from '#flow/email/send-chunk';
import { sweep } from '#flow/email/sweep-email';
import { countReaders } from '#flow/publish/count-readers';
import { dispatch } from '#flow/publish/dispatch';
import { plan } from '#flow/publish/plan';
import { tick } from '#flow/tick';
import { readContentFolder } from '#local/content/read-folder';
import { type MemoryWorld, openMemoryWorld } from '#local/memory/world';
import type { EventArchive, SendJob, World } from '#ports';
import { answerParent } from './child.ts';
import type { ScaleFigures, StepFigures } from './scale.ts';
import { openVirtualTime, type VirtualTime } from './virtual-time.ts';
import { DIGEST, DUE, OPENED, readerAt, subscriberOf } from './week.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const [, , folder = ''] = process.argv;
/** A call of a store, and of SES. */
const STORE_MS = 5;
const SES_MS = 60;
/** Messages that one call of SQS takes. */
const QUEUE_BATCH = 10;
const MINUTE_MS = 60_000;
/** AWS ends a tick after this time. */
const TICK_MS = 55_000;
/** A step that a tick goes on with: after so many ticks it never ends. */
const MOST_TICKS = 60;
/** The memory is looked at after a quarter as many calls as there are chunks, and again whenever there have been this many times more. */
const LOOK_FACTOR = 1.5;

const STORES = ['publications', 'switches', 'subscribers', 'suppressions', 'ledger', 'texts', 'sendContext', 'canary', 'jobQueue'] as const;

/** What the calls of one step came to. */
type Meter = { calls: number; look: number; pausedCpuMs: number; mostBytes: number };

answerParent({
  measure: async (readers: number): Promise<ScaleFigures> => {
    const memory = openMemoryWorld({});
    for (const [file, bytes] of await readContentFolder(`${folder}/content`, `${folder}/newsroom.yaml`)) memory.files.set(file, bytes);
    await tick(memory.world, OPENED);
    for (let i = 0; i < readers; i += 1) {
      const { idOf, save } = memory.world.subscribers;
      await save(subscriberOf(readerAt(i), idOf));
    }
    return measure(memory, readers);
  },
});

async function measure(memory: MemoryWorld, readers: number): Promise<ScaleFigures> {
  const time = openVirtualTime();
  const meter: Meter = { calls: 0, look: Number.POSITIVE_INFINITY, pausedCpuMs: 0, mostBytes: 0 };
  const world = asFarAway(memory.world, time, meter);
  const steps: StepFigures[] = [];
  const step = async (name: string, work: () => Promise<StepEnd>): Promise<void> => {
    steps.push(await measured(name, readers, { time, meter }, work));
  };
  const id = publicationId(DIGEST);
  const now = DUE.subtract({ minutes: 2 });

  await step('counting who has chosen alike, once a day', async () => {
    for (const minutes of [40, 20]) await world.subscribers.keepCounts(now.subtract({ minutes }), () => true);
  });
  const planned = await plan(memory.world, now);
  if (!planned) throw new Error('The sample has no good rules.');
  await step('counting the readers of an email', async () => {
    const shown = planned.publications.filter((publication) => publication.id === id);
    const counted = (await countReaders(world, shown, planned)).get(id);
    if (counted !== readers) throw new Error(`${counted} readers were counted, and there are ${readers}.`);
  });
  await dispatch(memory.world, planned, now);
  await step('sealing', () => byTicks(time, async () => (await seal(world, await recordOf(memory.world, id))) !== undefined));
  const { chunks = 0 } = await recordOf(memory.world, id);
  const sweepAt = (at: Temporal.Instant) => async () => {
    memory.enqueued.send.length = 0;
    const record = await recordOf(memory.world, id);
    return byTicks(time, async () => {
      await sweep(world, record, at);
      return true;
    });
  };
  await step('the sweep when the first email is due', sweepAt(DUE));
  const sendChunks = (from: number, until: number) => async () => {
    for (let chunk = from; chunk < until; chunk += 1) {
      const job: SendJob = { publication: id, chunk, at: DUE, fresh: true };
      await send(world, job);
    }
  };
  const half = Math.ceil(chunks / 2);
  await step('sending, the first half', sendChunks(0, half));
  await step('the sweep that closes the first half', sweepAt(DUE.add({ minutes: 5 })));
  await step('a sweep when half is sent', sweepAt(DUE.add({ minutes: 6 })));
  await step('sending, the second half', sendChunks(half, chunks));
  await step('the sweep that closes the second half', sweepAt(DUE.add({ minutes: 15 })));
  await step('the certificate, from the rows', async () => {
    const { planned: all, accepted, twice } = await certificate(world, id);
    if (all !== readers || accepted !== readers || twice !== 0)
      throw new Error(`The certificate says ${accepted} of ${all}, ${twice} twice, and there are ${readers} readers.`);
  });
  await step('the certificate, compared with what SES reported', async () => {
    const { findings, counts, ses } = await audit({ ...world, eventArchive: archiveOf(memory.world, id) }, id);
    if (findings.length > 0 || counts.accepted !== readers || ses !== readers)
      throw new Error('The certificate does not add up, so nothing that was measured counts.');
  });
  return { readers, steps };
}

// biome-ignore lint/suspicious/noConfusingVoidType: most steps are not spread over ticks, and return nothing.
type StepEnd = { ticks: number; longestMs: number } | void;

async function measured(
  name: string,
  readers: number,
  { time, meter }: { time: VirtualTime; meter: Meter },
  work: () => Promise<StepEnd>,
): Promise<StepFigures> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  Object.assign(meter, { calls: 0, look: Math.max(5, readers / CHUNK_SIZE / 4), pausedCpuMs: 0, mostBytes: 0 });
  const startMs = time.elapsedMs();
  const cpu = process.cpuUsage();
  const end = await work();
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000 - meter.pausedCpuMs;
  collectGarbage();
  const stays = Math.max(before, process.memoryUsage().heapUsed);
  return {
    name,
    cpuMicros: (cpuMs * 1_000) / readers,
    cpuMs,
    calls: meter.calls,
    seconds: (time.elapsedMs() - startMs) / 1_000,
    ...(end ? { ticks: end.ticks, longestTickSeconds: end.longestMs / 1_000 } : {}),
    megabytes: Math.max(0, meter.mostBytes - stays) / 2 ** 20,
  };
}

/** Goes on with a step in a tick each minute, until it says that it is done. @throws when a tick takes longer than AWS lets it live. */
async function byTicks(time: VirtualTime, work: () => Promise<boolean>): Promise<StepEnd> {
  const firstMs = time.elapsedMs();
  let longestMs = 0;
  for (let ticks = 1; ; ticks += 1) {
    const startMs = time.elapsedMs();
    const isDone = await work();
    longestMs = Math.max(longestMs, time.elapsedMs() - startMs);
    if (longestMs > TICK_MS) throw new Error('A tick took longer than AWS lets it live, so it would be ended and begin again, for ever.');
    if (isDone) return { ticks, longestMs };
    if (ticks === MOST_TICKS) throw new Error(`It is not done after ${MOST_TICKS} ticks, and never will be.`);
    await time.wait(Math.max(0, firstMs + ticks * MINUTE_MS - time.elapsedMs()));
  }
}

/** The same world, whose calls take time, and in which the memory is looked at now and then. */
function asFarAway(world: World, time: VirtualTime, meter: Meter): World {
  let receipts = 0;
  const far: World = {
    ...world,
    machine: { ...world.machine, elapsedMs: time.elapsedMs, wait: time.wait },
    // It keeps no email: a million would need 28 GB.
    mailer: {
      send: async () => {
        await time.wait(SES_MS);
        receipts += 1;
        return { kind: 'accepted', receipt: `0102018c6e2f3a4b-${receipts}` };
      },
      perSecond: async () => undefined,
    },
  };
  for (const name of STORES) Object.assign(far, { [name]: slow(world[name], time, meter) });
  return far;
}

function slow<T extends object>(store: T, time: VirtualTime, meter: Meter): T {
  return new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (typeof method !== 'function' || name === 'idOf') return method;
      return async (...given: unknown[]) => {
        const times = Array.isArray(given[0]) && name === 'enqueueSend' ? Math.ceil(given[0].length / QUEUE_BATCH) : 1;
        meter.calls += times;
        if (meter.calls >= meter.look) lookAtMemory(meter);
        await time.wait(STORE_MS * times);
        return method.apply(target, given);
      };
    },
  });
}

/** Only what is alive counts. What looking costs is no cost of the step. */
function lookAtMemory(meter: Meter): void {
  meter.look = meter.calls * LOOK_FACTOR;
  const cpu = process.cpuUsage();
  collectGarbage();
  meter.mostBytes = Math.max(meter.mostBytes, process.memoryUsage().heapUsed);
  const { user, system } = process.cpuUsage(cpu);
  meter.pausedCpuMs += (user + system) / 1_000;
}

async function recordOf({ publications }: World, id: PublicationId): Promise<PublicationRecord> {
  const record = await publications.find(id);
  if (!record) throw new Error(`${id} has no record.`);
  return record;
}

/** What SES would have archived: each email accepted, and delivered. */
function archiveOf({ ledger }: World, publication: PublicationId): EventArchive {
  return {
    async *events(): AsyncGenerator<MailEvent> {
      for (let chunk = 0; ; chunk += 1) {
        const audienceChunk = await ledger.chunk(publication, chunk);
        if (!audienceChunk || audienceChunk.end) return;
        const rows = await ledger.groups(publication, chunk);
        for (const [group, members] of groupsOf(audienceChunk).entries())
          for (const { subscriber } of members) {
            const row = rows.get(group)?.get(subscriber);
            if (row?.state !== 'accepted') continue;
            const { receipt, attempt } = row;
            const tag = { kind: 'delivery' as const, at: { publication, chunk, group }, subscriber, attempt, nonce: '' };
            for (const kind of ['accepted', 'delivered'] as const) yield { kind, receipt, at: DUE, tag };
          }
      }
    },
  };
}
