// Finding people on the desk: the deployed bundle in a process of its own, with DynamoDB's emulator in another, beside many subscribers.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchWriteItemCommand, GetItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { openDynamo } from '#adapters/dynamo/client';
import { dynamoSubscribers } from '#adapters/dynamo/subscribers';
import { subscriberId } from '#adapters/identity/subscriber-id';
import { machine } from '#adapters/machine';
import { partitions } from '#adapters/stores';
import { readConfig } from '#config';
import type { Subscriber } from '#core/subscriber/subscriber';
import { writtenWords } from '#core/subscriber/word-list';
import type { Subscribers } from '#ports';
import { openChild } from './child.ts';
import { asking, each, type PageFigures } from './desk.ts';
import { openLambda } from './lambda.ts';
import type { Site } from './site.ts';

/** `few`: a name that a handful have. `many`: one that thousands have. */
export type SearchFigures = { subscribers: number; few: PageFigures; many: PageFigures };

const RULES = 'newsroom.yaml';
const NOW = Temporal.Instant.from('2026-01-05T08:00:00Z');
const FIRST = ['Ama', 'Ben', 'Charlotte', 'Deepak', 'Eleanor', 'Farah', 'George', 'Hannah', 'Isaac', 'Joy'];
const LAST = ['Smith', 'Okafor', 'Patel', 'Brown', 'Williams', 'Taylor', 'Kowalski', 'Evans', 'Begum'];
/** What a BatchWriteItem takes, and how many of them are under way. */
const BATCH = 25;
const LANES = 8;

/** Adds so many subscribers at a time, and looks for some of them `times` times. */
export async function measureSearch(
  { bundleOf }: Pick<Site, 'bundleOf'>,
  subscribers: readonly number[],
  times: number,
): Promise<SearchFigures[]> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-search-'));
  const standIns = openChild('stand-ins.ts', folder);
  try {
    const content = join(folder, 'content');
    await mkdir(content);
    const environment = await standIns.ask<Record<string, string>>('open', { content, rules: RULES });
    Object.assign(process.env, environment);
    const { tables } = readConfig(process.env);
    const store = dynamoSubscribers(openDynamo(), tables, machine);
    const figures: SearchFigures[] = [];
    let there = 0;
    let minutes = 0;
    for (const many of subscribers) {
      await write(tables.subscribers, store, { from: there, until: many });
      there = many;
      // The rounds of a tick: everybody is read for the lists when the next day has begun.
      for (const after of [24 * 60, 20, 20]) {
        minutes += after;
        await store.keepCounts(NOW.add({ minutes }), () => true);
      }
      const lambda = await openLambda(bundleOf('desk'), environment);
      const ask = asking(lambda, NOW);
      const find = (sought: string, shows: string) =>
        each(times, () => ask('/desk/people/find', shows, new URLSearchParams({ sought }).toString()));
      const { name, address } = personOf(many - 1);
      const [first = ''] = name.split(' ');
      // The part before the @ has a word that at most ten other words begin with.
      figures.push({ subscribers: many, few: await find(address.slice(0, address.indexOf('@')), name), many: await find(first, first) });
      await lambda.stop();
    }
    return figures;
  } finally {
    await standIns.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One is saved, and the items of the others are made like that one's: a hundred thousand saves would take minutes. */
async function write(table: string, store: Subscribers, { from, until }: { from: number; until: number }): Promise<void> {
  const client = openDynamo();
  await store.save(personOf(from));
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(personOf(from)), ConsistentRead: true }));
  const batches = Array.from({ length: Math.ceil((until - from - 1) / BATCH) }, (_, i) => from + 1 + i * BATCH).values();
  const lane = async () => {
    for (const first of batches) {
      const puts = Array.from({ length: Math.min(BATCH, until - first) }, (_, i): WriteRequest => {
        const person = personOf(first + i);
        const { id, name, address } = person;
        const own = { id: { S: id }, name: { S: name }, address: { S: address }, words: { S: writtenWords(person) } };
        return { PutRequest: { Item: { ...Item, ...keyOf(person), ...own } } };
      });
      await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  client.destroy();
}

function personOf(i: number): Subscriber {
  const [first, last] = [FIRST[i % FIRST.length] ?? '', LAST[i % LAST.length] ?? ''];
  const address = `${first}.${last}${i}@trust-${i % 11}.example.org`.toLowerCase();
  const id = subscriberId('bench', address);
  return {
    id,
    address,
    name: `${first} ${last}`,
    frequency: 'each',
    topics: [],
    status: 'confirmed',
    organisation: 'devon',
    confirmedAt: NOW,
  };
}

const keyOf = ({ id }: Subscriber) => ({ pk: { S: partitions.subscribers.key + id.charAt(0) }, sk: { S: id } });
