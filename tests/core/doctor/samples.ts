import { Temporal } from 'temporal-polyfill';
import type { Findings } from '#core/doctor/findings';
import { judge } from '#core/doctor/judge';
import { localProbes } from '#local/doctor/local-probes';
import { pretend } from '#local/doctor/pretended';

export const NOW = Temporal.ZonedDateTime.from('2026-11-30T09:00[Europe/London]');

const nothing = { is: 'not-asked', why: 'This is a test.' } as const;

/** What was found of a newsroom of which nothing is known, with these pretences. */
export async function found(...names: string[]): Promise<Findings> {
  const outside = await localProbes({ domain: 'news.example.org', siteHost: 'www.news.example.org', region: 'eu-west-2' }).look();
  const inside = { content: nothing, rules: nothing, tick: nothing, readers: nothing, canary: nothing, canaryReturn: nothing };
  return pretend(names, () => NOW.toInstant()).change({ ...outside, ...inside });
}

export async function verdicts(...names: string[]) {
  return judge(await found(...names), NOW);
}
