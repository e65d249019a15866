// The tables of a report. The page, the files and the yearly report show the same ones.
import type { Temporal } from 'temporal-polyfill';
import type { Certificate } from '#core/publication/delivery-counts';
import { channelName, publicationName, publicationUrl } from '#core/publication/names';
import { type PublicationRecord, SOCIAL_CHANNELS } from '#core/publication/publication';
import { COST_HEAD, chargedOf, costCells, type Spending, TOGETHER } from '#core/report/cost';
import { counted, countedDepartures, EVERYBODY, type Whom } from '#core/report/counted-people';
import { countsAt, sumOf } from '#core/report/emails';
import { DEPARTURES, type Departure, sumGrowth } from '#core/report/people';
import { growthOf } from '#core/report/people-month';
import { isIn, isLong, type Period, periodName, type Step, spanOf, stepsOf } from '#core/report/period';
import { atLeast, type Cell, figure, NOT_KNOWN, type Row, type Table } from '#core/report/table';
import { presentOrganisation } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import type { Slug, Story } from '#core/story/story';
import { frequencies } from '#core/subscriber/frequencies';
import { distinctNames } from '#core/text/distinct-names';
import { longDate } from '#core/time/date-parts';
import { nhsDate } from '#core/time/nhs-dates';
import type { MonthCost } from '#flow/report/read-month';
import type { ReportFacts } from '#flow/report/read-report';

/**
 * What the tables are made from: the facts, and the words for them. `monthCost`: of this month. `seesPeople`: whoever looks may see who got
 * an email.
 */
export type Reported = ReportFacts & { rules: Rules; known: ReadonlyMap<Slug, Story>; seesPeople: boolean; monthCost: MonthCost };

/** The months or years of a period that have begun. */
function stepsSoFar({ period, now }: Pick<ReportFacts, 'period' | 'now'>): Step[] {
  return stepsOf(period).filter(({ from }) => from.since(now.toPlainDate()).sign <= 0);
}

function stepWord(period: Period): string {
  return isLong(period) ? 'Year' : 'Month';
}

/** The heading of a column with the number at the end of the period, or now while it lasts. */
function endWords({ period, now }: Pick<ReportFacts, 'period' | 'now'>): string {
  return isOver(period, now) ? 'People at the end' : 'People now';
}

export function isOver({ to }: Period, now: Temporal.ZonedDateTime): boolean {
  return to.since(now.toPlainDate()).sign < 0;
}

export function growthTable(reported: Reported): Table {
  const { period } = reported;
  const line = (label: string, days: Period): Row => {
    const { atEnd, came } = counted(reported, days, EVERYBODY);
    const joined = came && came.signedUp + came.brought;
    return {
      label,
      cells: [
        ...(came && joined !== undefined
          ? [figure(joined), figure(came.brought), figure(came.left), signed(joined - came.left)]
          : [NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN]),
        atEnd ? atLeast(atEnd.people, atEnd.unknown) : NOT_KNOWN,
      ],
    };
  };
  return {
    name: 'growth',
    caption: 'People on the list',
    head: [stepWord(period), 'Joined', 'Of them from a list', 'Left', 'Change', 'At the end'],
    rows: stepsSoFar(reported).map((step) => line(step.label, step)),
    sum: line('All of it', period),
    charts: [
      { title: 'Who joined and who left', columns: ['Joined', 'Left'] },
      { title: 'On the list at the end', columns: ['At the end'] },
    ],
  };
}

function signed(change: number): Cell {
  const { words, plain } = figure(Math.abs(change));
  if (change === 0) return { words, plain };
  return change > 0 ? { words: `+${words}`, plain } : { words: `−${words}`, plain: `-${plain}` };
}

/** A table of people by what they have in common. `labels`: in their order, also those that nobody has. `found`: all that anybody has. */
function splitTable(
  reported: Reported,
  names: Pick<Table, 'name' | 'caption'> & { first: string },
  { labels, found, whom }: { labels: ReadonlyMap<string, string>; found: Iterable<string>; whom: (key: string) => Whom },
): Table {
  return {
    name: names.name,
    caption: names.caption,
    head: [names.first, endWords(reported), 'Joined', 'Left'],
    charts: [{ title: names.caption, columns: [endWords(reported)] }],
    rows: [...new Set([...labels.keys(), ...found])].map((key) => {
      const { atEnd, came } = counted(reported, reported.period, whom(key));
      return {
        label: labels.get(key) ?? `${key} (not in the rules any more)`,
        cells: [
          atEnd ? atLeast(atEnd.people, atEnd.unknown) : NOT_KNOWN,
          came ? figure(came.signedUp + came.brought) : NOT_KNOWN,
          came ? figure(came.left) : NOT_KNOWN,
        ],
      };
    }),
  };
}

