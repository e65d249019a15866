import { openContenders } from './contenders.ts';
import type { Site } from './site.ts';

/**
 * Emails a second of one process, when responses of SES and DynamoDB take as long as within an AWS region. `rates`: of the contenders of
 * the comparison, in their order.
 */
export type FarFigures = { sesMs: number; dynamoMs: number; rates: number[] };

const AWAY = { sesMs: 60, dynamoMs: 5 };

/** Runs each contender twice: the first run warms its process up. */
export async function compareFarAway(site: Site, count: number): Promise<FarFigures> {
  const readers = await site.grow(count);
  const far = { ...site.environment, ...(await site.standIns.ask<Record<string, string>>('far', AWAY)) };
  const { contenders, stop } = await openContenders(site, far, site.environment);
  const rates: number[] = [];
  for (const { run } of contenders) {
    await run(readers);
    rates.push((count * 1000) / (await run(readers)).sending.wallMs);
  }
  await stop();
  return { ...AWAY, rates };
}
