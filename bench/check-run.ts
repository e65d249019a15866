import type { Calls } from './calls.ts';
import type { Site } from './site.ts';
import type { Reader } from './week.ts';

/**
 * Returns the run's calls, those to SES by operation, which only the stand-in knows.
 * @throws unless every reader got exactly one mail and every call to SES arrived: a wrong run must not be measured.
 */
export async function checkRun(site: Site, readers: Reader[], calls: Calls, known: string[] = []): Promise<Calls> {
  const { problems } = await site.standIns.ask<{ problems: string[] }>('check', { readers, shows: site.shows });
  const arrived = await site.standIns.ask<Calls>('actions');
  const received = Object.values(arrived).reduce((sum, count) => sum + count, 0);
  if (received !== calls.SES) problems.push(`${calls.SES ?? 0} calls went to SES, and ${received} arrived`);
  if (arrived.SendRawEmail !== readers.length)
    problems.push(`${arrived.SendRawEmail ?? 0} mails for ${readers.length} readers were asked for`);
  const all = [...known, ...problems];
  if (all.length > 0)
    throw new Error(
      `The run is wrong, so it is no figure: ${all.slice(0, 5).join('; ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}.`,
    );
  const { SES: _, ...others } = calls;
  return { ...others, ...Object.fromEntries(Object.entries(arrived).map(([action, count]) => [`SES ${action}`, count])) };
}
