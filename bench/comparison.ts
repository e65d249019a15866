import { sumOf } from './calls.ts';
import { addCosts, type Cost, openLambda } from './lambda.ts';
import { median } from './median.ts';
import { sendNaively, sendQueued } from './naive-run.ts';
import { sendDigest } from './newsroom-run.ts';
import type { Say } from './say.ts';
import type { Site } from './site.ts';

const WARM_UP_READERS = 200;

/** The figures of one email: medians over the rounds, and the cost as a multiple of the newsroom's in the same round. */
export type Contender = { name: string; cpuMs: number; perSecond: number; calls: number; timesCpu: Ratio; timesWall: Ratio };
type Ratio = { median: number; least: number; most: number };

/** As near as can be: SES and DynamoDB speak TLS, and wait for nothing. */
const NEAR = { sesMs: 0, dynamoMs: 0 };

/** Runs the newsroom and its peers in turn, in warm processes, over TLS. Each round begins with another contender. */
export async function compare(site: Site, say: Say, { count, rounds }: { count: number; rounds: number }): Promise<Contender[]> {
  const environment = { ...site.environment, ...(await site.standIns.ask<Record<string, string>>('far', NEAR)) };
  const open = (name: string) => openLambda(site.bundleOf(name), environment);
  const [tick, send, naive, queued, nodemailer] = [
    await open('tick'),
    await open('send'),
    await open('naive'),
    await open('queued'),
    await open('nodemailer'),
  ];
  let readers = await site.grow(WARM_UP_READERS);
  const contenders = [
    { name: 'Newsroom', run: async () => wholeOf(await sendDigest(site, { tick, send }, readers)) },
    { name: 'naive loop, one after another', run: () => sendNaively(site, naive, readers, 1) },
    { name: 'naive loop, ten at once', run: () => sendNaively(site, naive, readers, 10) },
    { name: 'a queue with a message for each reader', run: () => sendQueued(site, queued, readers) },
    { name: 'nodemailer with its SES transport, ten at once', run: () => sendNaively(site, nodemailer, readers, 10) },
  ].map((contender) => ({ ...contender, costs: [] as Cost[] }));
  for (const { run } of contenders) await run();
  readers = await site.grow(count);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(round + turn) % contenders.length];
      contender?.costs.push(await contender.run());
    }
    say(
      `  round ${round + 1} of ${rounds}: ${contenders.map(({ costs }) => `${((costs.at(-1)?.cpuMs ?? 0) / count).toFixed(2)} ms`).join(', ')} of CPU an email`,
    );
  }
  await Promise.all([tick, send, naive, queued, nodemailer].map((lambda) => lambda.stop()));
  const ours = contenders[0]?.costs ?? [];
  return contenders.map(({ name, costs }) => ({
    name,
    cpuMs: median(costs.map(({ cpuMs }) => cpuMs / count)),
    perSecond: median(costs.map(({ wallMs }) => (count * 1000) / wallMs)),
    calls: median(costs.map(({ calls }) => sumOf(calls) / count)),
    timesCpu: ratio(costs.map(({ cpuMs }, round) => cpuMs / (ours[round]?.cpuMs ?? Number.NaN))),
    timesWall: ratio(costs.map(({ wallMs }, round) => wallMs / (ours[round]?.wallMs ?? Number.NaN))),
  }));
}

/** The newsroom's whole cost: tick, send and queue, although the naive loop plans nothing and is given its audience. */
function wholeOf({ tick, send, queue }: Awaited<ReturnType<typeof sendDigest>>): Cost {
  return addCosts(tick, send, { wallMs: 0, cpuMs: 0, calls: queue });
}

function ratio(values: number[]): Ratio {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
