// What needs the programme lead: the same on Home, in the menu and in the morning summary.
import type { Context } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import type { Colleague } from '#core/desk/colleagues';
import { earliest } from '#core/time/compare';
import { type Need, needsOf } from '#core/transactional/needs';
import { MORNING_HOUR } from '#core/transactional/summary-days';
import { type FactsWorld, readMorningFacts } from '#flow/transactional/morning-summary-facts';
import type { Around, MenuItem } from '#web/page';
import { readBefore, type Written } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export type NeedsWorld = FactsWorld;

/** What every page of the desk has around it: the desk's menu and header, and no place in a search engine. */
export type DeskFrame = Required<Pick<Around, 'menu' | 'noindex' | 'desk' | 'may'>>;

/** Returns the frame of a page of the desk for a request. */
export type Frame = (c: Context<WebEnv>) => Promise<DeskFrame>;

/** The first page of the desk: what needs its reader. */
export const HOME = '/desk/';

const ITEMS: readonly MenuItem[] = [
  { label: 'Home', url: HOME },
  { label: 'The plan', url: '/desk/plan' },
  { label: 'Stories', url: '/desk/stories' },
  { label: 'People', url: '/desk/people' },
  { label: 'Rules', url: '/desk/rules' },
  { label: 'Audit log', url: '/desk/audit' },
  { label: 'Scanners', url: '/desk/departures' },
  { label: 'Colleagues', url: '/desk/colleagues' },
  { label: 'Website', url: '/posts' },
  { label: 'Your sign-in', url: '/desk/account' },
];

/** The pages of the menu that show who readers are. */
const ABOUT_PEOPLE: readonly string[] = ['/desk/people', '/desk/departures'];

/** Reads what needs a person. A missed publication is among it for a day at least. */
async function readNeeds(world: NeedsWorld, now: Temporal.Instant, { rules }: Pick<Written, 'rules'>): Promise<Need[]> {
  const local = now.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London');
  return needsOf(await readMorningFacts(world, local, yesterdayMorning(local), { onlyNeeds: true }), '');
}

/** Returns 8am of the day before, and always a day ago at least. */
export function yesterdayMorning(now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const yesterday = now.toPlainDate().subtract({ days: 1 });
  return earliest(yesterday.toZonedDateTime({ timeZone: now.timeZoneId, plainTime: { hour: MORNING_HOUR } }), now.subtract({ days: 1 }));
}

/** Serves the frame of every page of the desk. */
export function openFrame(world: NeedsWorld): Frame {
  return async (c) => {
    const { written, world: asRead } = await readBefore(c, world);
    const [needs, { paused }] = await Promise.all([readNeeds(asRead, nowOf(c), written), world.switches.read()]);
    return deskFrame(c.get('colleague'), needs, paused);
  };
}

/**
 * Returns the frame for a colleague, with the number of these needs in its menu, and the way to pause everything. `paused`: why everything
 * is paused.
 */
export function deskFrame(
  { rights }: Pick<Colleague, 'rights'>,
  needs: readonly Pick<Need, 'kind'>[],
  paused: string | undefined,
): DeskFrame {
  const counts = new Map([
    [HOME, needs.length],
    ['/desk/departures', needs.filter(({ kind }) => kind === 'burst').length],
  ]);
  const open = ITEMS.filter(({ url }) => rights.includes('sees-people') || !ABOUT_PEOPLE.includes(url));
  const items = open.map((item) => ({ ...item, count: counts.get(item.url) ?? 0 }));
  const stop = { label: paused === undefined ? 'Pause everything' : 'Everything is paused', url: '/desk/pause', stop: true as const };
  const may = {
    write: rights.includes('writes'),
    approve: rights.includes('approves'),
    seePeople: rights.includes('sees-people'),
    changeColleagues: rights.includes('changes-colleagues'),
  };
  return { menu: [...items, stop], noindex: true, desk: true, may };
}