export function trustsTable(reported: Reported): Table {
  const { rules, lives } = reported;
  const labels = new Map([...rules.organisations, [NONE, 'No organisation given'] as const]);
  const found = lives.map(({ organisation }) => organisation ?? NONE);
  return splitTable(reported, { name: 'trusts', caption: 'People by trust', first: 'Trust' }, { labels, found, whom: ofTrust(rules) });
}

/** Who gave no trust, or chose no topic. */
const NONE = '';

function ofTrust(rules: Rules): (trust: string) => Whom {
  return (trust) => ({
    among: ({ organisation = NONE }) => organisation === trust,
    kept: ({ organisations }) =>
      sumGrowth(Object.entries(organisations).flatMap(([key, its]) => (presentOrganisation(key, rules) === trust ? [its] : []))),
  });
}

/** Returns the trusts of the rules that nobody of the list belongs to at the end of the period; undefined when that is not known. */
export function trustsWithNobody(reported: Reported): { of: number; names: string[] } | undefined {
  const { rules, period } = reported;
  const names: string[] = [];
  for (const [key, name] of rules.organisations) {
    const { atEnd } = counted(reported, period, ofTrust(rules)(key));
    if (!atEnd) return undefined;
    if (atEnd.people + atEnd.unknown === 0) names.push(name);
  }
  return { of: rules.organisations.size, names };
}

export function topicsTable(reported: Reported): Table {
  const { lives, rules } = reported;
  const labels = new Map<string, string>([[NONE, 'Every topic (they chose none)'], ...rules.topics]);
  const former = new Set<string>([...(rules.mergedTopics ?? [])].flat());
  const whom = (topic: string): Whom => ({
    among: ({ topics }) => (topic === NONE ? topics.length === 0 : topics.some((one) => one === topic)),
    // Somebody may have had both of the topics that were merged.
    kept: ({ topics }) => (former.has(topic) ? undefined : growthOf(topics, topic)),
  });
  const found = lives.flatMap(({ topics }) => topics);
  return splitTable(reported, { name: 'topics', caption: 'People by the topics that they chose', first: 'Topic' }, { labels, found, whom });
}

export function frequencyTable(reported: Reported): Table {
  const { lives, rules } = reported;
  const labels = new Map(frequencies(rules).map(({ value, words }) => [value, words]));
  const whom = (wanted: string): Whom => ({
    among: ({ frequency }) => frequency === wanted,
    kept: (month) => growthOf(month.frequencies, wanted),
  });
  const found = lives.map(({ frequency }) => frequency);
  return splitTable(
    reported,
    { name: 'frequency', caption: 'People by how often they want emails', first: 'How often' },
    { labels, found, whom },
  );
}

const LEFT_BY: Record<Departure, string> = {
  'one-click': 'By the button of their mail program',
  page: 'On our page',
  mail: 'By writing to us',
  desk: 'At this desk, for them',
  bounced: 'Their address takes no mail any more',
  complained: 'They reported an email as unwanted',
  unknown: 'Not known how',
};

export function departuresTable(reported: Reported): Table {
  const counts = countedDepartures(reported, reported.period);
  const shown = (count: number | undefined) => [count === undefined ? NOT_KNOWN : figure(count)];
  return {
    name: 'departures',
    caption: 'How people left',
    head: ['How they left', 'People'],
    charts: [{ title: 'How people left', columns: ['People'] }],
    rows: DEPARTURES.map((how) => ({ label: LEFT_BY[how], cells: shown(counts && (counts.get(how) ?? 0)) })),
    sum: { label: 'All', cells: shown(counts && [...counts.values()].reduce((sum, count) => sum + count, 0)) },
  };
}

/** The figures of the certificate, in its words. */
const FIGURES: readonly [keyof Certificate, string][] = [
  ['planned', 'Readers'],
  ['accepted', 'Accepted'],
  ['suppressed', 'Suppressed'],
  ['refused', 'Refused'],
  ['held', 'Held'],
  ['open', 'Still to go, or cancelled'],
  ['twice', 'Twice'],
];

