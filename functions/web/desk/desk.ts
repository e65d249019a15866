import { type Context, Hono } from 'hono';
import { postsOf } from '#core/publication/channels';
import { handleOn, publicationUrl } from '#core/publication/names';
import { CHANNEL_NAMES, type SocialChannel } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { type HeldPostDecision, postIdIn } from '#core/social/held-post';
import { decideHeld } from '#flow/email/decide-held-mail';
import { approve, lookAtAlone } from '#flow/publish/approve';
import { takeBack } from '#flow/publish/take-back';
import { decideHeldPost } from '#flow/social/decide-held-post';
import { tellOfAlone } from '#flow/transactional/tell-of-alone';
import type { OtherSites, World } from '#ports';
import { hasBrokenBody } from '#web/broken-body';
import { answerErrors } from '#web/cannot-answer';
import { auditPages, recordAudit, who } from '#web/desk/audit';
import type { BringInWorld } from '#web/desk/bring-in';
import { calendarPages } from '#web/desk/calendar';
import { colleaguePages } from '#web/desk/colleagues';
import { correctPersonPages } from '#web/desk/correct-person';
import type { FlashKind } from '#web/desk/decision-sentences';
import { digestPages } from '#web/desk/digest-words';
import { doctorPages } from '#web/desk/doctor';
import { askedToLook, ownWords } from '#web/desk/four-eyes';
import { framedMail } from '#web/desk/framed-mail';
import { homeView } from '#web/desk/home-view';
import { importPages } from '#web/desk/import';
import { movePages } from '#web/desk/move';
import { deskFrame, HOME, type NeedsWorld, openFrame } from '#web/desk/needs';
import { deskPendingUnsubscribes, type PendingUnsubscribesWorld } from '#web/desk/pending-unsubscribes';
import { personEmailPages } from '#web/desk/person-emails';
import { planView } from '#web/desk/plan-view';
import { type Asked, type PageWorld, publicationPage } from '#web/desk/publication-page';
import { findPublication, mailPreview, type Shown, socialPreview, unbegunOf } from '#web/desk/publication-view';
import { rehearsePages } from '#web/desk/rehearse';
import { reportPages } from '#web/desk/reports';
import { may, onlyWithRight } from '#web/desk/rights';
import { rulesPages } from '#web/desk/rules';
import { storyPages } from '#web/desk/stories';
import type { PicturesWorld } from '#web/desk/story-picture';
import { peoplePages } from '#web/desk/subscribers';
import { testEmailPages, testView } from '#web/desk/test-email';
import { readClaims } from '#web/desk/unknown-mail-view';
import { whoGotItPages } from '#web/desk/who-got-it';
import { yesPages } from '#web/desk/yes-to-many';
import { FRAMING_POLICY, MAIL_POLICY, safeHeaders } from '#web/headers';
import { page } from '#web/page';
import { readFor } from '#web/read-content';
import { isWrite, nowOf, type WebEnv } from '#web/request';
import { comesFromUs } from '#web/same-origin';
import { account } from '#web/sign-in/account';
import { onlySignedIn, type SignIn, signInPages } from '#web/sign-in/sign-in';

const DAYS_SHOWN = 60;
const MOST_DAYS = 365;
const MAX_REASON_CHARACTERS = 200;

type DeskWorld = Pick<World, 'cards' | 'testEmails' | 'jobQueue' | 'colleagues' | 'rulesHistory' | 'examinations'> &
  PageWorld &
  NeedsWorld &
  PendingUnsubscribesWorld &
  PicturesWorld &
  BringInWorld &
  Parameters<typeof peoplePages>[0] &
  Parameters<typeof importPages>[0] &
  Parameters<typeof correctPersonPages>[0] &
  Parameters<typeof whoGotItPages>[0] &
  Parameters<typeof reportPages>[0];

/**
 * Serves the programme lead's pages. Only a POST from one of them changes anything, and each ends with the page it came from. `others`:
 * asks other sites for the pages that a draft links to, and for their feeds; without it nothing is asked.
 */
