// A report in words: its sentences, and its tables with the addresses of their files.
import type { DateTimeFields } from '#core/draft/date-fields';
import { people } from '#core/publication/names';
import type { BarChart } from '#core/report/bar-chart';
import { NAMED_PERIODS, periodName, spanOf } from '#core/report/period';
import { chartsOf, type Table } from '#core/report/table';
import type { Rules } from '#core/rules/rules';
import { dollars, priceMilliUsd } from '#core/social/x-budget';
import { count } from '#core/text/wrap';
import { isBefore } from '#core/time/compare';
import { nhsDate } from '#core/time/nhs-dates';
import { type AskedPeriod, PERIOD_WORDS, periodQuery } from '#web/desk/report-period';
import {
  costTable,
  departuresTable,
  emailsTable,
  frequencyTable,
  growthTable,
  isOver,
  monthsTable,
  monthTable,
  postsTable,
  type Reported,
  topicsTable,
  trustsTable,
  trustsWithNobody,
} from '#web/desk/report-tables';
import { partUrl } from '#web/desk/rules-view';

export const REPORTS_URL = '/desk/reports';
export const YEAR_URL = `${REPORTS_URL}/year`;

/** The tables of a report by their names. */
export const TABLES = {
  growth: growthTable,
  months: monthsTable,
  trusts: trustsTable,
  topics: topicsTable,
  frequency: frequencyTable,
  emails: emailsTable,
  departures: departuresTable,
  posts: postsTable,
  cost: costTable,
  month: monthTable,
} as const satisfies Record<string, (reported: Reported) => Table>;
type TableName = keyof typeof TABLES;
export const TABLE_NAMES = [
  ...(['growth', 'trusts', 'topics', 'frequency', 'departures', 'months', 'emails', 'posts', 'cost', 'month'] as const),
] as const satisfies TableName[];

/** A table as the page shows it, with its charts: each cell has its column's heading, for a narrow window. */
type TableView = {
  caption: string;
  first: string;
  head: { words: string }[];
  rows: { label: string; url: string | undefined; cells: { head: string; words: string }[]; isSum: boolean }[];
  chart: BarChart | undefined;
  more: BarChart[];
  wide: boolean;
  file: string;
};

function tableView(table: Table, reported: Reported): TableView {
  const { caption, rows, sum, name } = table;
  const [first = '', ...head] = table.head;
  const [chart, ...more] = chartsOf(table);
  return {
    caption,
    first,
    head: head.map((words) => ({ words })),
    rows: [...rows.map((row) => ({ ...row, isSum: false })), ...(sum ? [{ ...sum, isSum: true }] : [])].map(
      ({ label, url, cells, isSum }) => ({
        label,
        url,
        isSum,
        cells: cells.map(({ words }, i) => ({ words, head: head[i] ?? '' })),
      }),
    ),
    chart,
    more,
    wide: head.length > 3,
    file: `${REPORTS_URL}/${name}.csv${periodQuery(reported.period)}`,
  };
}

/** What the costs are reckoned by, in words. Absent: the rules do not say. `budget`: for posts on X in a month. */
type Prices = { emails: string | undefined; pounds: string | undefined; link: string; noLink: string; budget: string; url: string };

function pricesOf({ costs, social }: Rules): Prices {
  const { thousandEmailsUsd, dollarInPounds } = costs ?? {};
  return {
    emails: thousandEmailsUsd === undefined ? undefined : `$${thousandEmailsUsd.toFixed(2)}`,
    pounds: dollarInPounds === undefined ? undefined : `£${dollarInPounds}`,
    link: dollars(priceMilliUsd({ links: 1, images: 0 })),
    noLink: dollars(priceMilliUsd({ links: 0, images: 0 })),
    budget: dollars(Math.round(social.monthlyBudgetUsd * 1_000)),
    url: partUrl('costs'),
  };
}

/**
 * What a page about any period shows. `soFar`: the period is not over. `knownSince`: before that day, who came and went is not known any
 * more. `opened`: when the newsroom did, if that was within the period. `nobody`: the trusts that nobody is of.
 */
export type ReportView = {
  name: string;
  soFar: boolean;
  now: string;
  knownSince: string | undefined;
  opened: string | undefined;
  peopleNow: string;
  nobody: string | undefined;
  anyEmails: boolean;
  prices: Prices;
  tables: Record<TableName, TableView>;
};

