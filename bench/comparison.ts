import { sumOf } from './calls.ts';
import { openContenders } from './contenders.ts';
import type { Cost } from './lambda.ts';
import { median } from './median.ts';
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
  const { contenders: all, stop } = await openContenders(site, environment);
  let readers = await site.grow(WARM_UP_READERS);
  const contenders = all.map((contender) => ({ ...contender, costs: [] as Cost[] }));
  for (const { run } of contenders) await run(readers);
  readers = await site.grow(count);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(round + turn) % contenders.length];
      contender?.costs.push((await contender.run(readers)).whole);
    }
    say(
      `  round ${round + 1} of ${rounds}: ${contenders.map(({ costs }) => `${((costs.at(-1)?.cpuMs ?? 0) / count).toFixed(2)} ms`).join(', ')} of CPU an email`,
    );
  }
  await stop();
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

function ratio(values: number[]): Ratio {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
