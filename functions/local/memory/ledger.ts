import { type AudienceChunk, type Delivery, type GroupAddress, holds } from '#core/delivery/ledger';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { Ledger } from '#ports';

type Group = Map<SubscriberId, Delivery>;

export function memoryLedger(): Ledger {
  const audienceChunks = new Map<string, AudienceChunk>();
  const chunks = new Map<string, Map<number, Group>>();
  const doubles = new Map<PublicationId, Map<string, { subscriber: SubscriberId; receipt: string }>>();
  const key = (publication: PublicationId, chunk: number) => `${publication}#${chunk}`;
  const stored = (at: GroupAddress): Group => chunks.get(key(at.publication, at.chunk))?.get(at.group) ?? new Map();
  return {
    chunk: async (publication, chunk) => {
      const audienceChunk = audienceChunks.get(key(publication, chunk));
      return audienceChunk && { ...audienceChunk };
    },
    newestChunk: async (publication) => {
      let chunk = 0;
      while (audienceChunks.has(key(publication, chunk))) chunk += 1;
      const audienceChunk = audienceChunks.get(key(publication, chunk - 1));
      return audienceChunk && { ...audienceChunk };
    },
    openChunks: async (publication, from, most) => {
      const open: AudienceChunk[] = [];
      for (let chunk = from; open.length < most; chunk += 1) {
        const audienceChunk = audienceChunks.get(key(publication, chunk));
        if (!audienceChunk) break;
        if (!audienceChunk.closed && !audienceChunk.end) open.push({ ...audienceChunk });
      }
      return open;
    },
    addChunk: async (audienceChunk) => {
      const at = key(audienceChunk.publication, audienceChunk.chunk);
      if (audienceChunks.has(at)) return 'exists';
      audienceChunks.set(at, { ...audienceChunk, members: [...audienceChunk.members] });
      return 'added';
    },
    closeChunk: async (publication, chunk) => {
      const audienceChunk = audienceChunks.get(key(publication, chunk));
      if (!audienceChunk) throw new Error(`${publication} has no chunk ${chunk} to close.`);
      audienceChunk.closed = true;
    },
    group: async (at) => new Map(stored(at)),
    groups: async (publication, chunk) => {
      const groups = chunks.get(key(publication, chunk)) ?? new Map<number, Group>();
      return new Map([...groups].sort(([a], [b]) => a - b).map(([number, group]) => [number, new Map(group)]));
    },
    change: async (at, changes) => {
      const group = stored(at);
      if (!changes.every(({ subscriber, expect }) => holds(expect, group.get(subscriber)))) return 'refused';
      if (new Set(changes.map(({ subscriber }) => subscriber)).size < changes.length) throw new Error('A change names one member twice.');
      const next = new Map([...group, ...changes.map(({ subscriber, to }): [SubscriberId, Delivery] => [subscriber, to])]);
      const groups = chunks.get(key(at.publication, at.chunk)) ?? new Map<number, Group>();
      if (changes.length > 0) chunks.set(key(at.publication, at.chunk), groups.set(at.group, next));
      return 'written';
    },
    recordDuplicate: async (at, subscriber, receipt) => {
      const recorded = doubles.get(at.publication) ?? new Map<string, { subscriber: SubscriberId; receipt: string }>();
      doubles.set(at.publication, recorded.set(`${at.chunk}#${at.group}#${subscriber}#${receipt}`, { subscriber, receipt }));
    },
    duplicates: async (publication) => [...(doubles.get(publication) ?? [])].map(([, duplicate]) => duplicate),
    removeChunk: async (publication, chunk) => {
      chunks.delete(key(publication, chunk));
      audienceChunks.delete(key(publication, chunk));
    },
    removeDuplicates: async (publication) => void doubles.delete(publication),
  };
}
