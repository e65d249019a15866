// A month or a week of the plan by day, with the drafts that have a date, and a shelf for those that have none.
import { Temporal } from 'temporal-polyfill';
import { CROWDED, emailsToOne } from '#core/plan/crowd';
import { quietAt } from '#core/plan/quiet-times';
import { channelName, kindName, publicationUrl } from '#core/publication/names';
import type { Rules } from '#core/rules/rules';
import type { Story } from '#core/story/story';
import { count } from '#core/text/wrap';
import { bankHolidayName } from '#core/time/bank-holidays';
import { clocksChange, weekName, weekOf, weeksOf } from '#core/time/calendar-days';
import { earliest, isBefore, latest } from '#core/time/compare';
import { MONTHS, WEEKDAYS } from '#core/time/day-names';
import { nhsDate, nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';
import { readUnpublished, type Unpublished } from '#flow/draft/unpublished';
import { type OutlookEntry, type OutlookWorld, readOutlook } from '#flow/publish/outlook';
import { draftUrl, UNTITLED } from '#web/desk/draft-desk';
import { type AheadRow, type PlanRow, type RowWorld, row } from '#web/desk/plan-row';
import { isPast, type PastRow, type PlanRows, readPlanRows, rename } from '#web/desk/plan-rows';

/** What is asked for: a month, or the week from a Monday. */
export type Span = { month: Temporal.PlainYearMonth } | { monday: Temporal.PlainDate };

/** A publication on its day. `to`: its channel, in words. `counts`: it goes out as things are, or did. `move`: while it can be moved. */
type Line = { entry: OutlookEntry; row: PlanRow & Partial<AheadRow & PastRow>; counts: boolean; to: string; move: string | undefined };
type Drafted = { at: Temporal.ZonedDateTime; title: string; url: string; what: string };

type Day = {
  iso: string;
  /** `1`, or `30 November` beside the days of another month. */
  short: string;
  long: string;
  today: boolean;
  /** In words: bank holidays, quiet days, clock changes, events that take place. */
  marks: string[];
  crowded: string | undefined;
  entries: object[];
  drafts: { time: string; title: string; url: string; what: string }[];
  /** It has nothing that other weeks do not have, so that a phone leaves it out. */
  bare: boolean;
};

type Link = { url: string; words: string };

export type CalendarView = {
  title: string;
  isMonth: boolean;
  isWeek: boolean;
  zone: string;
  mending: boolean;
  weekdays: readonly string[];
  weeks: { name: string; url: string; summary: string; crowded: string | undefined; days: Day[] }[];
  previous: Link | undefined;
  next: Link | undefined;
  today: string;
  ways: { month: string; week: string };
  /** The last day of the plan, when the calendar shows days after it. */
  ends: string | undefined;
  shelf: { title: string; url: string; about: string }[];
  crowded: typeof CROWDED;
};

const ZONE = 'Europe/London';
/** How far ahead a plan is made. */
const AHEAD_HOURS = 366 * 24;

/** Returns what goes out in a month or week, what went out and what became of it, and what is being written. Changes nothing. */
export async function calendarView(world: RowWorld & OutlookWorld, now: Temporal.Instant, asked: Span | undefined): Promise<CalendarView> {
  const span = asked ?? { month: now.toZonedDateTimeISO(ZONE).toPlainDate().toPlainYearMonth() };
  const weeks = 'month' in span ? weeksOf(span.month) : [weekOf(span.monday)];
  const [first, last] = [weeks[0]?.[0], weeks.at(-1)?.[6]];
  if (!first || !last) throw new Error('A calendar shows at least one week.');
  const horizon = now.add({ hours: AHEAD_HOURS });
  // A day more than is shown: the rules may name another zone.
  const outlook = await readOutlook(world, now, earliest(horizon, latest(now, last.add({ days: 2 }).toZonedDateTime(ZONE).toInstant())));
  const { planned, entries } = outlook;
  const rules = planned?.newsroom.rules;
  const zone = rules?.timezone ?? ZONE;
  const here = now.toZonedDateTimeISO(zone);
  const planEnds = horizon.toZonedDateTimeISO(zone).toPlainDate();
  const isShown = (day: Temporal.PlainDate) => Temporal.PlainDate.compare(first, day) <= 0 && Temporal.PlainDate.compare(day, last) <= 0;
  const shown = entries.filter((entry) => isShown(dayOf(entry, zone)));
  const lines = await linesOf(shown, await readPlanRows(world, outlook, now), now);
  // Two stories may have one title.
  rename(lines.map(({ row: one }) => one));
  const unpublished = planned ? await readUnpublished(world, { ...planned.newsroom, files: planned.sources.stories }) : [];
  const drafts = unpublished.flatMap((one) => (isAhead(one, here) ? draftedOf(one, zone) : []));
  const around = { lines, drafts, stories: planned?.newsroom.stories ?? [], rules, zone, here, planEnds, span };
  const opened = earliest(planned?.opened ?? now, ...entries.slice(0, 1).map(({ due }) => due.toInstant())).toZonedDateTimeISO(zone);
  const [back, on] = [beside(span, -1), beside(span, 1)];
  return {
    title: titleOf(span),
    isMonth: 'month' in span,
    isWeek: 'monday' in span,
    zone,
    mending: rules === undefined,
    weekdays: WEEKDAYS,
    weeks: weeks.map((week) => weekView(week, around)),
    previous: Temporal.PlainDate.compare(first, opened.toPlainDate()) <= 0 ? undefined : { url: urlOf(back), words: titleOf(back) },
    next: Temporal.PlainDate.compare(last, planEnds) >= 0 ? undefined : { url: urlOf(on), words: titleOf(on) },
    today: 'month' in span ? CALENDAR : urlOf({ monday: weekOf(here.toPlainDate())[0] ?? here.toPlainDate() }),
    ways: waysOf(span, here),
    ends: Temporal.PlainDate.compare(planEnds, last) < 0 ? nhsDate(planEnds) : undefined,
    shelf: unpublished.filter((one) => !isAhead(one, here)).map(shelved),
    crowded: CROWDED,
  };
}

const CALENDAR = '/desk/calendar';

function urlOf(span: Span): string {
  return `${CALENDAR}?${'month' in span ? `month=${span.month}` : `week=${weekName(span.monday)}`}`;
}

function titleOf(span: Span): string {
  if ('month' in span) return `${MONTHS[span.month.month - 1]} ${span.month.year}`;
  return `Week of ${dayName(span.monday)} ${span.monday.year}`;
}

function beside(span: Span, by: 1 | -1): Span {
  return 'month' in span ? { month: span.month.add({ months: by }) } : { monday: span.monday.add({ weeks: by }) };
}

/** The same time as a month, and as a week: of this month it is the present week. */
function waysOf(span: Span, here: Temporal.ZonedDateTime): { month: string; week: string } {
  // A week belongs to the month of its Thursday.
  if ('monday' in span) return { month: urlOf({ month: span.monday.add({ days: 3 }).toPlainYearMonth() }), week: urlOf(span) };
  const today = here.toPlainDate();
  const day = today.toPlainYearMonth().equals(span.month) ? today : span.month.toPlainDate({ day: 1 });
  return { month: urlOf(span), week: urlOf({ monday: weekOf(day)[0] ?? day }) };
}

function dayName({ day, month }: Temporal.PlainDate): string {
  return `${day} ${MONTHS[month - 1]}`;
}

function dayOf({ went, due }: OutlookEntry, zone: string): Temporal.PlainDate {
  return (went ?? due).withTimeZone(zone).toPlainDate();
}

/** Returns the lines of these publications, in their order. */
async function linesOf(entries: readonly OutlookEntry[], rows: PlanRows, now: Temporal.Instant): Promise<Line[]> {
  const behind = entries.filter((entry) => isPast(entry, now));
  const coming = entries.filter((entry) => !isPast(entry, now));
  const going = coming.filter((entry) => !isSilent(entry));
  type Its = PlanRow & Partial<AheadRow & PastRow>;
  const its: Its[] = [
    ...(await rows.past(behind)),
    ...(await rows.ahead(going)),
    ...coming.filter(isSilent).map((entry) => row(entry, rows.known)),
  ];
  const rowOf = new Map(its.map((one) => [one.url, one]));
  return entries.flatMap((entry) => {
    const one = rowOf.get(publicationUrl(entry.id));
    if (!one) return [];
    const isOff = isSilent(entry) || entry.state === 'missed' || entry.state === 'cancelled' || one.cancelled === true;
    const isUnbegun = entry.state === 'planned' || entry.state === 'waiting';
    return [
      {
        entry,
        row: one,
        counts: !isOff,
        to: whereTo(entry, one),
        move: isUnbegun && !isOff && !entry.lost ? `${one.url}/move` : undefined,
      },
    ];
  });
}

/** True for what nobody is waiting for: it has nothing new, or is not needed. */
function isSilent({ state }: OutlookEntry): boolean {
  return state === 'empty' || state === 'dropped';
}

function whereTo({ channel }: OutlookEntry, { on, to }: Partial<AheadRow>): string {
  if (channel !== 'email') return to ? `On ${on} as ${to}` : `On ${channelName(channel)}`;
  return to === undefined ? 'Email' : `Email to ${to}`;
}

type Around = {
  lines: readonly Line[];
  drafts: readonly Drafted[];
  stories: readonly Story[];
  rules: Rules | undefined;
  zone: string;
  here: Temporal.ZonedDateTime;
  planEnds: Temporal.PlainDate;
  span: Span;
};

function weekView(week: readonly Temporal.PlainDate[], around: Around): CalendarView['weeks'][number] {
  const { lines, drafts, here, planEnds, zone } = around;
  const [monday, sunday] = [week[0] ?? here.toPlainDate(), week[6] ?? here.toPlainDate()];
  const isIn = (day: Temporal.PlainDate) => week.some((its) => its.equals(day));
  const counted = lines.filter(({ entry, counts }) => counts && isIn(dayOf(entry, zone)));
  const emails = counted.filter(({ entry }) => entry.channel === 'email').length;
  const written = drafts.filter(({ at }) => isIn(at.toPlainDate())).length;
  const sums = [
    ...(emails > 0 ? [count(emails, 'email')] : []),
    ...(counted.length > emails ? [count(counted.length - emails, 'post')] : []),
  ];
  const isOver = Temporal.PlainDate.compare(sunday, here.toPlainDate()) < 0;
  const isKnown = Temporal.PlainDate.compare(monday, planEnds) <= 0;
  const nothing = isOver ? 'Nothing went out' : isKnown ? 'Nothing goes out' : 'Not planned yet';
  return {
    name: `Week of ${dayName(monday)}`,
    url: urlOf({ monday }),
    summary: [...(sums.length === 0 ? [nothing] : sums), ...(written > 0 ? [count(written, 'draft')] : [])].join(', '),
    crowded: crowdedOf(counted, CROWDED.week),
    days: week.map((day) => dayView(day, around)),
  };
}

/** Says that one person gets more than `most` of these emails; undefined when nobody does. */
function crowdedOf(lines: readonly Line[], most: number): string | undefined {
  const emails = emailsToOne(lines.map(({ entry }) => entry));
  return emails > most ? `Crowded: ${emails} emails to one person` : undefined;
}

function dayView(day: Temporal.PlainDate, { lines, drafts, stories, rules, zone, here, span }: Around): Day {
  const its = lines.filter(({ entry }) => dayOf(entry, zone).equals(day));
  const written = drafts.filter(({ at }) => at.toPlainDate().equals(day));
  const quiet = rules && quietAt(day.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }), rules);
  const holiday = bankHolidayName(day);
  const changes = clocksChange(day, zone);
  const special = [
    ...(holiday === undefined ? [] : [/bank holiday/i.test(holiday) ? holiday : `Bank holiday: ${holiday}`]),
    ...(changes === undefined ? [] : [changes]),
    ...stories.flatMap((story) => eventOn(story, day)),
  ];
  const silence = quiet === 'weekend' || quiet === 'bank holiday' ? [QUIET[quiet]] : [];
  const isOther = 'month' in span && !day.toPlainYearMonth().equals(span.month);
  const today = here.toPlainDate().equals(day);
  return {
    iso: day.toString(),
    short: isOther ? dayName(day) : String(day.day),
    long: `${WEEKDAYS[day.dayOfWeek - 1]} ${dayName(day)}`,
    today,
    marks: [...special, ...silence],
    crowded: crowdedOf(
      its.filter(({ counts }) => counts),
      CROWDED.day,
    ),
    entries: its.map(({ entry, row: { tag, colour, url, name, reason, totals, warnings }, to, move }) => ({
      ...{ tag, colour, url, name, reason, totals, warnings, to, move },
      time: nhsTime((entry.went ?? entry.due).withTimeZone(zone)),
    })),
    drafts: written.map(({ at, ...one }) => ({ ...one, time: nhsTime(at) })),
    bare: !today && special.length + its.length + written.length === 0,
  };
}