export function desk(world: DeskWorld, signIn: SignIn, others: OtherSites = {}): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const frame = openFrame(world);
  answerErrors(app, world);
  app.use(safeHeaders);
  app.route('/', signInPages(world, signIn));
  app.use(onlySignedIn(world, signIn));
  app.use(async (c, next) => {
    if (!isWrite(c)) return next();
    const { rules } = await readFor(c, world);
    if (!comesFromUs(c, rules?.site))
      return c.html(page('desk/refused', {}, { title: 'This did not come from the desk', rules, ...(await frame(c)) }), 403);
    if (!(await hasBrokenBody(c))) return next();
    return c.html(page('broken-form', {}, { title: 'This form did not arrive whole', rules, ...(await frame(c)) }), 400);
  });
  app.use(onlyWithRight(world, frame));
  app.route('/', account(world, signIn, frame));
  app.route('/', colleaguePages(world, signIn, frame));
  app.route('/', storyPages(world, frame, others));
  app.route('/', peoplePages(world, frame));
  app.route('/', personEmailPages(world, frame));
  app.route('/', correctPersonPages(world, frame));
  app.route('/', importPages(world, frame));
  app.route('/', auditPages(world, frame));
  app.route('/', deskPendingUnsubscribes(world, frame));
  app.route('/', movePages(world, frame));
  app.route('/', testEmailPages(world, frame));
  app.route('/', calendarPages(world, frame));
  app.route('/', rehearsePages(world, frame));
  app.route('/', yesPages(world, frame));
  app.route('/', digestPages(world, frame));
  app.route('/', whoGotItPages(world, frame));
  app.route('/', rulesPages(world, frame));
  app.route('/', reportPages(world, frame));
  app.route('/', doctorPages(world, frame));

  const publication = async (
    c: Context<WebEnv>,
    shown: Shown,
    said: Omit<Asked, 'version' | 'named'> & { alone?: { wrong: string } },
    status: 200 | 409 | 422 = 200,
  ) => {
    const { name, view } = await publicationPage(world, shown, { version: whole(c.req.query('version')), named: seesPeople(c), ...said });
    const test = view.email && view.movable ? await testView(world, c, { rules: shown.rules, name }) : undefined;
    const one = unbegunOf(shown) ?? shown.late;
    const asks = view.outgoing !== undefined || view.late?.outgoing !== undefined;
    const own = asks && one ? await ownWords(world, c, one) : undefined;
    const title = status === 200 ? name : `Error: ${name}`;
    const around = { title, rules: shown.rules, ...(await frame(c)) };
    const askToLook = await askedToLook(world, c, view.letOut);
    return c.html(page('desk/publication', { ...view, own, askToLook, alone: said.alone, test }, around), status, {
      'Content-Security-Policy': FRAMING_POLICY,
    });
  };

  // Without its slash it has a route of its own at the HTTP API, which a redirection to the other could lead astray (web/site/public.ts).
  app.on('GET', ['/desk', HOME], async (c) => {
    const [{ rules }, { paused }] = await Promise.all([readFor(c, world), world.switches.read()]);
    const { needs, view } = await homeView(world, nowOf(c), rules);
    return c.html(
      page('desk/home', view, { title: 'What needs you', rules, ...deskFrame(c.get('colleague'), needs, paused), current: HOME }),
    );
  });
  app.get('/desk/plan', async (c) => {
    const days = c.req.query('days') === 'year' ? MOST_DAYS : DAYS_SHOWN;
    const view = await planView(world, nowOf(c), { days, page: whole(c.req.query('page')) });
    const { rules } = await readFor(c, world);
    return c.html(page('desk/plan', view, { title: 'The plan', rules, ...(await frame(c)), current: '/desk/plan' }));
  });

  app.get('/desk/publications/:id', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    return shown ? publication(c, shown, { flash: c.req.query('told') }) : c.notFound();
  });

  app.get('/desk/publications/:id/mail.html', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (shown?.publication.channel !== 'email') return c.notFound();
    const { mail } = await mailPreview(world, shown, whole(c.req.query('version')));
    if (!mail) return c.notFound();
    return c.html(framedMail(mail.html, shown.record?.site ?? shown.rules?.site ?? ''), 200, { 'Content-Security-Policy': MAIL_POLICY });
  });

  app.get('/desk/publications/:id/card.png', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown || shown.publication.channel === 'email') return c.notFound();
    const { parts } = await socialPreview(world, shown);
    const card = parts.flatMap(({ media }) => media).find((image) => image.card)?.card;
    if (!card) return c.notFound();
    const { bytes, type } = await world.cards.event(card);
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': type });
  });

  app.get('/desk/pause', async (c) => {
    const [{ rules }, { paused }] = await Promise.all([readFor(c, world), world.switches.read()]);
    const title = paused === undefined ? 'Pause everything' : 'Everything is paused';
    return c.html(page('desk/pause', { title, paused }, { title, rules, ...(await frame(c)) }));
  });
  app.post('/desk/pause', async (c) => {
    const why = await reasonOf(c);
    await recordAudit(world, c, 'paused', { why });
    await world.switches.pause('everything', why);
    return c.redirect('/desk/plan', 303);
  });
  app.post('/desk/resume', async (c) => {
    await recordAudit(world, c, 'resumed');
    await world.switches.resume('everything');
    return c.redirect('/desk/plan', 303);
  });
  app.post(`/desk/resume/:channel{${CHANNEL_NAMES.join('|')}}`, async (c) => {
    const asked = c.req.param('channel');
    const channel = CHANNEL_NAMES.find((name) => name === asked);
    if (channel === undefined) return c.notFound();
    await recordAudit(world, c, 'resumed', { to: channel });
    await world.switches.resume(channel);
    return c.redirect('/desk/plan', 303);
  });
  app.post('/desk/publications/:id/approve', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const unbegun = unbegunOf(shown) ?? shown.late;
    const { cancelled } = await world.switches.read(shown.publication.id);
    if (!unbegun || cancelled) return c.redirect(publicationUrl(shown.publication.id), 303);
    const { outgoing, alone } = await c.req.parseBody();
    const said = typeof outgoing === 'string' ? outgoing : '';
    const reason = typeof alone === 'string' ? shortReason(alone) : undefined;
    if (reason === '') return publication(c, shown, { alone: { wrong: NO_REASON } }, 422);
    const answer = await approve(world, unbegun, { shown: said, by: who(c), at: nowOf(c), ...(reason && { alone: reason }) });
    if (answer === 'own words') return publication(c, shown, {}, 409);
    if (answer !== 'approved') return publication(c, shown, { changed: answer }, 409);
    if (reason) await tellOfAlone(world, unbegun, { by: who(c), at: nowOf(c), why: reason, shown: said });
    return c.redirect(publicationUrl(shown.publication.id), 303);
  });
  app.post('/desk/publications/:id/looked', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const letOut = String((await c.req.parseBody())['let-out']);
    const answer = await lookAtAlone(world, shown.publication.id, { by: who(c), at: nowOf(c), letOut });
    if (answer === 'own words') return publication(c, shown, {}, 409);
    return c.redirect(flashUrl(shown, answer === 'looked' ? 'looked' : 'looked-before'), 303);
  });
  app.get('/desk/publications/:id/cancel', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const { name, view } = await publicationPage(world, shown, { version: 1, named: seesPeople(c) });
    if (view.cancel === undefined) return c.redirect(view.url, 303);
    const title = `Cancel “${name}”?`;
    return c.html(page('desk/cancel', { ...view, title }, { title, rules: shown.rules, ...(await frame(c)) }));
  });
  app.post('/desk/publications/:id/uncancel', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const answer = await takeBack(world, shown, { by: who(c), at: nowOf(c) });
    return c.redirect(flashUrl(shown, answer === 'taken back' ? 'back' : 'stays'), 303);
  });
  app.post('/desk/publications/:id/pause', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const { id } = shown.publication;
    const why = await reasonOf(c);
    await recordAudit(world, c, 'paused', { to: id, why });
    await world.switches.pause(id, why);
    return c.redirect(publicationUrl(id), 303);
  });
  app.post('/desk/publications/:id/:action{resume|cancel}', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const { id } = shown.publication;
    if (c.req.param('action') === 'cancel') {
      await recordAudit(world, c, 'cancelled', { to: id });
      await world.switches.cancel(id, who(c), nowOf(c));
    } else {
      await recordAudit(world, c, 'resumed', { to: id });
      await world.switches.resume(id);
    }
    return c.redirect(publicationUrl(id), 303);
  });
  app.post('/desk/publications/:id/held/:decision{again|sent}', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const { claim = [] } = await c.req.parseBody({ all: true });
    const claims = readClaims([claim].flat().filter((value) => typeof value === 'string'));
    const kind = c.req.param('decision') === 'sent' ? 'sent' : 'again';
    await recordAudit(world, c, kind === 'sent' ? 'decided-sent' : 'decided-again', { to: shown.publication.id, people: claims.size });
    const answer = shown.record && (await decideHeld(world, shown.record, claims, kind === 'sent' ? { kind, by: who(c) } : { kind }));
    return c.redirect(flashUrl(shown, !answer?.decided ? 'settled' : answer.settled > 0 ? 'partly' : kind), 303);
  });
  app.post('/desk/publications/:id/held-post/:decision{again|there}', async (c) => {
    const shown = await findPublication(world, c.req.param('id'), nowOf(c));
    if (!shown) return c.notFound();
    const { record, rules } = shown;
    if (!record || record.channel === 'email') return c.redirect(flashUrl(shown, 'settled'), 303);
    const { part, nonce, link } = await textsOf(c);
    const id = postIdIn(link, record.channel, handleOn(record.channel, rules));
    const there = c.req.param('decision') === 'there';
    if (there && id === undefined) return publication(c, shown, { link: { given: link, wrong: notALink(record.channel, rules) } }, 422);
    const decision: HeldPostDecision = there && id !== undefined ? { kind: 'there', id } : { kind: 'again' };
    await recordAudit(world, c, there ? 'decided-there' : 'decided-again', { to: record.id });
    const answer = await decideHeldPost(world, record, { part: Number(part), nonce }, decision);
    if (answer === 'taken') return publication(c, shown, { link: { given: link, wrong: TAKEN } }, 422);
    return c.redirect(flashUrl(shown, answer === 'decided' ? decision.kind : 'settled'), 303);
  });

  app.notFound(async (c) => {
    const { rules } = await readFor(c, world);
    return c.html(page('desk/not-found', {}, { title: 'Page not found', rules, ...(await frame(c)) }), 404);
  });
  return app;
}

