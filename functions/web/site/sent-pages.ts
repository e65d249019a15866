import { Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { links } from '#core/site/links';
import { dayParts } from '#core/time/date-parts';
import { nhsDate } from '#core/time/nhs-dates';
import { FRESH, SENT_MAIL_POLICY } from '#web/headers';
import { page } from '#web/page';
import { paged, pageTitle } from '#web/paging';
import type { ContentWorld } from '#web/read-content';
import type { WebEnv } from '#web/request';
import { type SentRecord, type SentWorld, sentKind, sentPage, sentRecord, sentRecords, sentSubject } from '#web/site/sent-emails';
import { siteCard } from '#web/site/story-view';
import { reading } from '#web/with-content';

/** Serves the list of sent emails, and each as a page. */
export function sentPages(world: SentWorld & ContentWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const read = reading(world);

  app.get(
    '/sent',
    read(async (c, { rules, now }) => {
      const list = paged(await sentRecords(world, now), c.req.query('page'), '/sent');
      if (!list) return c.notFound();
      const rows = await Promise.all(list.items.map(async (record) => ({ record, subject: await sentSubject(world, record) })));
      const card = siteCard(rules, links(rules).sentEmails, `Every email that the ${rules.name} has sent.`);
      const around = { title: pageTitle('Sent emails', list), rules, current: '/sent', card };
      return c.html(page('site/sent-emails', { months: byMonth(rows, rules.timezone), pages: list.pages }, around), 200, FRESH);
    }),
  );

  app.get(
    '/sent/:id',
    read(async (c, { rules, now }) => {
      const record = await sentRecord(world, c.req.param('id') ?? '', now);
      if (!record) return c.notFound();
      return c.html(await sentPage(world, record, rules), 200, { ...FRESH, 'Content-Security-Policy': SENT_MAIL_POLICY });
    }),
  );

  return app;
}

type Month = { name: string; emails: ReturnType<typeof rowOf>[] };

/** Groups the emails by the month in which they went out, in the order given. */
function byMonth(rows: readonly { record: SentRecord; subject: string }[], timezone: string): Month[] {
  const months: Month[] = [];
  for (const { record, subject } of rows) {
    const at = record.firstAt.toZonedDateTimeISO(timezone);
    const { month, year } = dayParts(at);
    const name = `${month} ${year}`;
    if (months.at(-1)?.name !== name) months.push({ name, emails: [] });
    months.at(-1)?.emails.push(rowOf(record, subject, at));
  }
  return months;
}

function rowOf(record: SentRecord, subject: string, at: Temporal.ZonedDateTime) {
  return {
    url: links({ site: '' }).sentEmail(record.id),
    subject,
    kind: sentKind(record),
    date: nhsDate(at),
    machineDate: at.toPlainDate().toString(),
  };
}
