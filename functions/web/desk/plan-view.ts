import type { Temporal } from 'temporal-polyfill';
import { unpreparedImages } from '#core/image/prepared-image';
import { type FileLines, notesByFile, problemLines, problemsByFile } from '#core/parsing/problem';
import { backdatedStories, MOST_LINES, shownOf } from '#core/plan/backdated';
import { publicationName, publicationUrl } from '#core/publication/names';
import type { ChannelName } from '#core/publication/publication';
import { brandAdvice } from '#core/rules/brand-colours';
import type { Rules } from '#core/rules/rules';
import { dollars } from '#core/social/x-budget';
import { curlyQuotes } from '#core/text/curly-quotes';
import { count } from '#core/text/wrap';
import { isAfter } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import type { Month } from '#flow/publish/forecast';
import { heldBack } from '#flow/publish/held-back';
import { readOutlook } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import type { NotInForce } from '#flow/publish/read-content';
import type { NeedsWorld } from '#web/desk/needs';
import { type AheadRow, type PlanRow, row } from '#web/desk/plan-row';
import { isPast, type PastRow, readPlanRows, rename } from '#web/desk/plan-rows';

export type PlanWorld = NeedsWorld;

/** The page of the plan. */
export const PLAN_URL = '/desk/plan';

/** Past publications on a page: each costs a few reads for its totals. */
const PAST = 20;
/** Digests without news on the page, the latest ones. */
const QUIET = 12;

const STOPPED: Record<ChannelName, { title: string; what: string; resume: string }> = {
  email: { title: 'Email has stopped', what: 'No email goes out', resume: 'Resume email' },
  x: { title: 'Posting on X has stopped', what: 'Nothing goes out on X', resume: 'Resume posting on X' },
  bluesky: { title: 'Posting on Bluesky has stopped', what: 'Nothing goes out on Bluesky', resume: 'Resume posting on Bluesky' },
};

/** The plan as the desk shows it. `now`, `zone` and the like are absent while the rules cannot be read. */
export type PlanView = {
  now: string | undefined;
  zone: string | undefined;
  /** The new rules have a problem, and those of `since` count. `problems`: one line each. */
  notInForce: { since: string; problems: string[] } | undefined;
  /** Problems of the rules, while there are none that can be read, or of stories, and what waits for its text, by file. */
  problems: FileLines[];
  /** What was done with the text of a story, by file: nothing waits for it. */
  notes: FileLines[];
  /** What became backdated lately, with where to send it all the same; and how many stories were when the newsroom opened. */
  backdated:
    | { lines: { file: string; sentence: string; url: string | undefined }[]; more: string | undefined; found: string | undefined }
    | undefined;
  /** Advice on the brand colour. */
  advice: string | undefined;
  /** Images that are not prepared yet, by file. */
  images: string[];
  /** There are no rules that can be read. */
  mending: boolean;
  budget: string | undefined;
  pausedAll: string | undefined;
  stopped: { channel: ChannelName; title: string; what: string; resume: string; why: string | undefined }[];
  days: { day: string; rows: AheadRow[] }[];
  /** When the next publication goes out. */
  next: string | undefined;
  /** What is in its undo window, the first of them, and how many more are. */
  undo: { name: string; url: string; at: string; more: number | undefined } | undefined;
  /** What will not go out: digests without news, and dropped publications. */
  silent: PlanRow[];
  /** The number of days that the page shows, and whether it can show more. */
  horizon: number;
  further: boolean;
  past: PastRow[];
  /** The latest digests that had no news. */
  quiet: { name: string; when: string }[];
  newer: number | undefined;
  older: number | undefined;
};