function seesPeople(c: Context<WebEnv>): boolean {
  return may(c.get('colleague'), 'sees-people');
}

/** The page of a publication, with a sentence on the decision that has just been made. */
function flashUrl({ publication }: Shown, flash: FlashKind): string {
  return `${publicationUrl(publication.id)}?told=${flash}`;
}

/** The fields of the form about a post; missing fields are empty. */
async function textsOf(c: Context<WebEnv>) {
  const body = await c.req.parseBody();
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  return { part: text('part'), nonce: text('nonce'), link: text('link') };
}

const TAKEN = 'This is the link of another post, which is already on the plan as posted. Look for the one with the text below.';

/** How the link of a post ends. */
const LINK_END: Record<SocialChannel, string> = { x: 'a number', bluesky: 'its key' };

function notALink(channel: SocialChannel, rules: Rules | undefined): string {
  return `Paste the link of the post. It begins with ${postsOf(channel, handleOn(channel, rules))} and ends with ${LINK_END[channel]}.`;
}

async function reasonOf(c: Context<WebEnv>): Promise<string> {
  const { reason } = await c.req.parseBody();
  const text = typeof reason === 'string' ? shortReason(reason) : '';
  return text === '' ? 'No reason was given.' : text;
}

function shortReason(typed: string): string {
  return typed.replace(/\s+/g, ' ').trim().slice(0, MAX_REASON_CHARACTERS);
}

const NO_REASON = 'Write why it cannot wait for somebody else. Everybody who is told of it reads your reason.';

/** A page number or a version: 1 when the text is none. */
function whole(text: string | undefined): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : 1;
}
