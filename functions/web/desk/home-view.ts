// The first page of the desk: what needs its reader, what goes out until they are back, and what went out.
import type { Temporal } from 'temporal-polyfill';
import type { DraftHead } from '#core/draft/draft';
import { isLongUnread, WATCHER, type Watch } from '#core/feed/watch';
import { channelName, people, publicationUrl } from '#core/publication/names';
import type { Rules } from '#core/rules/rules';
import { count } from '#core/text/wrap';
import { nhsDate, nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import { onRelativeDay } from '#core/time/relative-day';
import { type MorningFacts, withDistinctNames } from '#core/transactional/morning-facts';
import { type MorningItem, needsSize, outItems } from '#core/transactional/morning-summary';
import { type Need, needsOf } from '#core/transactional/needs';
import { readMorningFacts } from '#flow/transactional/morning-summary-facts';
import type { World } from '#ports';
import { draftUrl, UNTITLED } from '#web/desk/draft-desk';
import { type NeedsWorld, yesterdayMorning } from '#web/desk/needs';

/** What goes out in so many days is shown. */
const AHEAD_DAYS = 7;

type GoingRow = { time: string; name: string; url: string; to: string };

/** `size`: how many things and minutes, in words; undefined when nothing needs a person. `now` is absent while no rules can be read. */
export type HomeView = {
  now: string | undefined;
  size: string | undefined;
  needs: (Pick<Need, 'name' | 'words' | 'otherwise' | 'button' | 'url' | 'also'> & { by: string | undefined; minutes: string })[];
  days: { day: string; rows: GoingRow[] }[];
  out: MorningItem[];
  /** How many more wait for a person in these days, in words. */
  later: string | undefined;
  /** Something waits for a yes, so that the page of all yeses is worth a look. */
  asks: boolean;
  /** The website that is looked at every day, when it could not be read for two days: since when, and why. */
  unread: { address: string; since: string; why: string } | undefined;
  /** Stories that came in by themselves, and that nobody has looked over yet: how many, in words, and each of them. */
  cameIn: { size: string; stories: { title: string; url: string }[] } | undefined;
};

/** Returns Home at `now`, and what needs a person. */
export async function homeView(
  world: NeedsWorld & Pick<World, 'drafts' | 'feedWatch'>,
  now: Temporal.Instant,
  rules: Rules | undefined,
): Promise<{ needs: Need[]; view: HomeView }> {
  const local = now.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London');
  const facts = withDistinctNames(await readMorningFacts(world, local, yesterdayMorning(local), { aheadDays: AHEAD_DAYS }));
  const needs = needsOf(facts, '');
  const view = {
    now: rules && nhsDateTime(local),
    size: needs.length === 0 ? undefined : needsSize(needs),
    needs: needs.map(({ name, words, otherwise, button, url, also, deadline, minutes }) => ({
      name,
      words,
      otherwise,
      button,
      url,
      also,
      by: deadline && onRelativeDay(deadline, local).replace(/^on /, ''),
      minutes: count(minutes, 'minute'),
    })),
    days: [...Map.groupBy(facts.ahead, ({ when }) => nhsDate(when))].map(([day, its]) => ({ day, rows: its.map(goingRow) })),
    out: outItems(facts, ''),
    later:
      facts.later === undefined
        ? undefined
        : `${count(facts.later, 'more publication')} of these days ${facts.later === 1 ? 'waits' : 'wait'} for you. There is time yet.`,
    unread: unreadOf(await world.feedWatch.read(), local),
    cameIn: cameInOf(await world.drafts.all()),
    asks: facts.later !== undefined || facts.waiting.some(({ waitsFor }) => waitsFor === 'yes'),
  };
  return { needs, view };
}

function unreadOf(watch: Watch | undefined, now: Temporal.ZonedDateTime): HomeView['unread'] {
  if (!watch || !isLongUnread(watch, now.toInstant())) return undefined;
  const { address, looked, fault = '' } = watch;
  return { address, since: nhsDateTime(looked.toZonedDateTimeISO(now.timeZoneId)), why: fault };
}

const MOST_CAME_IN = 10;

function cameInOf(heads: readonly DraftHead[]): HomeView['cameIn'] {
  const came = heads.filter(({ by, mark, state }) => by === WATCHER && mark === 'brought-in' && state === 'open');
  if (came.length === 0) return undefined;
  const stories = came.slice(0, MOST_CAME_IN).map(({ draft, title }) => ({ title: title || UNTITLED, url: draftUrl(draft) }));
  return { size: `${count(came.length, 'story', 'stories')} came in from the website`, stories };
}

function goingRow({ id, name, when, channel, readers, waits }: MorningFacts['ahead'][number]): GoingRow {
  const to = channel === 'email' ? `Email to ${people(readers)}` : `On ${channelName(channel)}`;
  return { time: nhsTime(when), name, url: publicationUrl(id), to: waits ? `${to}, once it is resumed` : to };
}
