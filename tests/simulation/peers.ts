import { chance as chanceOf } from '#tests/simulation/chance';
import { FAULTS, type FaultSource, plannedFaults, swarmFaults } from '#tests/simulation/faults';
import { Kernel } from '#tests/simulation/kernel';
import { PEERS, type Peer, type PeerWorld } from '#tests/simulation/peer-loops';
import { Queue } from '#tests/simulation/queue';
import { calm, hostile, type Scenario } from '#tests/simulation/scenario';
import { ZERO } from '#tests/simulation/simulation-context';
import { Wire } from '#tests/simulation/wire';

export { PEERS };

/** Counts over all worlds: `twice` and `afterUnsubscribe` are mails, `missed` are readers that the loop believes it has mailed. */
export type PeerTally = { runs: number; violating: number; mails: number; twice: number; missed: number; afterUnsubscribe: number };
export type PeerResult = { name: string; single: PeerTally; swarm: PeerTally };

const MINUTE = 60_000;
const MINUTES = 150;

/** Runs a peer in the same worlds as the newsroom: one fault at every await point, and hostile seeds. */
export async function tryPeer(name: string, seeds: number): Promise<PeerResult> {
  const peer = PEERS.find((one) => one.name === name);
  if (!peer) throw new Error(`There is no peer called ${name}.`);
  const single = emptyTally();
  const { steps } = await runPeer(peer, calm('resend', { chunk: 5, group: 3 }), 1, () => undefined);
  // A loop that polls for ever takes steps without an end; it sends in the first of them.
  for (let step = 1; step <= Math.min(steps, 110); step += 1) {
    for (const fault of FAULTS)
      count(single, await runPeer(peer, calm('resend', { chunk: 5, group: 3 }), 1, plannedFaults(new Map([[step, fault]]))));
  }
  const swarm = emptyTally();
  for (let seed = 1; seed <= seeds; seed += 1) {
    const drawn = chanceOf(seed);
    // Most peers have no sweep, so no message is lost here: SQS does not lose them either.
    const scenario = hostile(drawn, { policy: 'resend' });
    count(
      swarm,
      await runPeer(peer, { ...scenario, jobQueue: { ...scenario.jobQueue, lost: 0 } }, seed, swarmFaults(drawn, ZERO, scenario.storm)),
    );
  }
  return { name, single, swarm };
}

type PeerRun = { steps: number; mails: number; twice: number; missed: number; afterUnsubscribe: number };

function emptyTally(): PeerTally {
  return { runs: 0, violating: 0, mails: 0, twice: 0, missed: 0, afterUnsubscribe: 0 };
}

function count(tally: PeerTally, run: PeerRun): void {
  tally.runs += 1;
  if (run.twice + run.missed + run.afterUnsubscribe > 0) tally.violating += 1;
  for (const key of ['mails', 'twice', 'missed', 'afterUnsubscribe'] as const) tally[key] += run[key];
}

async function runPeer(peer: Peer, scenario: Scenario, seed: number, faults: FaultSource): Promise<PeerRun> {
  const kernel = new Kernel(ZERO);
  const chance = chanceOf(seed, 1);
  const until = ZERO + scenario.faultsUntil;
  const rows = new Map<string, string>();
  const readers = Array.from({ length: scenario.people }, (_, i) => `reader-${i}`);
  const unmailableSince = new Map<string, number>();
  const mails = new Map<string, number>();
  const deadLetters = new Set<string>();
  let afterUnsubscribe = 0;
  const wire = new Wire(kernel, chance, (step, port, now) => (now < until ? faults(step, port, now) : undefined), {
    issued: (name, [to]) => {
      const since = name === 'mailer.send' ? unmailableSince.get(String(to)) : undefined;
      if (since !== undefined && kernel.now - since > 10_000) afterUnsubscribe += 1;
    },
    landed: () => undefined,
  });
  const world: PeerWorld = {
    store: {
      get: async (key) => rows.get(key),
      put: async (key, value) => void rows.set(key, value),
      remove: async (key) => void rows.delete(key),
      putIfAbsent: async (key, value) => !rows.has(key) && rows.set(key, value).has(key),
      takeBatch: async (cursor, size) => {
        const from = Number(rows.get(cursor) ?? 0);
        rows.set(cursor, String(from + size));
        return readers.slice(from, from + size).filter((reader) => !unmailableSince.has(reader));
      },
    },
    people: {
      confirmed: async () => readers.filter((reader) => !unmailableSince.has(reader)),
      isConfirmed: async (name) => !unmailableSince.has(name),
    },
    queue: { enqueue: async (message) => queue.put(message, scenario.jobQueue) },
    mailer: {
      send: async (to) => {
        mails.set(to, (mails.get(to) ?? 0) + 1);
        return { kind: 'accepted' };
      },
    },
    elapsed: () => kernel.now,
  };
  const spawn = (work: (view: PeerWorld) => Promise<void>, life: number, ended?: (error?: unknown) => void) =>
    kernel.spawn(peer.name, 0, (process) => work({ ...portsOf(wire.view(world, process)), elapsed: world.elapsed }), ended, life);
  const queue = new Queue<string>(
    kernel,
    chance,
    peer.tries,
    (message, ended) => spawn(async (view) => peer.receive?.(view, message), MINUTE, ended),
    { deadLetter: (message) => deadLetters.add(message) },
  );
  for (const { at, what } of scenario.actions) {
    if (what.kind !== 'unsubscribe' && what.kind !== 'suppress' && what.kind !== 'status') continue;
    const reader = readers[what.person];
    if (reader !== undefined) kernel.after(at, () => !unmailableSince.has(reader) && unmailableSince.set(reader, kernel.now));
  }
  let server: { alive: () => boolean } | undefined;
  let minute = 0;
  const tick = (): void => {
    if (!server?.alive()) {
      let ended = false;
      const process = spawn(
        (view) => peer.everyMinute(view, minute),
        peer.life === 'server' ? Number.POSITIVE_INFINITY : MINUTE,
        () => {
          ended = true;
        },
      );
      server = { alive: () => !ended && kernel.isAlive(process) };
    }
    minute += 1;
    if (minute < MINUTES) kernel.after(MINUTE, tick);
  };
  tick();
  await kernel.run(() => kernel.now - ZERO > MINUTES * MINUTE);
  const twice = [...mails.values()].reduce((sum, times) => sum + times - 1, 0);
  // A person can see what failed or is a dead letter. The loop believes that all else was sent.
  const seen =
    rows.get('campaign') === 'failed' || rows.get('campaign') === 'queueing' || deadLetters.has('enqueue') || deadLetters.has('issue');
  const missed = seen
    ? 0
    : readers.filter((reader) => !unmailableSince.has(reader) && !mails.has(reader) && !deadLetters.has(reader)).length;
  return { steps: kernel.steps, mails: [...mails.values()].reduce((sum, times) => sum + times, 0), twice, missed, afterUnsubscribe };
}

/** Returns the ports of a view, which is a proxy and cannot be spread. */
function portsOf({ store, people, queue, mailer }: PeerWorld): Omit<PeerWorld, 'elapsed'> {
  return { store, people, queue, mailer };
}
