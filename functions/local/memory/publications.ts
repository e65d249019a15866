import type { Announcement, PlainPublications } from '#adapters/remembered-publications';
import type { WrittenCertificate } from '#core/certificate/written-certificate';
import type { PublicationId, PublicationRecord } from '#core/publication/publication';
import type { PeopleMonth } from '#core/report/people-month';
import type { Slug } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { isBefore } from '#core/time/compare';
import type { RequestedSummary } from '#core/transactional/sealed-summary';
import type { Progress, RetentionRun, TickLease } from '#ports';

/** As few as this: whoever was away for longer reads everything again. */
const KEPT_ANNOUNCED = 8;

export function memoryPublications(): PlainPublications {
  const storiesSeen = new Map<Slug, StorySeen>();
  const publications = new Map<PublicationId, PublicationRecord>();
  let announced: { total: number; newest: Announcement[] } = { total: 0, newest: [] };
  let progress: Progress | undefined;
  let morningSummary: RequestedSummary | undefined;
  const peopleMonths = new Map<string, PeopleMonth>();
  const certificates = new Map<PublicationId, WrittenCertificate>();
  let retentionRun: RetentionRun | undefined;
  let lease: TickLease | undefined;
  let form = 0;
  // The same list until one of its kind is written, as the remembered store has it.
  let lists: { records: PublicationRecord[] | undefined; seen: StorySeen[] | undefined } = { records: undefined, seen: undefined };
  const inOrder = <V>(map: Map<string, V>): V[] => [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  const byId = <V extends object>(map: Map<string, V>): V[] => inOrder(map).map(copy);
  // Of what is not written again there is one copy in all lists: after some years nearly all of it.
  const given = new Map<PublicationId, PublicationRecord>();
  const givenSeen = new Map<Slug, StorySeen>();
  const write = (record: PublicationRecord) => {
    lists = { ...lists, records: undefined };
    publications.set(record.id, record);
    given.set(record.id, copy(record));
  };
  return {
    takeLease: async (wanted, now) => {
      if (form > wanted.reads) return 'newer';
      if (lease && lease.holder !== wanted.holder && isBefore(now, lease.until)) return 'busy';
      lease = wanted;
      form = wanted.reads;
      return 'taken';
    },
    endLease: async ({ holder }) => {
      if (lease?.holder === holder) lease = undefined;
    },
    storiesSeen: async () => {
      lists.seen ??= inOrder(givenSeen);
      return lists.seen;
    },
    recordStorySeen: async (storySeen) => {
      lists = { ...lists, seen: undefined };
      storiesSeen.set(storySeen.slug, copy(storySeen));
      givenSeen.set(storySeen.slug, copy(storySeen));
    },
    progress: async () => progress,
    recordProgress: async (next) => {
      progress = next;
    },
    morningSummary: async () => morningSummary,
    recordMorningSummary: async (next) => {
      morningSummary = next;
    },
    retentionRun: async () => retentionRun,
    recordRetentionRun: async (next) => {
      retentionRun = next;
    },
    peopleMonths: async () => byId(peopleMonths),
    keepPeopleMonth: async (month) => {
      if (!peopleMonths.has(month.month)) peopleMonths.set(month.month, copy(month));
    },
    certificate: async (id) => certificates.get(id),
    keepCertificate: async (certificate) => {
      if (!certificates.has(certificate.publication)) certificates.set(certificate.publication, copy(certificate));
    },
    discrepancies: async () => byId(certificates).filter(({ wrong }) => wrong.length > 0),
    all: async () => {
      lists.records ??= inOrder(given);
      return lists.records;
    },
    announce: async (what) => {
      announced = { total: announced.total + 1, newest: [...announced.newest, what].slice(-KEPT_ANNOUNCED) };
    },
    announced: async () => announced,
    some: async (ids, stories) => ({
      records: ids.flatMap((id) => publications.get(id) ?? []).map(copy),
      seen: stories.flatMap((slug) => storiesSeen.get(slug) ?? []).map(copy),
    }),
    find: async (id) => {
      const record = publications.get(id);
      return record && copy(record);
    },
    add: async (record) => {
      if (publications.has(record.id)) return 'exists';
      write(copy(record));
      return 'added';
    },
    replace: async (record) => {
      if (publications.get(record.id)?.version !== record.version) return 'stale';
      write({ ...record, version: record.version + 1 });
      return 'replaced';
    },
  };
}

// Stores copies, because a store on the network shares no objects with its callers either.
function copy<V>(value: V): V {
  return { ...value };
}
