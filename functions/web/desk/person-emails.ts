// All that was sent to one person: each email with its outcome, and as it was.
import { type Context, Hono } from 'hono';
import { readerOutcome } from '#core/certificate/reader-outcome';
import type { TransactionalKind } from '#core/delivery/transactional-key';
import { fillMail, prepareMail } from '#core/mime/mail-message';
import { publicationName, publicationUrl } from '#core/publication/names';
import { wentAt } from '#core/publication/publication';
import { links } from '#core/site/links';
import type { Bounce } from '#core/subscriber/soft-bounces';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { nhsDate, nhsDateTime } from '#core/time/nhs-dates';
import { deliveriesTo, type FoundDelivery } from '#flow/certificate/find-deliveries';
import type { World } from '#ports';
import { personUrl } from '#web/desk/audit';
import { shownMail } from '#web/desk/decode-mail';
import { framedMail } from '#web/desk/framed-mail';
import type { Frame } from '#web/desk/needs';
import { BECAME, readId } from '#web/desk/subscribers-view';
import { OUTCOME } from '#web/desk/who-got-it-view';
import { FRAMING_POLICY, MAIL_POLICY } from '#web/headers';
import { page } from '#web/page';
import { paged } from '#web/paging';
import { type ContentWorld, readFor } from '#web/read-content';
import { readIdentified } from '#web/read-stories';
import { nowOf, type WebEnv } from '#web/request';

type PersonEmailsWorld = ContentWorld & Pick<World, 'subscribers' | 'publications' | 'ledger' | 'bounces' | 'texts' | 'transactional'>;

const TRANSACTIONAL: Record<TransactionalKind, string> = {
  confirm: 'The question whether this person wants our emails',
  known: 'The word that this person gets our emails already',
  link: 'A link to their choices',
  move: 'The question whether the emails are to go to this address',
  moving: 'The word that the emails are to go to another address',
  note: 'A morning summary',
};

export function personEmailPages(world: PersonEmailsWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  /** Everything about one email that is on its line, newest first. */
  const emailsTo = async (c: Context<WebEnv>, id: SubscriberId) => {
    const [{ stories }, deliveries, bounces] = await Promise.all([
      readIdentified(world, nowOf(c)),
      deliveriesTo(world, id),
      bouncesOf(world, id),
    ]);
    const known = new Map(stories.map((story) => [story.slug, story]));
    return deliveries.map((found) => ({ found, name: publicationName(found.record, known), ...OUTCOME[outcomeOf(found, bounces)] }));
  };

  app.get('/desk/people/:id/emails', async (c) => {
    const id = readId(c.req.param('id'));
    if (!id) return c.notFound();
    const [{ rules }, person, emails, transactional] = await Promise.all([
      readFor(c, world),
      world.subscribers.find(id),
      emailsTo(c, id),
      world.transactional.to(id),
    ]);
    const path = `${personUrl(id)}/emails`;
    const shown = paged(emails, c.req.query('page'), path);
    if (!shown) return c.notFound();
    const view = {
      url: personUrl(id),
      who: nameOf(person),
      rows: shown.items.map(({ found: { record }, name, tag, colour, means }) => ({
        ...{ name, tag, colour, means },
        when: nhsDateTime(wentAt(record) ?? record.due),
        publication: publicationUrl(record.id),
        mail: `${path}/${encodeURIComponent(record.id)}`,
      })),
      pages: shown.pages,
      asked: transactional
        .toSorted((a, b) => b.day.toString().localeCompare(a.day.toString()))
        .map(({ kind, day, state }) => ({ what: TRANSACTIONAL[kind], day: nhsDate(day), became: BECAME[state] })),
    };
    return c.html(
      page('desk/person-emails', view, { title: 'What was sent to one person', rules, ...(await frame(c)), current: '/desk/people' }),
    );
  });

  /** The person, and the email among all that was made ready for them. */
  const oneEmail = async (c: Context<WebEnv>) => {
    const id = readId(c.req.param('id'));
    if (!id) return undefined;
    const [person, emails] = await Promise.all([world.subscribers.find(id), emailsTo(c, id)]);
    const email = emails.find(({ found }) => found.record.id === c.req.param('publication'));
    return email && { id, person, email, mail: await filled(world, email.found, person) };
  };

  app.get('/desk/people/:id/emails/:publication', async (c) => {
    const one = await oneEmail(c);
    if (!one) return c.notFound();
    const { id, person, email, mail } = one;
    const { rules } = await readFor(c, world);
    const { name, tag, colour, means, found } = email;
    const url = `${personUrl(id)}/emails`;
    const view = {
      ...{ name, tag, colour, means, url },
      who: nameOf(person),
      when: nhsDateTime(wentAt(found.record) ?? found.record.due),
      subject: mail.subject,
      text: mail.text,
      frame: `${url}/${encodeURIComponent(found.record.id)}/mail.html`,
    };
    const around = { title: `${name}, as one person got it`, rules, ...(await frame(c)), current: '/desk/people' };
    return c.html(page('desk/person-email', view, around), 200, { 'Content-Security-Policy': FRAMING_POLICY });
  });

  app.get('/desk/people/:id/emails/:publication/mail.html', async (c) => {
    const one = await oneEmail(c);
    if (!one) return c.notFound();
    const { rules } = await readFor(c, world);
    const site = one.email.found.record.site ?? rules?.site ?? '';
    return c.html(framedMail(one.mail.html, site), 200, { 'Content-Security-Policy': MAIL_POLICY });
  });
  return app;
}

function outcomeOf({ record, delivery }: FoundDelivery, bounces: readonly Bounce[]) {
  const cameBack = bounces.some(({ publication }) => publication === record.id);
  return readerOutcome(delivery, { cancelled: record.state === 'cancelled', cameBack });
}

async function bouncesOf(world: Pick<World, 'bounces'>, id: SubscriberId): Promise<Bounce[]> {
  for await (const { subscriber, bounces } of world.bounces.all()) if (subscriber === id) return bounces;
  return [];
}

/** The sealed mail, filled for this person. Its personal links do nothing, so that nobody at the desk changes or ends anything by them. */
async function filled(world: Pick<World, 'texts'>, { record, mail }: FoundDelivery, person: Subscriber | undefined) {
  const to = links({ site: record.site ?? '' });
  const recipient = {
    address: person?.address ?? 'nobody@example.org',
    name: person?.name ?? '',
    unsubscribe: to.unsubscribe('preview'),
    preferences: to.preferences('preview'),
  };
  return shownMail(fillMail(prepareMail(await world.texts.get(mail)), recipient));
}

function nameOf(person: Subscriber | undefined): string {
  return person ? person.name || person.address : 'Somebody whose details have been deleted';
}
