import { flag, type Item, id, list, map, number, record, text } from '#adapters/dynamo/item';
import type { ChunkHead } from '#core/delivery/ledger';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';

type StoredHead = Omit<ChunkHead, 'members' | 'last'> & {
  last?: SubscriberId;
  /** Each distinct mail once, with the members it is for: a hundred members are 4 KB, and not 11. */
  mails: string[];
  members: { id: SubscriberId; mail: number }[];
};

const headFields = record<StoredHead>(
  {
    publication: id<PublicationId>(),
    chunk: number,
    group: number,
    end: flag,
    closed: flag,
    mails: list(text),
    members: list(map(record<StoredHead['members'][number]>({ id: id<SubscriberId>(), mail: number }, {}))),
  },
  { last: id<SubscriberId>() },
);

export function writeHead({ members, last, ...head }: ChunkHead): Item {
  const mails = [...new Set(members.map(({ mail }) => mail))];
  const stored = members.map(({ subscriber, mail }) => ({ id: subscriber, mail: mails.indexOf(mail) }));
  return headFields.write({ ...head, mails, members: stored, ...(last === undefined ? {} : { last }) });
}

export function readHead(item: Item): ChunkHead {
  const { mails, members, last, ...head } = headFields.read(item, 'head');
  return {
    ...head,
    last,
    members: members.map(({ id, mail: index }) => {
      const mail = mails[index];
      if (mail === undefined)
        throw new Error(`A stored item is damaged: chunk ${head.chunk} of ${head.publication} lacks the mail of a member.`);
      return { subscriber: id, mail };
    }),
  };
}