export function reportView(reported: Reported): ReportView {
  const { period, now, opened, knownSince, lives, emails, rules } = reported;
  const nobody = trustsWithNobody(reported);
  const view = (name: TableName) => tableView(TABLES[name](reported), reported);
  return {
    name: periodName(period),
    soFar: !isOver(period, now),
    now: nhsDate(now),
    knownSince: knownSince && nhsDate(knownSince.toZonedDateTimeISO(now.timeZoneId)),
    opened:
      opened && isBefore(spanOf(period, now.timeZoneId).since, opened) ? nhsDate(opened.toZonedDateTimeISO(now.timeZoneId)) : undefined,
    peopleNow: people(lives.reduce((sum, { here }) => sum + here, 0)),
    nobody: nobody && nobodySentence(nobody, isOver(period, now)),
    anyEmails: emails.length > 0,
    prices: pricesOf(rules),
    tables: {
      growth: view('growth'),
      trusts: view('trusts'),
      topics: view('topics'),
      frequency: view('frequency'),
      months: view('months'),
      emails: view('emails'),
      departures: view('departures'),
      posts: view('posts'),
      cost: view('cost'),
      month: view('month'),
    },
  };
}

/** Returns `2 of 11 trusts have nobody signed up: Devon and Dorset.` */
function nobodySentence({ of, names }: { of: number; names: string[] }, isPast: boolean): string {
  if (of === 0) return 'The rules name no trusts.';
  if (names.length === 0) return `Each of ${count(of, 'trust')} ${isPast ? 'had' : 'has'} somebody on the list.`;
  const have = isPast ? 'had' : names.length === 1 ? 'has' : 'have';
  const last = names.at(-1) ?? '';
  const listed = names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  return `${names.length} of ${count(of, 'trust')} ${have} nobody signed up: ${listed}.`;
}

/** The year in a few lines: each is the last line of a table further down. */
export function yearSums(reported: Reported): { words: string; figure: string }[] {
  const sums = (name: 'growth' | 'months' | 'cost') => {
    const { sum } = TABLES[name](reported);
    return sum?.cells.map(({ words }) => words) ?? [];
  };
  const [joined = '', , left = '', , atEnd = ''] = sums('growth');
  const [emails = '', , accepted = '', x = '', bluesky = ''] = sums('months');
  const [, , usd = '', gbp = ''] = sums('cost');
  const nobody = trustsWithNobody(reported);
  const over = isOver(reported.period, reported.now);
  return [
    { words: over ? 'People on the list at the end of the year' : 'People on the list now', figure: atEnd },
    { words: 'Joined', figure: joined },
    { words: 'Left', figure: left },
    ...(nobody ? [{ words: 'Trusts with somebody on the list', figure: `${nobody.of - nobody.names.length} of ${nobody.of}` }] : []),
    { words: 'Emails', figure: emails },
    { words: 'Accepted for readers, all emails together', figure: accepted },
    { words: 'Posts', figure: `${x} on X, ${bluesky} on Bluesky` },
    { words: 'Cost of emails and posts, in dollars', figure: usd },
    { words: 'In pounds', figure: gbp },
  ];
}

type DayField = Pick<DateTimeFields, 'day' | 'month' | 'year'> & {
  name: string;
  legend: string;
  hint: string;
  dayOnly: true;
  error: string | undefined;
};

/** The links to the periods with a name and to the yearly reports, and the form with the days. `chosen`: days were typed. */
export type PeriodView = {
  periods: { words: string; url: string; current: boolean }[];
  years: { year: number; url: string }[];
  wrong: AskedPeriod['wrong'];
  chosen: boolean;
  from: DayField;
  to: DayField;
};

export function periodView({ named, from, to, wrong }: AskedPeriod, thisYear: number): PeriodView {
  const field = (name: 'from' | 'to', legend: string, { day, month, year }: DateTimeFields): DayField => ({
    ...{ name, legend, day, month, year },
    hint: 'For example, 1 4 2026',
    dayOnly: true,
    error: wrong?.field === name ? wrong.words : undefined,
  });
  return {
    periods: NAMED_PERIODS.map((one) => ({ words: PERIOD_WORDS[one], url: `${REPORTS_URL}?period=${one}`, current: one === named })),
    years: [thisYear, thisYear - 1].map((year) => ({ year, url: `${YEAR_URL}?of=${year}` })),
    wrong,
    chosen: named === undefined,
    from: field('from', 'First day', from),
    to: field('to', 'Last day', to),
  };
}