/** Returns the plan as the desk shows it: the publications ahead by day, the past ones newest first with their totals. */
export async function planView(world: PlanWorld, now: Temporal.Instant, { days, page }: { days: number; page: number }): Promise<PlanView> {
  const outlook = await readOutlook(world, now, now.add({ hours: days * 24 }));
  const rowsOf = await readPlanRows(world, outlook, now);
  const { rules, known, pausedAll, stops, mails, forecast } = rowsOf;
  const zone = rules?.timezone ?? 'Europe/London';
  const ahead = outlook.entries.filter((entry) => !isPast(entry, now));
  const behind = outlook.entries.filter((entry) => isPast(entry, now)).reverse();
  const [past, quiet] = [behind.filter(({ state }) => state !== 'empty'), behind.filter(({ state }) => state === 'empty')];
  const going = ahead.filter((entry) => entry.state !== 'empty' && entry.state !== 'dropped');
  const rows = await rowsOf.ahead(going);
  const gone = await rowsOf.past(past.slice((page - 1) * PAST, page * PAST));
  const silent = ahead.filter((entry) => entry.state === 'empty' || entry.state === 'dropped').map((entry) => row(entry, known));
  // Two stories may have one title.
  rename([...rows, ...silent, ...gone]);
  return {
    now: rules && nhsDateTime(now.toZonedDateTimeISO(rules.timezone)),
    zone: rules?.timezone,
    notInForce: outlook.notInForce && notInForceView(outlook.notInForce, zone),
    problems: together([
      ...problemsByFile(outlook.problems),
      ...(outlook.planned ? heldBack(outlook.planned, mails, forecast?.posts ?? new Map()) : []),
    ]),
    notes: notesByFile(outlook.problems),
    backdated: outlook.planned && backdatedView(outlook.planned),
    advice: curlyQuotes((rules && brandAdvice(rules.brand.colour)) ?? '') || undefined,
    images: unpreparedImages(outlook.planned?.sources.images ?? []).map(curlyQuotes),
    mending: rules === undefined,
    budget: rules && forecast && budgetSentence(forecast.month(now.toZonedDateTimeISO(rules.timezone)), rules),
    pausedAll,
    stopped: stops.map(({ channel, why }) => ({ channel, ...STOPPED[channel], why })),
    days: byDay(rows),
    // A publication that is going out or waits for a person is not the next one.
    next: rows.find(({ due, goes }) => isAfter(due, now) && goes)?.when,
    undo: undoOf(rows),
    silent,
    horizon: days,
    further: days < 365,
    past: gone,
    quiet: quiet.slice(0, QUIET).map((entry) => ({ name: publicationName(entry, known), when: nhsDateTime(entry.due) })),
    newer: page > 1 ? page - 1 : undefined,
    older: past.length > page * PAST ? page + 1 : undefined,
  };
}

/** Returns what can still be stopped. */
function undoOf(rows: readonly AheadRow[]): PlanView['undo'] {
  const [first, ...others] = rows.flatMap(({ name, url, undo }) => (undo === undefined ? [] : [{ name, url, at: undo }]));
  return first && { ...first, more: others.length === 0 ? undefined : others.length };
}

function backdatedView({ input }: Planned): PlanView['backdated'] {
  const { named, found } = backdatedStories(input);
  if (named.length + found === 0) return undefined;
  const many = `${count(found, 'story was', 'stories were')} published long before the newsroom opened`;
  return {
    lines: named
      .slice(0, MOST_LINES)
      .map(({ file, sentence, first }) => ({ file, sentence, url: first === undefined ? undefined : publicationUrl(first) })),
    more: shownOf(named.map(({ sentence }) => sentence))[MOST_LINES],
    found: found === 0 ? undefined : `${many}: ${found === 1 ? 'it has its page' : 'they have their pages'}, and nothing is sent.`,
  };
}

function notInForceView({ since, problems }: NotInForce, zone: string): { since: string; problems: string[] } {
  return { since: nhsDateTime(since.toZonedDateTimeISO(zone)), problems: problemLines(problems).map(curlyQuotes) };
}

/** Puts the lines of each file under one heading. */
function together(all: readonly FileLines[]): FileLines[] {
  return [...Map.groupBy(all, ({ file }) => file)].map(([file, its]) => ({ file, lines: its.flatMap(({ lines }) => lines) }));
}

/** Returns the cost of this month's posts and the budget; undefined when there are no posts. */
function budgetSentence({ spentMilliUsd, aheadMilliUsd }: Month, { social: { monthlyBudgetUsd } }: Rules): string | undefined {
  if (spentMilliUsd + aheadMilliUsd === 0) return undefined;
  return `Posts on X this month: ${dollars(spentMilliUsd)} used, ${dollars(aheadMilliUsd)} still planned, of ${dollars(Math.round(monthlyBudgetUsd * 1_000))}.`;
}

function byDay<R extends { day: string }>(rows: readonly R[]): { day: string; rows: R[] }[] {
  const days: { day: string; rows: R[] }[] = [];
  for (const one of rows) {
    const last = days.at(-1);
    if (last?.day === one.day) last.rows.push(one);
    else days.push({ day: one.day, rows: [one] });
  }
  return days;
}
