import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openDeskWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { composeEmail } from '#core/email/compose-email';
import type { EmailInput } from '#core/email/email-input';
import { withoutMorningSummary } from '#local/rehearsal/without-morning-summary';
import { bundle } from '#tools/bundle';
import { type Child, openChild } from './child.ts';
import { readDigest, storyAddresses } from './digest.ts';
import { naiveTemplate } from './naive-mail.ts';
import { type Reader, readers, subscriberOf, writeWeek } from './week.ts';

/** Everything that a run needs but does not measure. */
export type Site = {
  standIns: Child;
  /** Environment variables with which the bundles find the stand-ins. */
  environment: Record<string, string>;
  world: Awaited<ReturnType<typeof openDeskWorld>>;
  sqs: SQSClient;
  sendQueue: string;
  digest: EmailInput;
  /** Web addresses that every copy of the digest shows. */
  shows: string[];
  /** The bundle of a deployed Lambda, or of one of the peers. */
  bundleOf(name: string): string;
  /** Adds confirmed readers until there are `count`. @throws when there are more already. */
  grow(count: number): Promise<Reader[]>;
  close(): Promise<void>;
};

const DEPLOYED = join(import.meta.dirname, '..', 'dist');
/** What people would use instead, each a bundle of the file of that name. */
const PEERS = ['naive', 'queued', 'nodemailer'];
const CONTENT = 'content';
const RULES = 'newsroom.yaml';

export async function openSite(): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-bench-'));
  const content = join(folder, 'content');
  await writeWeek(CONTENT, content);
  // The morning summary is one mail a day for any number of readers: the cost of an email is measured without it.
  const rules = join(folder, RULES);
  // The stories of the bench's week are first seen after their own time: they go out without a yes.
  await writeFile(rules, `${withoutMorningSummary(await readFile(RULES, 'utf8')).replace(/^saved_late:.*$/m, '')}\nsaved_late: send\n`);
  const digest = await readDigest(content, rules);
  await writeFile(join(folder, 'naive.json'), JSON.stringify(naiveTemplate(composeEmail(digest), digest.rules)));
  await bundle(Object.fromEntries(PEERS.map((name) => [name, join(import.meta.dirname, `${name}.ts`)])), folder);

  const standIns = openChild('stand-ins.ts', folder);
  const given = await standIns.ask<Record<string, string>>('open', { content, rules });
  const environment = { ...given, NAIVE_TEMPLATE: join(folder, 'naive.json'), NAIVE_SECRETS: join(folder, 'secrets.json') };
  Object.assign(process.env, environment);
  const config = readConfig(process.env);
  const world = await openDeskWorld(config);
  const known: Reader[] = [];
  return {
    standIns,
    environment,
    world,
    sqs: new SQSClient({}),
    sendQueue: config.queues.send,
    digest,
    shows: storyAddresses(digest),
    bundleOf: (name) => join(PEERS.includes(name) ? folder : DEPLOYED, name, 'index.mjs'),
    async grow(count) {
      if (count < known.length) throw new Error(`The newsroom has ${known.length} readers already, and cannot have ${count}.`);
      const fresh = readers(count).slice(known.length);
      known.push(...fresh);
      const waiting = fresh.values();
      const lane = async () => {
        for (const reader of waiting) await world.subscribers.save(subscriberOf(reader, world.subscribers.idOf));
      };
      await Promise.all(Array.from({ length: 20 }, lane));
      return [...known];
    },
    async close() {
      await standIns.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
