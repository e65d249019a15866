// Whether everything is in order, as the doctor found it last. The desk itself examines nothing: it may not ask AWS about the account.
import { Hono } from 'hono';
import type { World } from '#ports';
import { DOCTOR_URL, doctorView } from '#web/desk/doctor-view';
import type { Frame } from '#web/desk/needs';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export function doctorPages(world: ContentWorld & Pick<World, 'examinations'>, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get(DOCTOR_URL, async (c) => {
    const [{ rules }, found] = await Promise.all([readFor(c, world), world.examinations.read()]);
    const view = doctorView(found, nowOf(c).toZonedDateTimeISO(rules?.timezone ?? 'Europe/London'));
    return c.html(page('desk/doctor', view, { title: 'Is everything in order?', rules, ...(await frame(c)), current: DOCTOR_URL }));
  });
  return app;
}
