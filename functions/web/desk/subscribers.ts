import { type Context, Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { readAddress } from '#core/mime/mailable-address';
import { people } from '#core/publication/names';
import type { Rules } from '#core/rules/rules';
import { listChangesSentence } from '#core/subscriber/list-changes';
import { presentChoices } from '#core/subscriber/merged-choices';
import { passes, readSought } from '#core/subscriber/sought-people';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { asks } from '#core/transactional/send-limits';
import { exportPeople, peopleOutline, type Stretch } from '#flow/import/export-subscribers';
import { erase } from '#flow/privacy/erase-subscriber';
import { findPeople } from '#flow/readers/find-people';
import { readListChanges } from '#flow/readers/list-changes';
import { forgetAsked } from '#flow/transactional/forget-asked';
import type { World } from '#ports';
import { personUrl, recordAudit, who } from '#web/desk/audit';
import { findForm, foundView, readAsked } from '#web/desk/find-people-view';
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

  /** The list of everybody, with the form that finds people. `lost`: what is wrong with what was typed there. */
  const list = async (c: Context<WebEnv>, lost?: { typed: string; wrong: string }) => {
    const { rules } = await readFor(c, world);
    const form = findForm(rules, dayOf(nowOf(c), rules));
    const after = readId(c.req.query('after'));
    // Counting reads every subscriber, so only the first page does it.
    const [outline, changes, { subscribers, next }] = await Promise.all([
      after === undefined ? peopleOutline(world) : undefined,
      after === undefined ? readListChanges(world, nowOf(c).subtract({ hours: 24 * CHANGES_DAYS })) : undefined,
      world.subscribers.page(after, PAGE_SIZE),
    ]);
    const view = {
      lost,
      ...form,
      ...(lost ? { sought: lost.typed } : {}),
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

  // A POST, so that no name or address gets into a URL, a log or a browser's history.
  app.post('/desk/people/find', async (c) => {
    const { rules } = await readFor(c, world);
    const body = await c.req.parseBody();
    const field = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
    const asked = readAsked(field, rules ?? NO_RULES);
    const known = await byAddress(asked.sought);
    if (known && asked.page === 1) return c.redirect(personUrl(known), 303);
    const sought = readSought(asked.sought, rules ?? NO_RULES);
    const wrong =
      sought.length > 0 || asked.sought === '' ? undefined : 'Type letters or numbers of a name, an address or an organisation.';
    if (wrong !== undefined) return list(c, { typed: asked.sought, wrong });
    const zone = rules?.timezone ?? ZONE;
    const found = await findPeople(
      world,
      sought,
      (person) => passes(presentChoices(person, rules ?? NO_RULES), asked.filter, zone),
      asked.after,
    );
    if (found.people.length === 0 && isWholeAddress(asked.sought))
      return list(c, { typed: asked.sought, wrong: 'We know nobody with this address. Check how it is spelt.' });
    const view = {
      ...findForm(rules, dayOf(nowOf(c), rules), asked),
      found: foundView(found, asked, rules),
      unknown: isWholeAddress(asked.sought),
    };
    return c.html(page('desk/subscribers', view, { title: 'People found', rules, ...(await frame(c)), current: '/desk/people' }));
  });

  /** Also somebody who is not on the list any more, or was asked and has not answered: their page says so. */
  const byAddress = async (typed: string): Promise<SubscriberId | undefined> => {
    if (!isWholeAddress(typed)) return undefined;
    const id = world.subscribers.idOf(typed);
    const [subscriber, suppressed, emails] = await Promise.all([
      world.subscribers.find(id),
      world.suppressions.has(id),
      world.transactional.to(id),
    ]);
    return subscriber || suppressed || emails.some(({ kind }) => asks(kind)) ? id : undefined;
  };

  app.post('/desk/people/export', async (c) => {
    const { after, until } = await c.req.parseBody();
    const now = nowOf(c);
    const [from, to] = [readId(after), readId(until)];
    const stretch: Stretch = { ...(from ? { after: from } : {}), ...(to ? { until: to } : {}) };
    const { rules } = await readFor(c, world);
    const day = dayOf(now, rules);
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

const ZONE = 'Europe/London';
/** While the rules cannot be read, nobody can be narrowed down by them. */
const NO_RULES: Pick<Rules, 'organisations' | 'topics' | 'digests' | 'mergedOrganisations' | 'mergedTopics'> = {
  organisations: new Map(),
  topics: new Map(),
  digests: [],
};

function dayOf(now: Temporal.Instant, rules: Rules | undefined): Temporal.PlainDate {
  return now.toZonedDateTimeISO(rules?.timezone ?? ZONE).toPlainDate();
}

function isWholeAddress(typed: string): boolean {
  return readAddress(typed) !== undefined;
}

const FLASHES: ReadonlyMap<string, string> = new Map([
  ['corrected', 'Saved. It counts from the next email on.'],
  ['link', 'The link to their choices goes out now. At most three in 30 days are sent to one person.'],
  ['confirmation', 'The confirmation email goes out now. At most three in 30 days are sent to one person.'],
  ['link-today', 'It was asked for today already, and at most one a day goes out. Look at what was sent to this person.'],
  ['no-form', 'The form of this person is not kept any more. Ask them to fill it in again.'],
  ['ask-again', 'Done. This person can fill in the form now, and gets a new confirmation email.'],
  ['stopped', 'The emails have stopped.'],
  ['erased', 'This person is erased. What stays is a code made of the address, so that no list brings it back.'],
]);
