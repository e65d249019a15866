import { Temporal } from 'temporal-polyfill';
import {
  type ChangeNote,
  countedSubscribers,
  type PlainSubscribers,
  type StoredCounts,
  type StoredList,
  unchanged,
} from '#adapters/counted-subscribers';
import { subscriberId } from '#adapters/identity/subscriber-id';
import type { TransactionalKey } from '#core/delivery/transactional-key';
import type { Signup } from '#core/signup/signup';
import type { PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import { isSought } from '#core/subscriber/sought-people';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons, type SuppressionEntry, withEntry } from '#core/subscriber/suppression';
import { isBefore } from '#core/time/compare';
import type { TransactionalEmail } from '#core/transactional/transactional-email';
import type { PendingUnsubscribes, RateCounters, Signups, Subscribers, Suppressions, TransactionalEmails } from '#ports';

/** Everybody is in one shard. A part of it has the ids that begin with one digit. */
const SHARD = '';

export function memoryPeople(known: Subscriber[]): { subscribers: Subscribers; suppressions: Suppressions } {
  const { subscribers, suppressions } = plainMemoryPeople(known);
  let nonces = 0;
  return { subscribers: countedSubscribers(subscribers, { nonce: () => String(nonces++) }), suppressions };
}

/** The stores without the notes of changes: each call does one thing. */
export function plainMemoryPeople(known: Subscriber[]): { subscribers: PlainSubscribers; suppressions: Suppressions } {
  const people = new Map<SubscriberId, Subscriber>(known.map((subscriber) => [subscriber.id, { version: 1, ...subscriber }]));
  const logs = new Map<SubscriberId, SuppressionEntry[]>();
  // Sorted again only after ids were added or removed: an audience of thousands is read page by page.
  let order: SubscriberId[] | undefined;
  const isSuppressed = (id: SubscriberId): boolean => activeReasons(logs.get(id) ?? []).length > 0;
  const change = (subscriber: Subscriber): void => {
    if (!people.has(subscriber.id)) order = undefined;
    people.set(subscriber.id, { ...subscriber, version: (subscriber.version ?? 0) + 1 });
  };
  const append = (id: SubscriberId, entry: SuppressionEntry): boolean => {
    const log = withEntry(logs.get(id) ?? [], entry);
    if (log) logs.set(id, log);
    return log !== undefined;
  };

  const notes = new Map<SubscriberId, ChangeNote>();
  let counts: StoredCounts | undefined;
  const lists = new Map<string, StoredList>();
  const within = (place: string) => [...people.values()].filter(({ id }) => id.startsWith(place));
  const subscribers: PlainSubscribers = {
    shards: [SHARD],
    within: async function* (place) {
      yield* within(place);
    },
    soughtWithin: async (place, sought) => within(place).filter((person) => isSought(person, sought)),
    some: async (ids) => ids.flatMap((id) => people.get(id) ?? []),
    note: async ({ from, ...note }) => {
      const before = notes.get(note.id);
      const first = before ? before.from : from;
      notes.set(note.id, { ...note, ...(first === undefined ? {} : { from: first }) });
    },
    shardOf: () => SHARD,
    notes: async (most = Number.POSITIVE_INFINITY) => [...notes.values()].slice(0, most),
    removeNote: async ({ id, token }) => {
      if (notes.get(id)?.token === token) notes.delete(id);
    },
    counts: async () => new Map(counts ? [[SHARD, counts]] : []),
    replaceCounts: async (_, version, next) => {
      if ((counts?.version ?? 0) !== version) return false;
      counts = { version: version + 1, counts: next };
      return true;
    },
    partOf: (id) => id.charAt(0),
    wordLists: async (_, known) => new Map([...lists].map(([part, list]) => [part, unchanged(known?.get(part), list.version) ?? list])),
    replaceList: async (part, version, list) => {
      if ((lists.get(part)?.version ?? 0) !== version) return false;
      lists.set(part, { version: version + 1, list });
      return true;
    },
    forgetList: async (part) => void lists.set(part, { version: (lists.get(part)?.version ?? 0) + 1 }),
    page: async (after, limit) => {
      order ??= [...people.keys()].sort();
      const start = after === undefined ? 0 : firstAfter(order, after);
      const ids = order.slice(start, start + limit);
      const last = ids.at(-1);
      const page = ids.flatMap((id) => people.get(id) ?? []);
      return last !== undefined && start + limit < order.length ? { subscribers: page, next: last } : { subscribers: page };
    },
    find: async (id) => people.get(id),
    save: async (subscriber) => {
      if (people.get(subscriber.id)?.version !== subscriber.version) return 'stale';
      change(subscriber);
      return 'saved';
    },
    unsubscribe: async (id, at, method) => {
      const subscriber = people.get(id);
      if (!subscriber) return 'unknown';
      if (subscriber.status !== 'confirmed' && subscriber.status !== 'pending') return 'already-unsubscribed';
      change({ ...subscriber, status: 'unsubscribed', unsubscribed: { at, method } });
      return 'unsubscribed';
    },
    markAs: async (id, status) => {
      const subscriber = people.get(id);
      if (subscriber?.status === 'confirmed' || subscriber?.status === 'pending') change({ ...subscriber, status });
    },
    remove: async (id, version) => {
      if (version !== undefined && people.get(id)?.version !== version) return;
      people.delete(id);
      order = undefined;
    },
    readForSending: async (ids) => ({
      people: new Map(
        ids.map((id) => {
          const subscriber = people.get(id);
          return [id, { ...(subscriber ? { subscriber } : {}), suppressed: isSuppressed(id) }];
        }),
      ),
      unread: new Set(),
    }),
    outline: async (every, { after, until } = {}) => {
      order ??= [...people.keys()].sort();
      const ids = order.filter((id) => (after === undefined || id > after) && (until === undefined || id <= until));
      const counts = { pending: 0, confirmed: 0, unsubscribed: 0, bounced: 0, complained: 0 };
      for (const id of ids) counts[people.get(id)?.status ?? 'pending'] += 1;
      return { counts, ends: ids.filter((_, i) => (i + 1) % every === 0) };
    },
    idOf: (address) => subscriberId('memory', address),
  };

  const suppressions: Suppressions = {
    add: async (id, why, at) => void append(id, { why, at }),
    reopen: async (id, why, at) => (append(id, { why, at }) ? 'open' : 'refused'),
    has: async (id) => isSuppressed(id),
    log: async (id) => logs.get(id) ?? [],
  };
  return { subscribers, suppressions };
}

