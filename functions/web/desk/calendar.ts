// The calendar of the desk: a month, or a week.
import { Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { readMonth, readWeek, weekOf } from '#core/time/calendar-days';
import type { OutlookWorld } from '#flow/publish/outlook';
import { calendarView, type Span } from '#web/desk/calendar-view';
import type { Frame } from '#web/desk/needs';
import type { RowWorld } from '#web/desk/plan-row';
import { PLAN_URL } from '#web/desk/plan-view';
import { page } from '#web/page';
import { readBefore } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

type CalendarWorld = RowWorld & OutlookWorld;

/** Serves the calendar. An address that names no month and no week leads to this month. */
export function calendarPages(world: CalendarWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/desk/calendar', async (c) => {
    const { world: asRead, written } = await readBefore(c, world);
    const view = await calendarView(asRead, nowOf(c), spanIn(c.req.query(), nowOf(c)));
    const title = `Calendar: ${view.title}`;
    return c.html(page('desk/calendar', view, { title, rules: written.rules, ...(await frame(c)), current: PLAN_URL }));
  });
  return app;
}

function spanIn({ month = '', week = '' }: Record<string, string>, now: Temporal.Instant): Span | undefined {
  const monday = week === 'now' ? weekOf(now.toZonedDateTimeISO('Europe/London').toPlainDate())[0] : readWeek(week);
  if (monday) return { monday };
  const named = readMonth(month);
  return named && { month: named };
}
