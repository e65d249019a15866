import { type Context, Hono } from 'hono';
import { people } from '#core/publication/names';
import { listChangesSentence } from '#core/subscriber/list-changes';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { asks } from '#core/transactional/send-limits';
import { exportPeople, peopleOutline, type Stretch } from '#flow/import/export-subscribers';
import { erase } from '#flow/privacy/erase-subscriber';
import { readListChanges } from '#flow/readers/list-changes';
import { forgetAsked } from '#flow/transactional/forget-asked';
import type { World } from '#ports';
import { personUrl, recordAudit, who } from '#web/desk/audit';
import type { Frame } from '#web/desk/needs';
import { askedView, countsView, personLine, personView, readId } from '#web/desk/subscribers-view';
import { csvDownload } from '#web/download';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

type PeopleWorld = ContentWorld &
  Pick<World, 'subscribers' | 'suppressions' | 'texts' | 'audit' | 'rateCounters'> &
  Parameters<typeof erase>[0];

const PAGE_SIZE = 50;
/** The days for which the page says how the list has changed. */
const CHANGES_DAYS = 7;

/** Serves the list of people: who gets the emails, and who does not. Nothing here makes a subscriber or undoes an unsubscribe. */
export function peoplePages(world: PeopleWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const list = async (c: Context<WebEnv>, lost?: { address: string; wrong: string }) => {
    const { rules } = await readFor(c, world);
    const after = readId(c.req.query('after'));
    // Counting reads every subscriber, so only the first page does it.
    const [outline, changes, { subscribers, next }] = await Promise.all([
      after === undefined ? peopleOutline(world) : undefined,
      after === undefined ? readListChanges(world, nowOf(c).subtract({ hours: 24 * CHANGES_DAYS })) : undefined,
      world.subscribers.page(after, PAGE_SIZE),
    ]);
    const view = {
      lost,
      changes: changes && (listChangesSentence(changes) ?? 'nobody joined or left.'),
      days: CHANGES_DAYS,
      whole: outline && { all: people(outline.people), counts: countsView(outline.counts) },
      rows: subscribers.map((subscriber) => personLine(subscriber, rules)),
      first: after !== undefined,
      next: next && `/desk/people?after=${next}#list`,
      parts: outline?.parts.map((part, i, { length }) => ({ ...part, number: i + 1, of: length, several: length > 1 })),
    };
    const title = lost ? 'Error: People' : 'People';
    return c.html(page('desk/subscribers', view, { title, rules, ...(await frame(c)), current: '/desk/people' }), lost ? 422 : 200);
  };

  const one = async (c: Context<WebEnv>, id: SubscriberId, problem?: string) => {
    const { rules } = await readFor(c, world);
    const [subscriber, log, emails] = await Promise.all([
      world.subscribers.find(id),
      world.suppressions.log(id),
      world.transactional.to(id),
    ]);
    const asked = askedView(emails, rules, nowOf(c));
    const wording = subscriber?.consent && (await world.texts.get(subscriber.consent.wording));
    const view = {
      ...personView({ subscriber, log, consentText: wording }, rules),
      asked,
      url: personUrl(id),
      problem,
      flash: FLASHES.get(c.req.query('told') ?? ''),
    };
    const title = subscriber ? 'One person' : asked ? 'Not on our list' : 'Nobody we know';
    const around = { title: problem ? `Error: ${title}` : title, rules, ...(await frame(c)) };
    return c.html(page('desk/subscriber', view, around), problem ? 422 : subscriber || asked || log.length > 0 ? 200 : 404);
  };

  app.get('/desk/people', (c) => list(c));

  // A POST, so that no address gets into a URL, a log or a browser's history.
  app.post('/desk/people/find', async (c) => {
    const { address } = await c.req.parseBody();
    const typed = typeof address === 'string' ? address.trim() : '';
    if (typed === '') return list(c, { address: '', wrong: 'Type the whole email address.' });
    const id = world.subscribers.idOf(typed);
    const [subscriber, suppressed, emails] = await Promise.all([
      world.subscribers.find(id),
      world.suppressions.has(id),
      world.transactional.to(id),
    ]);
    if (subscriber || suppressed || emails.some(({ kind }) => asks(kind))) return c.redirect(personUrl(id), 303);
    return list(c, { address: typed, wrong: 'We know nobody with this address. Check how it is spelt.' });
  });

  app.post('/desk/people/export', async (c) => {
    const { after, until } = await c.req.parseBody();
    const now = nowOf(c);
    const [from, to] = [readId(after), readId(until)];
    const stretch: Stretch = { ...(from ? { after: from } : {}), ...(to ? { until: to } : {}) };
    const { rules } = await readFor(c, world);
    const day = now.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London').toPlainDate();
    return csvDownload(
      c,
      await exportPeople(world, stretch, who(c), now),
      `subscribers-${day}${from ? `-after-${from.slice(0, 6)}` : ''}.csv`,
    );
  });

  app.get('/desk/people/:id', (c) => {
    const id = readId(c.req.param('id'));
    return id ? one(c, id) : c.notFound();
  });

  app.post('/desk/people/:id/stop', async (c) => {
    const id = readId(c.req.param('id'));
    if (!id) return c.notFound();
    await recordAudit(world, c, 'stopped-emails', { to: id });
    // The suppression first: a crash between the two writes still stops the mail.
    await world.suppressions.add(id, 'unsubscribed', nowOf(c));
    await world.subscribers.unsubscribe(id, nowOf(c), 'desk');
    return c.redirect(`${personUrl(id)}?told=stopped`, 303);
  });

  app.post('/desk/people/:id/ask-again', async (c) => {
    const id = readId(c.req.param('id'));
    if (!id) return c.notFound();
    await recordAudit(world, c, 'let-ask-again', { to: id });
    await forgetAsked(world, id, nowOf(c));
    return c.redirect(`${personUrl(id)}?told=ask-again`, 303);
  });

  app.post('/desk/people/:id/erase', async (c) => {
    const id = readId(c.req.param('id'));
    if (!id) return c.notFound();
    const { sure } = await c.req.parseBody();
    if (sure !== 'yes') return one(c, id, 'Tick the box to say that this person asked for it.');
    await recordAudit(world, c, 'erased', { to: id });
    await erase(world, id, nowOf(c));
    return c.redirect(`${personUrl(id)}?told=erased`, 303);
  });
  return app;
}

const FLASHES: ReadonlyMap<string, string> = new Map([
  ['ask-again', 'Done. This person can fill in the form now, and gets a new confirmation email.'],
  ['stopped', 'The emails have stopped.'],
  ['erased', 'This person is erased. What stays is a code made of the address, so that no list brings it back.'],
]);
