import { type Context, Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { nhsDateTime } from '#core/time/nhs-dates';
import { type Confirmation, confirm, readConfirmation } from '#flow/readers/confirm';
import type { World } from '#ports';
import { PERSONAL } from '#web/headers';
import { page } from '#web/page';
import type { ContentWorld } from '#web/read-content';
import { breakUntil, choiceTexts } from '#web/readers/preferences-view';
import type { WebEnv } from '#web/request';
import { reading } from '#web/with-content';

type ConfirmingWorld = ContentWorld & Pick<World, 'subscribers' | 'suppressions' | 'signups' | 'transactional' | 'rateCounters' | 'tokens'>;

/** Serves the page behind the link of a confirmation email: one button. Mail scanners open every link, so opening it changes nothing. */
export function confirming(world: ConfirmingWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const read = reading(world);
  const breakOf = async (id: SubscriberId, now: Temporal.Instant, rules: Rules) => {
    const subscriber = await world.subscribers.find(id);
    return subscriber ? breakUntil(subscriber, dayOf(now, rules)) : '';
  };
  const known = (c: Context<WebEnv>, now: Temporal.Instant) => world.tokens.verify('confirm', c.req.param('token') ?? '', now);

  app.get(
    '/c/:token',
    read(async (c, { rules, now }) => {
      const link = known(c, now);
      if (!link) return noLink(c, rules);
      const found = link.expired ? 'gone' : await readConfirmation(world, link, now);
      if (found === 'done' || found === 'gone') return resultPage(c, rules, found, await breakOf(link.subscriber, now, rules));
      const { signup, others, from } = found;
      const chosen = from ?? signup;
      const view = {
        name: rules.name,
        address: signup.address,
        changesAddress: from !== undefined,
        asked: nhsDateTime(signup.asked.toZonedDateTimeISO(rules.timezone)),
        others,
        pausedUntil: from ? breakUntil(from, dayOf(now, rules)) : '',
        person: chosen.name,
        ...choiceTexts(chosen, rules),
      };
      const title = from ? 'Get our emails at this address' : 'Confirm that you want our emails';
      return c.html(page('readers/confirm', view, { title, rules, noindex: true }), 200, PERSONAL);
    }),
  );

  app.post(
    '/c/:token',
    read(async (c, { rules, now }) => {
      const link = known(c, now);
      if (!link) return noLink(c, rules);
      const done = link.expired ? 'gone' : await confirm(world, link, now);
      return resultPage(c, rules, done, await breakOf(link.subscriber, now, rules));
    }),
  );

  return app;
}

function dayOf(now: Temporal.Instant, { timezone }: Rules): Temporal.PlainDate {
  return now.toZonedDateTimeISO(timezone).toPlainDate();
}

/** Shows the same page on every press of the button. `pausedUntil`: the end of the reader's break, which a move takes along. */
function resultPage(c: Context<WebEnv>, rules: Rules, done: Confirmation, pausedUntil: string): Response | Promise<Response> {
  if (done === 'gone') return noLink(c, rules, 410);
  return c.html(page('readers/confirmed', { pausedUntil }, { title: 'You are on our list', rules, noindex: true }), 200, PERSONAL);
}

/** 404: the link is forged or damaged. 410: it is too old or used up. */
function noLink(c: Context<WebEnv>, rules: Rules, status: 404 | 410 = 404): Response | Promise<Response> {
  const around = { title: 'This link does not work any more', rules, noindex: true };
  return c.html(page('readers/confirm-gone', { replyTo: rules.sender.replyTo }, around), status, PERSONAL);
}
