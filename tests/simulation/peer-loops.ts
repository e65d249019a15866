// The send loops of other projects, reduced to the order of their effects and their rules for retries. Written by us, without their code,
// from a reading of their source in 2026.

/** What a loop can use: a store, people, a queue that brings a message again when its receiver fails, and a mailer. */
export type PeerWorld = {
  store: {
    get(key: string): Promise<string | undefined>;
    put(key: string, value: string): Promise<void>;
    remove(key: string): Promise<void>;
    putIfAbsent(key: string, value: string): Promise<boolean>;
    /** Returns the next readers after a cursor, and moves the cursor in the same statement. */
    takeBatch(cursor: string, size: number): Promise<string[]>;
  };
  people: { confirmed(): Promise<string[]>; isConfirmed(name: string): Promise<boolean> };
  queue: { enqueue(message: string): Promise<void> };
  mailer: { send(to: string): Promise<{ kind: 'accepted' | 'unknown' }> };
  elapsed(): number;
};

/** A send loop. `life`: a server runs on and is restarted after a crash; a lambda is killed after one minute. */
export type Peer = {
  name: string;
  life: 'server' | 'lambda';
  /** How often a message is received before it goes to the dead-letter queue, where a person may see it. */
  tries: number;
  /** Runs every minute if the previous run has ended. */
  everyMinute(world: PeerWorld, minute: number): Promise<void>;
  receive?(world: PeerWorld, message: string): Promise<void>;
};

/** Sends as an SDK or an SMTP pool does: it tries again without an answer, and then fails. */
async function sendWithRetries(world: PeerWorld, to: string, tries: number): Promise<void> {
  for (let i = 0; i < tries; i += 1) if ((await world.mailer.send(to)).kind === 'accepted') return;
  throw new Error('No answer.');
}

/** The cursor moves when the batch is read. An error is logged, and its reader is never tried again. */
const listmonk: Peer = {
  name: 'listmonk',
  life: 'server',
  tries: 1,
  async everyMinute(world) {
    if ((await world.store.get('campaign')) === 'finished') return;
    for (;;) {
      const batch = await world.store.takeBatch('cursor', 3);
      if (batch.length === 0) break;
      for (const reader of batch) await sendWithRetries(world, reader, 2).catch(() => undefined);
    }
    await world.store.put('campaign', 'finished');
  },
};

/** Each reader has a message. The row is written after the mail, and never read before it. */
const antsDispatch: Peer = {
  name: 'ants-dispatch',
  life: 'lambda',
  tries: 5,
  async everyMinute(world) {
    if (await world.store.putIfAbsent('campaign', 'queueing')) await world.queue.enqueue('enqueue');
  },
  async receive(world, message) {
    if (message !== 'enqueue') {
      await sendWithRetries(world, message, 3);
      return world.store.put(`row ${message}`, 'sent');
    }
    if ((await world.store.get('campaign')) === 'failed') throw new Error('Unexpected status.');
    try {
      for (const reader of await world.people.confirmed()) {
        await world.store.put(`row ${reader}`, 'pending');
        await world.queue.enqueue(reader);
      }
      await world.store.put('campaign', 'sending');
    } catch (error) {
      await world.store.put('campaign', 'failed');
      throw error;
    }
  },
};

/** One invocation mails all readers, and records that at its end. */
const newsletterService: Peer = {
  name: 'newsletter-service',
  life: 'lambda',
  tries: 3,
  async everyMinute(world, minute) {
    if (minute === 0) await world.queue.enqueue('issue');
  },
  async receive(world) {
    const readers: string[] = [];
    for (const reader of await world.people.confirmed()) if ((await world.store.get(`last ${reader}`)) !== 'issue') readers.push(reader);
    for (const reader of readers) await sendWithRetries(world, reader, 3);
    for (const reader of readers) await world.store.put(`last ${reader}`, 'issue');
  },
};

/** A row says "sent" before the mail is sent. An error sets it back. */
const mailtrain: Peer = {
  name: 'Mailtrain',
  life: 'server',
  tries: 1,
  async everyMinute(world) {
    if ((await world.store.get('campaign')) === 'finished') return;
    let open = 0;
    for (const reader of await readersOnce(world)) {
      if ((await world.store.get(`row ${reader}`)) === 'sent') continue;
      await world.store.put(`row ${reader}`, 'sent');
      try {
        await sendWithRetries(world, reader, 1);
      } catch {
        open += 1;
        await world.store.put(`row ${reader}`, 'scheduled');
      }
    }
    if (open === 0) await world.store.put('campaign', 'finished');
  },
};

/** A row is read before the mail and written after it. A row that is still "created" after an hour is tried again. */
const notify: Peer = {
  name: 'GOV.UK Notify',
  life: 'lambda',
  tries: 5,
  async everyMinute(world, minute) {
    for (const reader of await readersOnce(world)) {
      const row = await world.store.get(`row ${reader}`);
      if (row === 'sending') continue;
      if (row === undefined) await world.store.put(`row ${reader}`, 'created');
      if (row === undefined || minute % 60 === 59) await world.queue.enqueue(reader);
    }
  },
  async receive(world, reader) {
    if ((await world.store.get(`row ${reader}`)) !== 'created') return;
    await sendWithRetries(world, reader, 1);
    await world.store.put(`row ${reader}`, 'sending');
  },
};

/** An idempotency record surrounds the send. It is deleted when the send throws, and expires after a minute. */
const powertools: Peer = {
  name: 'Powertools idempotency',
  life: 'lambda',
  tries: 5,
  async everyMinute(world) {
    for (const reader of await readersOnce(world))
      if ((await world.store.get(`row ${reader}`)) !== 'completed') await world.queue.enqueue(reader);
  },
  async receive(world, reader) {
    const row = await world.store.get(`row ${reader}`);
    if (row === 'completed') return;
    if (row !== undefined && world.elapsed() < Number(row)) throw new Error('Already in progress.');
    if (row !== undefined) await world.store.remove(`row ${reader}`);
    if (!(await world.store.putIfAbsent(`row ${reader}`, String(world.elapsed() + 60_000)))) throw new Error('Already in progress.');
    try {
      await sendWithRetries(world, reader, 3);
    } catch (error) {
      await world.store.remove(`row ${reader}`);
      throw error;
    }
    await world.store.put(`row ${reader}`, 'completed');
  },
};

/** Returns the audience, which is fixed at its first reading. */
async function readersOnce(world: PeerWorld): Promise<string[]> {
  const known = await world.store.get('audience');
  if (known !== undefined) return known.split(' ');
  const readers = await world.people.confirmed();
  await world.store.putIfAbsent('audience', readers.join(' '));
  return ((await world.store.get('audience')) ?? '').split(' ');
}

export const PEERS: Peer[] = [listmonk, antsDispatch, newsletterService, mailtrain, notify, powertools];
