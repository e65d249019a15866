import type { SQSBatchResponse } from 'aws-lambda';
import type { PublicationId } from '#core/publication/publication';
import { certificate } from '#flow/certificate/certificate';
import { type Calls, sumOf } from './calls.ts';
import { addCosts, noCost, openLambda } from './lambda.ts';
import type { Site } from './site.ts';
import { DIGEST } from './week.ts';

/** The cost of handling the SES events of one email, Send and Delivery. `calls` are those of the whole run. */
export type SesEventFigures = { events: number; callsPerEmail: number; calls: Calls; cpuMs: number };

/** The batch size in the stack. */
const BATCH = 100;

/** Passes the events of the last run to the handler `ses-events`, in the order in which SES published them. */
export async function measureSesEvents(site: Site, emails: number): Promise<SesEventFigures> {
  const events = await site.standIns.ask<string[]>('events');
  const sesEvents = await openLambda(site.bundleOf('ses-events'), site.environment);
  let cost = noCost;
  for (let start = 0; start < events.length; start += BATCH) {
    const Records = events.slice(start, start + BATCH).map((body, i) => ({ messageId: String(start + i), body }));
    const one = await sesEvents.invoke<SQSBatchResponse>({ Records });
    if (one.answer.batchItemFailures.length > 0) throw new Error('The ses-events Lambda reported an event as failed: its reason is above.');
    cost = addCosts(cost, one);
  }
  await sesEvents.stop();
  const { accepted, twice } = await certificate(site.world, DIGEST as PublicationId);
  if (accepted !== emails || twice !== 0)
    throw new Error(`After all events the certificate says ${accepted} of ${emails}, ${twice} twice.`);
  return { events: events.length, callsPerEmail: sumOf(cost.calls) / emails, calls: cost.calls, cpuMs: cost.cpuMs / emails };
}
