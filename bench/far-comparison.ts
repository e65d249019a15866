import { openLambda } from './lambda.ts';
import { sendNaively, sendQueued } from './naive-run.ts';
import { sendDigest } from './newsroom-run.ts';
import type { Site } from './site.ts';

/**
 * Emails a second of one process, when responses of SES and DynamoDB take as long as within an AWS region. `rates`: of the contenders of
 * the comparison, in their order.
 */
export type FarFigures = { sesMs: number; dynamoMs: number; rates: number[] };

const AWAY = { sesMs: 60, dynamoMs: 5 };

/** Runs each contender once to warm up first, except the sequential loop, which mostly waits. */
export async function compareFarAway(site: Site, count: number): Promise<FarFigures> {
  const readers = await site.grow(count);
  const far = { ...site.environment, ...(await site.standIns.ask<Record<string, string>>('far', AWAY)) };
  const tick = await openLambda(site.bundleOf('tick'), site.environment);
  const open = (name: string) => openLambda(site.bundleOf(name), far);
  const [send, naive, queued, nodemailer] = [await open('send'), await open('naive'), await open('queued'), await open('nodemailer')];
  const rate = ({ wallMs }: { wallMs: number }) => (count * 1000) / wallMs;
  await sendDigest(site, { tick, send }, readers);
  const newsroom = rate((await sendDigest(site, { tick, send }, readers)).send);
  await sendNaively(site, naive, readers, 10);
  const tenAtOnce = rate(await sendNaively(site, naive, readers, 10));
  const inTurn = rate(await sendNaively(site, naive, readers, 1));
  await sendQueued(site, queued, readers);
  const byQueue = rate(await sendQueued(site, queued, readers));
  await sendNaively(site, nodemailer, readers, 10);
  const byNodemailer = rate(await sendNaively(site, nodemailer, readers, 10));
  await Promise.all([tick, send, naive, queued, nodemailer].map((lambda) => lambda.stop()));
  return { ...AWAY, rates: [newsroom, inTurn, tenAtOnce, byQueue, byNodemailer] };
}