const QUIET = { weekend: 'No emails or posts at weekends', 'bank holiday': 'No emails or posts on bank holidays' };

function eventOn(story: Story, day: Temporal.PlainDate): string[] {
  if (story.kind !== 'event') return [];
  const [starts, ends] = [story.starts.toPlainDate(), story.ends.subtract({ minutes: 1 }).toPlainDate()];
  const isOn = Temporal.PlainDate.compare(starts, day) <= 0 && Temporal.PlainDate.compare(day, latestDay(starts, ends)) <= 0;
  const what = story.status === 'confirmed' ? 'Event' : `Event, ${story.status}`;
  return isOn ? [`${what}: ${story.title}`] : [];
}

function latestDay(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? other : one;
}

/** True for what has a time that is still to come: it stands on its day. */
function isAhead({ published }: Unpublished, here: Temporal.ZonedDateTime): boolean {
  return published !== undefined && isBefore(here, atWallClock(published, here.timeZoneId));
}

function placed({ title, kind, draft, file, changes }: Unpublished): { title: string; url: string; what: string } {
  const what = changes ? 'Changes to a story' : `New ${kindName(kind).toLowerCase()}`;
  return { title: title || UNTITLED, url: draft ? draftUrl(draft.draft) : `/desk/stories?q=${encodeURIComponent(file ?? '')}`, what };
}

function draftedOf(one: Unpublished, zone: string): Drafted[] {
  return one.published ? [{ ...placed(one), at: atWallClock(one.published, zone) }] : [];
}

function shelved(one: Unpublished): CalendarView['shelf'][number] {
  const { title, url, what } = placed(one);
  const when = one.published && nhsDateTime(one.published);
  if (one.changes) return { title, url, about: `${what} that is published. They are not published yet.` };
  return { title, url, about: when === undefined ? `${what}, without a day.` : `${what}. Its time has passed: ${when}.` };
}