export function memoryPendingUnsubscribes(): PendingUnsubscribes {
  const pendingUnsubscribes = new Map<SubscriberId, PendingUnsubscribe>();
  return {
    record: async (pending) => {
      if (!pendingUnsubscribes.has(pending.id)) pendingUnsubscribes.set(pending.id, pending);
    },
    open: async () => [...pendingUnsubscribes.values()],
    markInBurst: async ({ id }) => {
      const pending = pendingUnsubscribes.get(id);
      if (pending) pendingUnsubscribes.set(id, { ...pending, inBurst: true });
    },
    close: async (id) => void pendingUnsubscribes.delete(id),
  };
}

export function memorySignups(): Signups {
  const signups = new Map<string, Signup>();
  const name = (id: SubscriberId, form = '') => `${id} ${form}`;
  return {
    find: async (id, form) => signups.get(name(id, form)),
    to: async (id) => [...signups.values()].filter((signup) => signup.id === id),
    put: async (signup) => void signups.set(name(signup.id, signup.form), signup),
    remove: async (id, form) => void signups.delete(name(id, form)),
    async *olderThan(before) {
      for (const signup of [...signups.values()]) if (isBefore(signup.asked, before)) yield signup;
    },
  };
}

export function memoryTransactionalEmails(): TransactionalEmails {
  const emails = new Map<string, TransactionalEmail>();
  const name = ({ to, kind, day }: TransactionalKey) => `${to} ${kind} ${day}`;
  return {
    add: async (email) => {
      if (emails.has(name(email))) return 'exists';
      emails.set(name(email), { ...email, state: 'waiting' });
      return 'added';
    },
    to: async (id) => [...emails.values()].filter(({ to }) => to === id),
    async *all() {
      yield* [...emails.values()];
    },
    remove: async (email) => void emails.delete(name(email)),
    change: async (email, from, state) => {
      const known = emails.get(name(email));
      if (known?.state !== from) return 'refused';
      emails.set(name(email), { ...known, state });
      return 'written';
    },
    removeAllTo: async (id, before) => {
      for (const [key, { to, day }] of [...emails])
        if (to === id && (before === undefined || Temporal.PlainDate.compare(day, before) < 0)) emails.delete(key);
    },
  };
}

export function memoryRateCounters(): RateCounters {
  const counts = new Map<string, number>();
  const windowOf = (what: string, seconds: number, now: Temporal.Instant) =>
    `${what} ${Math.floor(now.epochMilliseconds / 1000 / seconds)}`;
  return {
    count: async (what, seconds, now) => {
      const window = windowOf(what, seconds, now);
      const count = (counts.get(window) ?? 0) + 1;
      counts.set(window, count);
      return count;
    },
    counted: async (what, seconds, now) => counts.get(windowOf(what, seconds, now)) ?? 0,
    forget: async (what, seconds, now) => void counts.delete(windowOf(what, seconds, now)),
  };
}

function firstAfter(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
