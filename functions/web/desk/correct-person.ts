// Correcting a person's name, organisation or choices on the phone, and sending them a link again.
import { type Context, Hono } from 'hono';
import { presentOrganisation } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import { readCorrection, sameOrLess, topicsNow } from '#core/subscriber/correction';
import type { Mistake, Typed } from '#core/subscriber/preferences-form';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { mailboxIdOf } from '#flow/readers/sign-up';
import { requestTransactional } from '#flow/transactional/request-transactional';
import type { World } from '#ports';
import { personUrl, recordAudit } from '#web/desk/audit';
import type { Frame } from '#web/desk/needs';
import { readId } from '#web/desk/subscribers-view';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

type CorrectWorld = ContentWorld & Pick<World, 'subscribers' | 'suppressions' | 'signups' | 'transactional' | 'jobQueue' | 'audit'>;

/** A form that came back. `crossed`: somebody else, or the person, has changed it meanwhile. */
type Returned = { typed: Typed; mistakes: Mistake[]; crossed?: true };

export function correctPersonPages(world: CorrectWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  /** Only of somebody who gets our emails: nothing here confirms anybody, or undoes a goodbye. */
  const open = async (c: Context<WebEnv>): Promise<{ person: Subscriber; rules: Rules; url: string } | Response> => {
    const id = readId(c.req.param('id'));
    if (!id) return c.notFound();
    const [person, suppressed, { rules }] = await Promise.all([world.subscribers.find(id), world.suppressions.has(id), readFor(c, world)]);
    if (person?.status !== 'confirmed' || suppressed || !rules) return c.redirect(personUrl(id), 303);
    return { person, rules, url: personUrl(id) };
  };

  const form = async (c: Context<WebEnv>, { person, rules, url }: { person: Subscriber; rules: Rules; url: string }, back?: Returned) => {
    const title = back ? 'Error: Correct this person' : 'Correct this person';
    const view = { ...formView(person, rules, back), url };
    const around = { title, rules, ...(await frame(c)), current: '/desk/people' };
    return c.html(page('desk/correct-person', view, around), back ? (back.crossed ? 409 : 422) : 200);
  };

  app.get('/desk/people/:id/correct', async (c) => {
    const found = await open(c);
    return found instanceof Response ? found : form(c, found);
  });

  app.post('/desk/people/:id/correct', async (c) => {
    const found = await open(c);
    if (found instanceof Response) return found;
    const { person, rules, url } = found;
    const body = await c.req.parseBody({ all: true });
    const typed: Typed = (field) => [body[field] ?? []].flat().filter((value) => typeof value === 'string');
    const crossed = () => form(c, found, { typed: () => [], mistakes: [{ field: 'name', sentence: CROSSED }], crossed: true });
    if (typed('version')[0] !== String(person.version)) return crossed();
    const read = readCorrection(typed, person, rules);
    if ('mistakes' in read) return form(c, found, { typed, mistakes: read.mistakes });
    const { choices, reason } = read.value;
    await recordAudit(world, c, 'corrected', { to: person.id, why: reason });
    const { organisation: _, ...others } = person;
    if ((await world.subscribers.save({ ...others, ...choices })) === 'saved') return c.redirect(`${url}?told=corrected`, 303);
    const newer = await open(c);
    return newer instanceof Response
      ? newer
      : form(c, newer, { typed: () => [], mistakes: [{ field: 'name', sentence: CROSSED }], crossed: true });
  });

  app.post('/desk/people/:id/link', async (c) => {
    const found = await open(c);
    if (found instanceof Response) return found;
    const { person, rules, url } = found;
    if (await wasAskedToday(person.id, 'link', rules, c)) return c.redirect(`${url}?told=link-today`, 303);
    await recordAudit(world, c, 'sent-link', { to: person.id });
    await requestTransactional(world, { to: person.id, kind: 'link' }, rules, nowOf(c));
    return c.redirect(`${url}?told=link`, 303);
  });

  app.post('/desk/people/:id/confirmation', async (c) => {
    const id = readId(c.req.param('id'));
    if (!id) return c.notFound();
    const [{ rules }, signups] = await Promise.all([readFor(c, world), world.signups.to(id)]);
    // The newest form of this address: what its reader chose last.
    const [newest] = signups
      .filter(({ changesAddressOf }) => changesAddressOf === undefined)
      .toSorted((a, b) => b.asked.epochMilliseconds - a.asked.epochMilliseconds);
    if (!newest || !rules) return c.redirect(`${personUrl(id)}?told=no-form`, 303);
    if (await wasAskedToday(id, 'confirm', rules, c)) return c.redirect(`${personUrl(id)}?told=link-today`, 303);
    await recordAudit(world, c, 'sent-confirmation', { to: id });
    const requestedFor = { mailbox: mailboxIdOf(world, newest.address), ...(newest.form === undefined ? {} : { form: newest.form }) };
    await requestTransactional(world, { to: id, kind: 'confirm', ...requestedFor }, rules, nowOf(c));
    return c.redirect(`${personUrl(id)}?told=confirmation`, 303);
  });

  /** One of a kind goes out on a day, so that a second press would send nothing. */
  const wasAskedToday = async (id: SubscriberId, kind: 'link' | 'confirm', rules: Rules, c: Context<WebEnv>): Promise<boolean> => {
    const today = nowOf(c).toZonedDateTimeISO(rules.timezone).toPlainDate();
    return (await world.transactional.to(id)).some((email) => email.kind === kind && email.day.equals(today));
  };
  return app;
}

const CROSSED = 'This person’s details have changed meanwhile. Look at them as they are now, and correct them again';

function formView(person: Subscriber, rules: Rules, back: Returned | undefined) {
  const given = back && !back.crossed ? back.typed : undefined;
  const wrong = (field: string) => back?.mistakes.find((mistake) => mistake.field === field)?.sentence;
  const chosen = {
    name: given ? (given('name')[0] ?? '') : person.name,
    organisation: given
      ? (given('organisation')[0] ?? '')
      : person.organisation === undefined
        ? ''
        : presentOrganisation(person.organisation, rules),
    frequency: given ? (given('frequency')[0] ?? '') : person.frequency,
    topics: given ? given('topics') : topicsNow(person, rules),
  };
  const organisations: [string, string][] = [['', 'None of these'], ...rules.organisations];
  return {
    who: person.name || person.address,
    version: person.version,
    mistakes: back?.mistakes.map(({ field, sentence }) => ({ href: `#${FIRST.get(field) ?? field}`, sentence })) ?? [],
    name: { value: chosen.name, wrong: wrong('name') },
    organisations: organisations.map(([value, words]) => ({ value, words, checked: value === chosen.organisation })),
    frequency: {
      wrong: wrong('frequency'),
      options: sameOrLess(person, rules).map(({ value, words }, i) => ({
        id: `frequency-${i + 1}`,
        value,
        words,
        checked: value === chosen.frequency,
      })),
    },
    topics: {
      wrong: wrong('topics'),
      boxes: topicsNow(person, rules).map((value, i) => ({
        ...{ id: `topic-${i + 1}`, value, words: rules.topics.get(value) ?? value },
        checked: chosen.topics.some((one) => one === value),
      })),
    },
    reason: { value: given ? (given('reason')[0] ?? '') : '', wrong: wrong('reason') },
  };
}

/** The first part of a group of fields, which a link in the summary of mistakes leads to. */
const FIRST: ReadonlyMap<string, string> = new Map([
  ['frequency', 'frequency-1'],
  ['topics', 'topic-1'],
]);
