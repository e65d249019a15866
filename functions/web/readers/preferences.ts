import { type Context, Hono } from 'hono';
import { durationText, RETENTION } from '#core/rules/retention';
import { withFormerKeys } from '#core/subscriber/merged-choices';
import { type Mistake, readChoices, readNewAddress, readPause, type Typed } from '#core/subscriber/preferences-form';
import type { Choices, Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import { hasUnsubscribed } from '#core/subscriber/undo-window';
import { nhsDate } from '#core/time/nhs-dates';
import { erase } from '#flow/privacy/erase-subscriber';
import { requestAddressChange } from '#flow/readers/change-address';
import { changePreferences } from '#flow/readers/change-preferences';
import { requestTransactional } from '#flow/transactional/request-transactional';
import type { World } from '#ports';
import { PERSONAL } from '#web/headers';
import { page } from '#web/page';
import { readWritten } from '#web/read-content';
import { preferencesView, type Returned } from '#web/readers/preferences-view';
import { type Answer, asReader, badLink, type Reader, show } from '#web/readers/reader-link';
import { subjectAccessFile, subjectAccessPage } from '#web/readers/subject-access';
import { type UnsubscribeWorld, unsubscribedPage } from '#web/readers/unsubscribe';
import { nowOf, type WebEnv } from '#web/request';

export type PreferencesWorld = UnsubscribeWorld &
  Pick<World, 'signups' | 'transactional' | 'bounces' | 'rateCounters' | 'texts' | 'jobQueue' | 'publications' | 'ledger' | 'machine'>;

/** The text of the page where a reader names another address. It is stored as the consent. */
const MOVE_CONSENT_TEXT =
  'We send an email to the new address. Press the button in it, and your emails go there and no longer to the old address.';

/** Serves the pages behind a reader's preferences link. Each form is one action, and only a POST changes anything. */
export function preferences(world: PreferencesWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use('/p/*', async (c, next) => {
    // The token in the address is the access right, and a form of another site cannot know it. This check is for one that does.
    const from = c.req.header('Sec-Fetch-Site');
    if (c.req.method !== 'POST' || from === undefined || from === 'same-origin') return next();
    return c.text('This did not come from our page.\n', 403, PERSONAL);
  });
  const reading = (answer: Answer) => (c: Context<WebEnv>) => asReader(world, c, answer);
  // Of an erased reader there is nothing to show, and no address to send a link to.
  const withFreshLink = (answer: Answer) =>
    reading(async (c, reader) =>
      reader.fresh || (await isErased(world, reader.id)) ? answer(c, reader) : freshLinkPage(world, c, reader),
    );

  app.get(
    '/p/:token',
    reading((c, reader) => mainPage(world, c, reader)),
  );
  app.post(
    '/p/:token',
    reading(async (c, reader) => {
      const typed = await typedIn(c);
      const read = readChoices(typed, reader.rules);
      if ('mistakes' in read) return mainPage(world, c, reader, { form: 'choices', typed, mistakes: read.mistakes });
      return saved(world, c, reader, 'saved', (subscriber) =>
        withChoices(subscriber, withFormerKeys(read.value, subscriber, reader.rules)),
      );
    }),
  );
  app.post(
    '/p/:token/pause',
    reading(async (c, reader) => {
      const typed = await typedIn(c);
      if (typed('again')[0] === 'now') return saved(world, c, reader, 'again', withoutPause);
      const read = readPause(typed, reader.today);
      if ('mistakes' in read) return mainPage(world, c, reader, { form: 'pause', typed, mistakes: read.mistakes });
      return saved(world, c, reader, 'paused', (subscriber) => ({ ...subscriber, pausedUntil: read.value }));
    }),
  );
  app.post(
    '/p/:token/address',
    withFreshLink((c, reader) => changeAddress(world, c, reader)),
  );
  app.get(
    '/p/:token/:form{pause|link}',
    reading((c, { here }) => c.redirect(here, 303)),
  );
  app.get(
    '/p/:token/address',
    withFreshLink((c, { here }) => c.redirect(`${here}#move`, 303)),
  );

  app.get(
    '/p/:token/held',
    withFreshLink((c, reader) => subjectAccessPage(world, c, reader)),
  );
  app.get(
    '/p/:token/held.json',
    withFreshLink((c, reader) => subjectAccessFile(world, c, reader)),
  );

  app.get(
    '/p/:token/forget',
    withFreshLink(async (c, reader) => {
      if (await isErased(world, reader.id)) return erasedPage(c, reader);
      return show(c, reader, 'readers/erase', 'Ask us to forget you', { here: reader.here, ...retentionTexts() });
    }),
  );
  app.post(
    '/p/:token/forget',
    withFreshLink(async (c, reader) => {
      await erase(world, reader.id, reader.now);
      return erasedPage(c, reader);
    }),
  );

  app.post('/p/:token/link', async (c) => {
    const { rules } = await readWritten(world);
    const token = c.req.param('token');
    const id = (world.tokens.verify('fresh', token, nowOf(c)) ?? world.tokens.verify('preferences', token, nowOf(c)))?.subscriber;
    if (!id || !rules) return badLink(c, rules);
    await requestTransactional(world, { to: id, kind: 'link' }, rules, nowOf(c));
    return c.html(
      page('readers/preferences-link-sent', { replyTo: rules.sender.replyTo }, { title: 'Check your email', rules, noindex: true }),
      200,
      PERSONAL,
    );
  });

  return app;
}

/** The page with the reader's choices, or what a reader who gets no emails needs to know. */
async function mainPage(world: PreferencesWorld, c: Context<WebEnv>, reader: Reader, returned?: Returned): Promise<Response> {
  const { id, fresh, rules, here, today } = reader;
  const [subscriber, log] = await Promise.all([world.subscribers.find(id), world.suppressions.log(id)]);
  if (!subscriber) return activeReasons(log).some(({ why }) => why === 'erased') ? erasedPage(c, reader) : badLink(c, rules);
  if (hasUnsubscribed(log) || subscriber.status === 'unsubscribed') return unsubscribedPage(world, c, id);
  if (subscriber.status !== 'confirmed' || activeReasons(log).length > 0)
    return show(c, reader, 'readers/preferences-none', 'You get no emails', { here });
  const view = {
    ...preferencesView(subscriber, rules, today, returned),
    here,
    fresh,
    flash: returned ? '' : flashSentence(c.req.query('told'), subscriber),
    moveConsent: MOVE_CONSENT_TEXT,
    unsubscribe: `/u/${world.tokens.sign('unsubscribe', id)}`,
  };
  const title = `${returned ? 'Error: ' : ''}The emails you get`;
  return show(c, reader, 'readers/preferences', title, view, returned ? 422 : 200);
}

/** Says that this needs a link that the reader asks for now: an email with the present one may have been passed on. */
async function freshLinkPage(world: PreferencesWorld, c: Context<WebEnv>, reader: Reader): Promise<Response> {
  const { id, here } = reader;
  const [subscriber, suppressed] = await Promise.all([world.subscribers.find(id), world.suppressions.has(id)]);
  const canSend = subscriber?.status === 'confirmed' && !suppressed;
  return show(c, reader, 'readers/fresh-link', 'We need to know that it is you', { here, canSend }, 403);
}

async function saved(
  world: PreferencesWorld,
  c: Context<WebEnv>,
  { id, here }: Reader,
  flash: FlashKind,
  wish: (subscriber: Subscriber) => Subscriber,
): Promise<Response> {
  const done = await changePreferences(world, id, wish);
  // A reader who has unsubscribed in the meantime reads that on the main page.
  return c.redirect(done ? `${here}?told=${flash}` : here, 303);
}

async function changeAddress(world: PreferencesWorld, c: Context<WebEnv>, reader: Reader): Promise<Response> {
  const { id, rules, now } = reader;
  const typed = await typedIn(c);
  const subscriber = await world.subscribers.find(id);
  if (subscriber?.status !== 'confirmed' || (await world.suppressions.has(id))) return mainPage(world, c, reader);
  const back = (mistakes: Mistake[]) => mainPage(world, c, reader, { form: 'address', typed, mistakes });
  const read = readNewAddress(typed, subscriber.address);
  if ('mistakes' in read) return back(read.mistakes);
  const address = read.value;
  if ((await requestAddressChange(world, subscriber, { address, consentText: MOVE_CONSENT_TEXT, rules, now })) === 'too-often') {
    return back([{ field: 'address', sentence: 'You have asked for several addresses today. Try again tomorrow' }]);
  }
  const days = durationText(RETENTION.unconfirmed);
  return show(c, reader, 'readers/address-change-sent', 'Check your new mailbox', {
    address,
    old: subscriber.address,
    days,
    here: reader.here,
  });
}

function withChoices({ organisation: _, ...subscriber }: Subscriber, choices: Choices): Subscriber {
  return { ...subscriber, ...choices };
}

function withoutPause({ pausedUntil: _, ...subscriber }: Subscriber): Subscriber {
  return subscriber;
}

type FlashKind = 'saved' | 'paused' | 'again';

function flashSentence(flash: string | undefined, { pausedUntil }: Subscriber): string {
  if (flash === 'saved') return 'Your changes are saved.';
  if (flash === 'paused' && pausedUntil) return `Saved. You get no emails before ${nhsDate(pausedUntil)}.`;
  return flash === 'again' ? 'Saved. You get our emails again from now on.' : '';
}

async function isErased(world: PreferencesWorld, id: SubscriberId): Promise<boolean> {
  return activeReasons(await world.suppressions.log(id)).some(({ why }) => why === 'erased');
}

function erasedPage(c: Context<WebEnv>, reader: Reader): Response | Promise<Response> {
  return show(c, reader, 'readers/erased', 'We have forgotten you', retentionTexts());
}

/** What an erasure does not remove, and how long it is kept. */
function retentionTexts() {
  return { sendLog: durationText(RETENTION.sendLog) };
}

async function typedIn(c: Context<WebEnv>): Promise<Typed> {
  const body = await c.req.parseBody({ all: true });
  return (field) => [body[field] ?? []].flat().filter((value) => typeof value === 'string');
}
