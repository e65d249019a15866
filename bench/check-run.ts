import type { Calls } from './calls.ts';
import type { Site } from './site.ts';
import type { Reader } from './week.ts';

/**
 * The run's calls with those to SES by their names, which only SES can tell.
 * @throws unless every reader got her one mail and the calls that went out are those that arrived: a wrong run is no figure.
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
