// The lines of the plan for the pages that show it: the list, the calendar and the rehearsal.
import type { Temporal } from 'temporal-polyfill';
import { sentSentence } from '#core/certificate/outcome-sentence';
import { nearMisses } from '#core/plan/near-miss';
import { channelName } from '#core/publication/names';
import { CHANNEL_NAMES, type ChannelName } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { certifyPosts } from '#core/social/post-counts';
import { postedSentence } from '#core/social/posted-sentence';
import type { Slug, Story } from '#core/story/story';
import { distinctNames } from '#core/text/distinct-names';
import { isAfter } from '#core/time/compare';
import { countsOf } from '#flow/certificate/certificate';
import { inBatches } from '#flow/loops/in-batches';
import { foreseeBehind } from '#flow/publish/behind-announcement';
import { forecastMails } from '#flow/publish/check-mail';
import { type Forecast, forecastPosts } from '#flow/publish/forecast';
import { missingYes } from '#flow/publish/missing-yes';
import type { Outlook, OutlookEntry } from '#flow/publish/outlook';
import { namedStories } from '#flow/publish/shown-stories';
import type { World } from '#ports';
import { type AheadRow, aheadRow, type PlanRow, type RowWorld, row, type Stopped } from '#web/desk/plan-row';
import { isOpen } from '#web/desk/status-tags';

const AT_ONCE = 5;

/** A line of a past publication. `mail`: people got it by email. */
export type PastRow = PlanRow & { mail: boolean; totals: string };

/** `stops`: the channels that have stopped, without those that the wide pause stops already. */
export type PlanRows = {
  rules: Rules | undefined;
  known: ReadonlyMap<Slug, Story>;
  pausedAll: string | undefined;
  stops: { channel: ChannelName; why: string | undefined }[];
  mails: ReturnType<typeof forecastMails>;
  forecast: Forecast | undefined;
  ahead(entries: readonly OutlookEntry[]): Promise<AheadRow[]>;
  past(entries: readonly OutlookEntry[]): Promise<PastRow[]>;
};

/** Reads what the lines of these entries are made from. Changes nothing. */
export async function readPlanRows(world: RowWorld, outlook: Outlook, now: Temporal.Instant): Promise<PlanRows> {
  const { planned, entries } = outlook;
  const rules = planned?.newsroom.rules;
  const [{ paused: pausedAll }, ...channels] = await Promise.all([
    world.switches.read(),
    ...CHANNEL_NAMES.map(async (channel) => ({ channel, why: (await world.switches.read(undefined, channel)).paused })),
  ]);
  // While everything is paused, only that notice is shown. A channel's own notice comes when the wide pause is lifted.
  const stops = pausedAll === undefined ? channels.filter(({ why }) => why !== undefined) : [];
  const stopped: Stopped = Object.fromEntries(stops.map(({ channel, why }) => [channel, why]));
  const known = planned ? namedStories(planned) : new Map();
  const forecast = planned && (await forecastPosts(world, planned));
  const foreseen = forecast?.posts ?? new Map();
  const mails = planned ? forecastMails(planned) : new Map();
  const around = {
    known,
    rules,
    pausedAll,
    stopped,
    now,
    foreseen,
    mails,
    nearMisses: planned ? nearMisses(planned.input, planned.publications) : new Map(),
    yes: planned ? await missingYes(world, planned, foreseen, entries) : new Map(),
    behind: planned ? foreseeBehind(planned, mails, entries) : () => undefined,
  };
  const each = async <R>(some: readonly OutlookEntry[], rowOf: (entry: OutlookEntry) => Promise<R>) =>
    (await inBatches(some, AT_ONCE, (batch) => Promise.all(batch.map(rowOf)))).flat();
  return {
    rules,
    known,
    pausedAll,
    stops,
    mails,
    forecast,
    ahead: (some) => each(some, (entry) => aheadRow(world, entry, around)),
    past: (some) =>
      each(some, async (entry) => ({ ...row(entry, known), mail: entry.channel === 'email', totals: await totalsOf(world, entry) })),
  };
}

/** True for what has ended, and whose time has come. */
export function isPast({ state, due }: OutlookEntry, now: Temporal.Instant): boolean {
  return !isOpen(state) && !isAfter(due, now);
}

/** Gives each line a name of its own. */
export function rename(rows: readonly PlanRow[]): void {
  const names = distinctNames(rows.map(({ name, when }) => ({ name, date: when })));
  for (const [i, one] of rows.entries()) one.name = names[i] ?? one.name;
}

/** Returns in one line what became of the mails, or of the parts of a social post; nothing for what never began: its reason says that. */
async function totalsOf(world: Pick<World, 'ledger' | 'socialLedger'>, entry: OutlookEntry): Promise<string> {
  if (entry.went === undefined) return '';
  if (entry.channel === 'email') return sentSentence(entry.state === 'planned' ? 'unknown' : entry.state, await countsOf(world, entry));
  const rows = await world.socialLedger.parts(entry.id);
  return postedSentence(entry.state, certifyPosts(Math.max(1, rows.size), rows), channelName(entry.channel));
}
