// The stored form of an audience chunk: an item of the ledger table below `HEAD#<publication>`, a key older than the name.
import { flag, type Item, id, list, map, number, record, text } from '#adapters/dynamo/item';
import type { AudienceChunk } from '#core/delivery/ledger';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';

type StoredChunk = Omit<AudienceChunk, 'members' | 'last'> & {
  last?: SubscriberId;
  /** Each distinct mail once; members name it by index. So 100 members take 4 KB instead of 11. */
  mails: string[];
  members: { id: SubscriberId; mail: number }[];
};

const chunkFields = record<StoredChunk>(
  {
    publication: id<PublicationId>(),
    chunk: number,
    group: number,
    end: flag,
    closed: flag,
    mails: list(text),
    members: list(map(record<StoredChunk['members'][number]>({ id: id<SubscriberId>(), mail: number }, {}))),
  },
  { last: id<SubscriberId>(), before: number },
);

export function writeChunk({ members, last, ...audienceChunk }: AudienceChunk): Item {
  const mails = [...new Set(members.map(({ mail }) => mail))];
  const stored = members.map(({ subscriber, mail }) => ({ id: subscriber, mail: mails.indexOf(mail) }));
  return chunkFields.write({ ...audienceChunk, mails, members: stored, ...(last === undefined ? {} : { last }) });
}

export function readChunk(item: Item): AudienceChunk {
  const { mails, members, last, ...audienceChunk } = chunkFields.read(item, 'audience chunk');
  return {
    ...audienceChunk,
    last,
    members: members.map(({ id, mail: index }) => {
      const mail = mails[index];
      if (mail === undefined)
        throw new Error(
          `A stored item is damaged: chunk ${audienceChunk.chunk} of ${audienceChunk.publication} lacks the mail of a member.`,
        );
      return { subscriber: id, mail };
    }),
  };
}
