// Reports: figures about people, emails and posts over any period, with a file of each table. No page here names a reader.
import { type Context, Hono } from 'hono';
import type { Period } from '#core/report/period';
import { csvOf } from '#core/report/table';
import type { Rules } from '#core/rules/rules';
import { presentChoices } from '#core/subscriber/merged-choices';
import { namedStories } from '#flow/publish/shown-stories';
import { type MonthWorld, readMonthCost, readMonthOutlook } from '#flow/report/read-month';
import { type ReportWorld, readReport } from '#flow/report/read-report';
import type { Frame } from '#web/desk/needs';
import { periodQuery, readAskedPeriod, readYear } from '#web/desk/report-period';
import type { Reported } from '#web/desk/report-tables';
import { periodView, REPORTS_URL, reportView, TABLE_NAMES, TABLES, YEAR_URL, yearSums } from '#web/desk/reports-view';
import { may } from '#web/desk/rights';
import { csvDownload } from '#web/download';
import { page } from '#web/page';
import { readBefore } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

type ReportsWorld = ReportWorld & MonthWorld;

export function reportPages(world: ReportsWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const localNow = async (c: Context<WebEnv>) => {
    const { written, world: asRead } = await readBefore(c, world);
    const zone = written.rules?.timezone ?? 'Europe/London';
    return { rules: written.rules, asRead, now: nowOf(c).toZonedDateTimeISO(zone) };
  };

  /** Undefined while no rules can be read, and when there are more emails than can be counted in one request. */
  const reportOn = async (c: Context<WebEnv>, period: Period): Promise<Reported | undefined> => {
    const { rules, asRead, now } = await localNow(c);
    if (!rules) return undefined;
    const outlook = await readMonthOutlook(asRead, now);
    if (!outlook.planned) return undefined;
    const [facts, monthCost] = await Promise.all([readReport(world, period, now), readMonthCost(world, outlook, now)]);
    if (!facts || !monthCost) return undefined;
    const seesPeople = may(c.get('colleague'), 'sees-people');
    const lives = facts.lives.map((alike) => presentChoices(alike, rules));
    return { ...facts, lives, rules, known: namedStories(outlook.planned), seesPeople, monthCost };
  };

  app.get(REPORTS_URL, async (c) => {
    const { rules, now } = await localNow(c);
    const asked = readAskedPeriod(c.req.query(), now.toPlainDate());
    const reported = asked.wrong ? undefined : await reportOn(c, asked.period);
    const view = { ...periodView(asked, now.year), report: reported && reportView(reported), ...whyNot(rules, reported ?? asked.wrong) };
    const title = `${asked.wrong ? 'Error: ' : ''}Reports`;
    return c.html(page('desk/reports', view, { title, rules, ...(await frame(c)) }), asked.wrong ? 422 : 200);
  });

  app.get(YEAR_URL, async (c) => {
    const { rules, now } = await localNow(c);
    const period = readYear(c.req.query('of'), now.toPlainDate());
    if (!period) return c.notFound();
    const reported = await reportOn(c, period);
    const title = `The year ${period.from.year}`;
    const view = {
      title,
      report: reported && reportView(reported),
      sum: reported && yearSums(reported),
      name: rules?.name,
      ...whyNot(rules, reported),
    };
    return c.html(page('desk/report-year', view, { title, rules, ...(await frame(c)) }));
  });

  app.get(`${REPORTS_URL}/:file{[a-z]+\\.csv}`, async (c) => {
    const { now } = await localNow(c);
    const name = TABLE_NAMES.find((one) => `${one}.csv` === c.req.param('file'));
    const { period, wrong } = readAskedPeriod(c.req.query(), now.toPlainDate());
    if (!name || wrong) return c.notFound();
    const reported = await reportOn(c, period);
    if (!reported) return c.redirect(`${REPORTS_URL}${periodQuery(period)}`, 303);
    return csvDownload(c, whole(csvOf(TABLES[name](reported))), `${name}-${period.from}-to-${period.to}.csv`);
  });
  return app;
}

/** Why there is no report: the rules have a problem, or there is too much to count. */
function whyNot(rules: Rules | undefined, found: object | undefined): { mending: boolean; tooMuch: boolean } {
  return { mending: rules === undefined, tooMuch: rules !== undefined && found === undefined };
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}
