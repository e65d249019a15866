import { addCosts, type Cost, openLambda } from './lambda.ts';
import { sendNaively, sendQueued } from './naive-run.ts';
import { sendDigest } from './newsroom-run.ts';
import type { Site } from './site.ts';
import type { Reader } from './week.ts';

/**
 * Who sends the same digest. `whole`: the cost of all of it; the newsroom's has tick, send and queue, although its peers plan nothing and
 * are given their audience. `sending`: of the process that calls SES.
 */
type Contender = { name: string; run(readers: Reader[]): Promise<{ whole: Cost; sending: Cost }> };

/** Opens the newsroom and what people would use instead. `environment`: of all processes; `ofTick`: of the tick, if it has another one. */
export async function openContenders(
  site: Site,
  environment: Record<string, string>,
  ofTick = environment,
): Promise<{ contenders: Contender[]; stop(): Promise<void> }> {
  const open = (name: string) => openLambda(site.bundleOf(name), name === 'tick' ? ofTick : environment);
  const [tick, send, naive, queued, nodemailer] = [
    await open('tick'),
    await open('send'),
    await open('naive'),
    await open('queued'),
    await open('nodemailer'),
  ];
  const peer = (name: string, run: (readers: Reader[]) => Promise<Cost>): Contender => ({
    name,
    run: async (readers) => {
      const cost = await run(readers);
      return { whole: cost, sending: cost };
    },
  });
  const newsroom = async (readers: Reader[]) => {
    const run = await sendDigest(site, { tick, send }, readers);
    return { whole: addCosts(run.tick, run.send, { wallMs: 0, cpuMs: 0, calls: run.queue }), sending: run.send };
  };
  return {
    contenders: [
      { name: 'Newsroom', run: newsroom },
      peer('naive loop, one after another', (readers) => sendNaively(site, naive, readers, 1)),
      peer('naive loop, ten at once', (readers) => sendNaively(site, naive, readers, 10)),
      peer('a queue with a message for each reader', (readers) => sendQueued(site, queued, readers)),
      peer('nodemailer with its SES transport, ten at once', (readers) => sendNaively(site, nodemailer, readers, 10)),
    ],
    stop: async () => void (await Promise.all([tick, send, naive, queued, nodemailer].map((lambda) => lambda.stop()))),
  };
}
