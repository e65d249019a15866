import type { Temporal } from 'temporal-polyfill';
import type { Certificate } from '#core/certificate';
import { problemLine } from '#core/problem';
import type { PublicationId } from '#core/publication';
import type { Rules } from '#core/rules';
import type { Slug, Story } from '#core/story';
import { nhsDate, nhsDateTime, nhsTime } from '#core/wording';
import { certificate } from '#flow/certificate';
import { type OutlookEntry, readOutlook } from '#flow/outlook';
import type { World } from '#ports';
import { readWritten } from '#web/editorial';
import { people, publicationName, stateWords } from '#web/publication-words';

export type PlanWorld = Pick<World, 'editorial' | 'register' | 'subscribers' | 'switches' | 'ledger' | 'socialLedger'>;

/** Past publications on a page: each costs a few reads for its account. */
const PAST = 20;
/** Digests that had nothing new, the latest of them. */
const QUIET = 12;
const AT_ONCE = 5;

/** The plan as the desk shows it: what is ahead by day, what is past newest first with its account. */
export async function planView(world: PlanWorld, now: Temporal.Instant, { days, page }: { days: number; page: number }) {
  const [{ rules, stories }, outlook, switches] = await Promise.all([
    readWritten(world),
    readOutlook(world, now, now.add({ hours: days * 24 })),
    world.switches.read(),
  ]);
  const known = new Map(stories.map((story) => [story.slug, story]));
  const isPast = (entry: OutlookEntry) =>
    !['planned', 'waiting', 'sealing', 'sending'].includes(entry.state) && entry.due.epochMilliseconds <= now.epochMilliseconds;
  const ahead = outlook.entries.filter((entry) => !isPast(entry));
  const behind = outlook.entries.filter(isPast).reverse();
  const [past, quiet] = [behind.filter(({ state }) => state !== 'empty'), behind.filter(({ state }) => state === 'empty')];
  const going = ahead.filter((entry) => entry.state !== 'empty' && entry.state !== 'dropped');
  const shown = past.slice((page - 1) * PAST, page * PAST);
  return {
    now: rules && nhsDateTime(now.toZonedDateTimeISO(rules.timezone)),
    zone: rules?.timezone,
    problems: outlook.problems.map(problemLine),
    mending: rules === undefined,
    pausedAll: switches.paused,
    days: byDay(await inBatches(going, (entry) => aheadRow(world, entry, known, rules, switches.paused))),
    next: going[0] && nhsDateTime(going[0].due),
    silent: ahead
      .filter((entry) => entry.state === 'empty' || entry.state === 'dropped')
      .map((entry) => ({ ...row(entry, known), when: nhsDateTime(entry.due) })),
    horizon: days,
    further: days < 365,
    past: await inBatches(shown, async (entry) => ({
      ...row(entry, known),
      when: nhsDateTime(entry.due),
      account: await accountOf(world, entry),
    })),
    quiet: quiet.slice(0, QUIET).map((entry) => ({ name: publicationName(entry, known), when: nhsDateTime(entry.due) })),
    newer: page > 1 ? page - 1 : undefined,
    older: past.length > page * PAST ? page + 1 : undefined,
  };
}

function row(entry: OutlookEntry, known: ReadonlyMap<Slug, Story>) {
  const { tag, colour } = stateWords(entry.state, entry.channel);
  return {
    url: publicationUrl(entry.id),
    name: publicationName(entry, known),
    channel: entry.channel === 'x' ? 'X' : 'Email',
    reason: entry.reason,
    tag,
    colour,
  };
}

async function aheadRow(
  world: PlanWorld,
  entry: OutlookEntry,
  known: ReadonlyMap<Slug, Story>,
  rules: Rules | undefined,
  pausedAll: string | undefined,
) {
  const { paused, approved } = await world.switches.read(entry.id);
  const begun = entry.state === 'sealing' || entry.state === 'sending';
  const unapproved = rules?.approval === 'required' && !approved && !begun;
  return {
    ...row(entry, known),
    day: nhsDate(entry.due),
    time: nhsTime(entry.due),
    onX: entry.channel === 'x',
    to: entry.channel === 'x' ? (rules ? `@${rules.x.handle}` : '') : people(entry.audience),
    ...(unapproved ? { tag: 'Needs your yes', colour: 'yellow' } : {}),
    ...(paused !== undefined && pausedAll === undefined ? { tag: 'Paused', colour: 'orange', reason: `Paused: ${paused}` } : {}),
  };
}

/** What became of each mail, in one line; of a social post, what became of its parts. */
async function accountOf(world: PlanWorld, entry: OutlookEntry): Promise<string> {
  if (entry.state === 'missed' || entry.state === 'dropped' || entry.state === 'empty') return '';
  if (entry.channel === 'email') return accountWords(await certificate(world, entry.id));
  const parts = [...(await world.socialLedger.parts(entry.id)).values()];
  const words: [string, string][] = [
    ['posted', 'posted'],
    ['refused', 'refused by X'],
    ['held', 'held: it cannot be known whether it was posted'],
  ];
  return words
    .flatMap(([state, said]) => {
      const count = parts.filter((part) => part.state === state).length;
      return count === 0 ? [] : [`${count} ${said}`];
    })
    .join(', ');
}

function accountWords({ planned, accepted, suppressed, refused, held, open, twice }: Certificate): string {
  if (planned === 0) return 'It had nobody to go to.';
  const sum = `${planned} planned = ${accepted} accepted + ${suppressed} suppressed + ${refused} refused + ${held} held`;
  return `${sum}${open > 0 ? ` + ${open} still to go` : ''}${twice > 0 ? `. ${twice} sent twice` : ''}`;
}

export function publicationUrl(id: PublicationId): string {
  return `/desk/publications/${encodeURIComponent(id)}`;
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

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE)
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  return results;
}