export function emailsTable({ emails, known, now, seesPeople }: Reported): Table {
  const when = (at: Temporal.Instant) => at.toZonedDateTimeISO(now.timeZoneId);
  const names = distinctNames(
    emails.map(({ record }) => ({ name: publicationName(record, known), date: nhsDate(when(countsAt(record))) })),
  );
  const cells = (counts: Certificate) => FIGURES.map(([figureName]) => figure(counts[figureName]));
  const day = (at: Temporal.ZonedDateTime): Cell => ({ words: longDate(at), plain: at.toPlainDate().toString() });
  const whole = emails.every(({ cameBack }) => cameBack !== undefined);
  const back = emails.reduce((sum, { cameBack = 0 }) => sum + cameBack, 0);
  const isAllReported = emails.every(({ delivered }) => delivered !== undefined);
  const taken = emails.reduce((sum, { delivered = 0 }) => sum + delivered, 0);
  return {
    name: 'emails',
    caption: 'Emails that went out',
    head: ['Email', 'Day', ...FIGURES.map(([, words]) => words), 'Came back', 'Delivered'],
    rows: emails.map(({ record, counts, cameBack, delivered }, i) => ({
      label: names[i] ?? record.id,
      url: `${publicationUrl(record.id)}${seesPeople ? '/people' : ''}`,
      cells: [
        day(when(countsAt(record))),
        ...cells(counts),
        ...[cameBack, delivered].map((one) => (one === undefined ? NOT_KNOWN : figure(one))),
      ],
    })),
    sum: {
      label: 'All',
      cells: [
        { words: '', plain: '' },
        ...cells(sumOf(emails.map(({ counts }) => counts))),
        whole ? figure(back) : atLeast(back, 1),
        isAllReported ? figure(taken) : atLeast(taken, 1),
      ],
    },
  };
}

/** Emails and posts by month or year. */
export function monthsTable({ emails, posts, period, now }: Reported): Table {
  const line = (label: string, days: Period): Row => {
    const span = spanOf(days, now.timeZoneId);
    const its = emails.filter(({ record }) => isIn(span, countsAt(record)));
    const { planned, accepted } = sumOf(its.map(({ counts }) => counts));
    const posted = SOCIAL_CHANNELS.map((channel) =>
      posts
        .filter((post) => post.channel === channel && isIn(span, countsAt(post.record)))
        .reduce((sum, { counts }) => sum + counts.posted, 0),
    );
    return { label, cells: [its.length, planned, accepted, ...posted].map(figure) };
  };
  const onAccounts = SOCIAL_CHANNELS.map((channel) => `Posted on ${channelName(channel)}`);
  return {
    name: 'months',
    caption: `Emails and posts by ${stepWord(period).toLowerCase()}`,
    head: [stepWord(period), 'Emails', 'Readers', 'Accepted', ...onAccounts],
    rows: stepsSoFar({ period, now }).map((step) => line(step.label, step)),
    sum: line('All of it', period),
    charts: [
      { title: 'Emails that were accepted', columns: ['Accepted'] },
      { title: 'Posts', columns: onAccounts },
    ],
  };
}

/** What emails and posts cost, by month or year. */
export function costTable({ emails, posts, rules, period, now }: Reported): Table {
  const line = (label: string, days: Period): Row => {
    const span = spanOf(days, now.timeZoneId);
    const its = <R extends { record: PublicationRecord }>(some: readonly R[]) => some.filter(({ record }) => isIn(span, countsAt(record)));
    const spending = {
      emails: chargedOf(sumOf(its(emails).map(({ counts }) => counts))),
      postsMilliUsd: its(posts).reduce((sum, { record }) => sum + (record.priceMilliUsd ?? 0), 0),
    };
    return { label, cells: costCells(spending, rules) };
  };
  return {
    name: 'cost',
    caption: `What it cost by ${stepWord(period).toLowerCase()}`,
    head: [stepWord(period), ...COST_HEAD],
    rows: stepsSoFar({ period, now }).map((step) => line(step.label, step)),
    sum: line('All of it', period),
    charts: [{ title: 'Cost in dollars', columns: [TOGETHER] }],
  };
}

/** What this month has cost, and what is still planned. */
export function monthTable({ monthCost, rules }: Reported): Table {
  const line = (label: string, spending: Spending): Row => ({ label, cells: [figure(spending.emails), ...costCells(spending, rules)] });
  const { spent, ahead, month } = monthCost;
  const whole = { emails: spent.emails + ahead.emails, postsMilliUsd: spent.postsMilliUsd + ahead.postsMilliUsd };
  return {
    name: 'month',
    caption: `What ${periodName(month)} costs`,
    head: ['When', 'Emails', ...COST_HEAD],
    rows: [line('So far', spent), line('Still planned', ahead)],
    sum: line('The whole month', whole),
  };
}

export function postsTable({ posts }: Reported): Table {
  const rows = SOCIAL_CHANNELS.map((channel): Row => {
    const its = posts.filter((post) => post.channel === channel);
    const sum = (of: 'planned' | 'posted' | 'refused' | 'missed' | 'held' | 'open') =>
      figure(its.reduce((all, { counts }) => all + counts[of], 0));
    return {
      label: channelName(channel),
      cells: [figure(its.length), sum('planned'), sum('posted'), sum('refused'), sum('missed'), sum('held'), sum('open')],
    };
  });
  return {
    name: 'posts',
    caption: 'Posts',
    head: ['Account', 'Publications', 'Posts in them', 'Posted', 'Refused', 'Too late', 'Held', 'Still to go, or cancelled'],
    rows,
  };
}
