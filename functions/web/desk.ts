import { type Context, Hono } from 'hono';
import type { PublicationId } from '#core/publication';
import { nhsDateTime } from '#core/wording';
import type { World } from '#ports';
import { readWritten } from '#web/editorial';
import { framedMail } from '#web/framed-mail';
import { FRAMING_POLICY, MAIL_POLICY, safeHeaders } from '#web/headers';
import { type MenuItem, page } from '#web/page';
import { planView, publicationUrl } from '#web/plan-view';
import { findPublication, mailPreview, type Shown, socialPreview } from '#web/publication-view';
import { people, publicationName, stateWords } from '#web/publication-words';
import { nowOf, signedIn, type WebEnv } from '#web/request';
import { comesFromUs } from '#web/same-origin';

type DeskWorld = Pick<World, 'editorial' | 'register' | 'subscribers' | 'switches' | 'ledger' | 'socialLedger' | 'sealed'>;

const MENU: readonly MenuItem[] = [
  { words: 'Home', url: '/' },
  { words: 'The plan', url: '/desk/' },
  { words: 'Website', url: '/posts' },
];
const DAYS_SHOWN = 60;
const MOST_DAYS = 365;
const LONGEST_REASON = 200;

/** The programme lead's pages. Only a POST from one of them changes anything, and each ends with the page it came from. */
export function desk(world: DeskWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(safeHeaders);
  app.use(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const { rules } = await readWritten(world);
    if (comesFromUs(c, rules?.site)) return next();
    return c.html(page('desk/refused', {}, { title: 'This did not come from the desk', rules, menu: MENU, noindex: true }), 403);
  });

  app.get('/desk/', async (c) => {
    const days = c.req.query('days') === 'year' ? MOST_DAYS : DAYS_SHOWN;
    const view = await planView(world, nowOf(c), { days, page: whole(c.req.query('page')) });
    const { rules } = await readWritten(world);
    return c.html(page('desk/plan', view, { title: 'The plan', rules, menu: MENU, current: '/desk/', noindex: true, wide: true }));
  });

  app.get('/desk/publications/:id', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const { name, view } = await publicationPage(world, shown, c);
    const around = { title: name, rules: shown.rules, menu: MENU, noindex: true, wide: true };
    return c.html(page('desk/publication', view, around), 200, { 'Content-Security-Policy': FRAMING_POLICY });
  });

  app.get('/desk/publications/:id/mail.html', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (shown?.publication.channel !== 'email') return c.notFound();
    const { mail } = await mailPreview(world, shown, whole(c.req.query('version')));
    if (!mail) return c.notFound();
    return c.html(framedMail(mail.html, shown.record?.site ?? shown.rules?.site ?? ''), 200, { 'Content-Security-Policy': MAIL_POLICY });
  });

  app.post('/desk/pause', async (c) => {
    await world.switches.pause('everything', await reasonOf(c));
    return c.redirect('/desk/', 303);
  });
  app.post('/desk/resume', async (c) => {
    await world.switches.resume('everything');
    return c.redirect('/desk/', 303);
  });
  app.post('/desk/publications/:id/:action{approve|pause|resume}', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const { id } = shown.publication;
    await act(world, c.req.param('action'), id, c);
    return c.redirect(publicationUrl(id), 303);
  });

  app.notFound(async (c) => {
    const { rules } = await readWritten(world);
    return c.html(page('desk/not-found', {}, { title: 'Page not found', rules, menu: MENU, noindex: true }), 404);
  });
  return app;
}

async function act(world: DeskWorld, action: string, id: PublicationId, c: Context<WebEnv>): Promise<void> {
  if (action === 'approve') await world.switches.approve(id, signedIn(c) ?? 'the programme lead', nowOf(c));
  if (action === 'pause') await world.switches.pause(id, await reasonOf(c));
  if (action === 'resume') await world.switches.resume(id);
}

async function publicationPage(world: DeskWorld, shown: Shown, c: Context<WebEnv>) {
  const { publication, record, rules, stories } = shown;
  const [own, all] = await Promise.all([world.switches.read(publication.id), world.switches.read()]);
  const name = publicationName(publication, new Map(stories.map((story) => [story.slug, story])));
  const state = record?.state ?? (publication.fate === 'go' ? 'planned' : publication.fate);
  const upcoming = state === 'planned' || state === 'waiting';
  const version = whole(c.req.query('version'));
  const email = publication.channel === 'email' ? await mailPreview(world, shown, version) : undefined;
  const social = publication.channel === 'x' ? await socialPreview(world, shown) : undefined;
  const url = publicationUrl(publication.id);
  const view = {
    name,
    url,
    ...stateWords(state, publication.channel),
    reason: record?.reason ?? publication.reason,
    when: nhsDateTime(publication.due),
    zone: publication.due.timeZoneId,
    begun: record?.begun !== undefined,
    began: record?.begun && nhsDateTime(record.begun.toZonedDateTimeISO(publication.due.timeZoneId)),
    approve: rules?.approval === 'required' && upcoming && !own.approved,
    approved: own.approved && `${own.approved.by}, on ${nhsDateTime(own.approved.at.toZonedDateTimeISO(publication.due.timeZoneId))}`,
    paused: all.paused === undefined ? own.paused : undefined,
    pausedAll: all.paused,
    pausable: own.paused === undefined && (upcoming || state === 'sealing' || state === 'sending'),
    email: email && {
      ...email,
      to: people(email.audience.count),
      frame: `${url}/mail.html?version=${version}`,
      preheader: email.mail && preheaderOf(email.mail.html),
      versions:
        email.versions.length < 2
          ? []
          : email.versions.map((one, i) => ({ ...one, number: i + 1, people: people(one.people), current: i + 1 === version })),
    },
    social: social && { ...social, handle: rules?.x.handle, thread: social.parts.length > 1 },
  };
  return { name, view };
}

/** The hidden words that an inbox shows after the subject: HTML text without an element. */
function preheaderOf(html: string): string {
  return /<div style="display:none[^>]*>([^<]*?)(?:&#847;|<)/.exec(html)?.[1] ?? '';
}

async function reasonOf(c: Context<WebEnv>): Promise<string> {
  const { reason } = await c.req.parseBody();
  const words = typeof reason === 'string' ? reason.replace(/\s+/g, ' ').trim().slice(0, LONGEST_REASON) : '';
  return words === '' ? 'No reason was given.' : words;
}

/** A page number, a version: 1 when it is none. */
function whole(text: string | undefined): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : 1;
}
