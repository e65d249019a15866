// An in-memory newsroom with both its web apps, called as the HTTP API calls them.

import { Temporal } from 'temporal-polyfill';
import type { Deployed } from '#core/parsing/source-file';
import { readNewsroom } from '#core/story/snapshot';
import type { Subscriber } from '#core/subscriber/subscriber';
import { senderProfileOf } from '#core/transactional/transactional-email';
import { send } from '#flow/email/send-chunk';
import { post } from '#flow/social/post-parts';
import { tick } from '#flow/tick';
import { sendTestEmail } from '#flow/transactional/send-test-email';
import { sendTransactional } from '#flow/transactional/send-transactional';
import { openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';
import { desk } from '#web/desk/desk';
import { publicSite } from '#web/site/public';

export const SITE = 'https://news.example.org';

export const RULES = `name: Sample Improvement Collaborative
short_name: SIC
timezone: Europe/London
site: ${SITE}
sender:
  name: Sample Collaborative
  address: news@example.org
  reply_to: team@example.org
  postal_address: Sample Collaborative, 1 Example Street, Bristol BS1 1AA
x:
  handle: sample
  hashtags: [QualityImprovement]
topics:
  leadership: Leadership
  medication: Medication
organisations:
  avon: Avon
digests:
  weekly: { every: week, on: Thursday, at: "08:30" }
  upcoming_events: 60 days
events:
  reminders: [7 days]
  at: "09:00"
  follow_up: 1 day
social:
  slots: ["09:00", "17:00"]
  monthly_budget_usd: 10
`;

export const POST = `---
title: What we learned
author: Ama Bright
role: Nurse
published: 2019-09-12T09:00
topics: [medication]
summary: Three things that surprised us.
---

We went to see **how others do it**.
`;

export const EVENT = `---
title: Spring session
starts: 2020-03-26T09:30
ends: 2020-03-26T16:30
venue: Bristol
registration: https://example.org/book
published: 2020-01-14T10:00
summary: A day to share what works.
---

Bring a colleague.
`;

/** A picture of one pixel. */
export const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);

type Options = { files?: Record<string, string | Uint8Array>; people?: Partial<Subscriber>[]; at?: string };

/** Opens a newsroom at a London time. `people` are confirmed and get each post unless they say otherwise. */
export async function sampleNewsroom({ files = {}, people = [{}], at = '2019-09-12T08:00' }: Options = {}) {
  const memory = openMemoryWorld({
    files: { 'newsroom.yaml': RULES, 'posts/what-we-learned.md': POST, 'events/spring.md': EVENT, ...files },
  });
  const { world } = memory;
  for (const [i, person] of people.entries()) {
    const address = person.address ?? `person${i}@avon.example.org`;
    await world.subscribers.save({
      id: world.subscribers.idOf(address),
      address,
      name: 'Ama',
      frequency: 'each',
      topics: [],
      status: 'confirmed',
      organisation: 'avon',
      ...person,
    });
  }
  const london = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/London').toInstant();
  memory.time.now = london(at);
  const apps = { public: publicSite(world), desk: desk(world, 'none') };
  const ask = (path: string, init: RequestInit = {}, now = memory.time.now) => {
    const app = path.startsWith('/desk') ? apps.desk : apps.public;
    return app.request(`${SITE}${path}`, init, { event: { requestContext: { timeEpoch: now.epochMilliseconds } } });
  };
  /** Stands in for a tick before any that a test makes: it has recorded the sender, and nothing was due. */
  const recordSender = async () => {
    const { newsroom } = readNewsroom(await world.content.read());
    const now = memory.time.now.subtract({ nanoseconds: 1 });
    if (newsroom && !(await world.publications.progress()))
      await world.publications.recordProgress({ opened: now, until: now, sender: senderProfileOf(newsroom.rules) });
  };
  /** Sends every queued transactional email. */
  const sendAllTransactional = async () => {
    await recordSender();
    for (const job of memory.enqueued.transactional.splice(0)) await sendTransactional(world, job);
  };
  /** The first tick comes when the newsroom opens, and sees the stories of the beginning. */
  const open = async () => {
    if (!(await world.publications.progress())) await tick(world, london(at));
  };
  /** Ticks at this London time and the two minutes after it, and works on every queued job. */
  const moveTo = async (text: string) => {
    await open();
    memory.time.now = london(text);
    for (let minute = 0; minute < 3; minute += 1) {
      await tick(world, memory.time.now);
      for (const job of memory.enqueued.send.splice(0)) await send(world, job);
      for (const job of memory.enqueued.post.splice(0)) await post(world, job);
      for (const job of memory.enqueued.tests.splice(0)) await sendTestEmail(world, job);
      await sendAllTransactional();
      memory.time.now = memory.time.now.add({ minutes: 1 });
    }
  };
  const anyone = world.subscribers.idOf('person0@avon.example.org');
  return {
    ...memory,
    apps,
    ask,
    moveTo,
    sendAllTransactional,
    london,
    anyone,
    page: async (path: string) => (await ask(path)).text(),
  };
}

/** Makes the rules of a newsroom agree with a stack on AWS from now on. */
export function deployAt({ world }: { world: Pick<World, 'content'> }, deployed: Deployed): void {
  const read = world.content.read;
  world.content.read = async () => {
    const { rules, ...others } = await read();
    return { rules: { ...rules, deployed }, ...others };
  };
}
