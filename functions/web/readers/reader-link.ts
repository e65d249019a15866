import type { Context } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';
import type { TemplateName } from '#templates/pages';
import { PERSONAL } from '#web/headers';
import { page } from '#web/page';
import { type ContentWorld, readWritten } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

/** A reader with a working preferences link. `fresh`: the reader has asked for this link just now. `here`: the path of the main page. */
export type Reader = { id: SubscriberId; fresh: boolean; rules: Rules; now: Temporal.Instant; today: Temporal.PlainDate; here: string };
export type Answer = (c: Context<WebEnv>, reader: Reader) => Response | Promise<Response>;

/** Answers a request with a working preferences link; otherwise shows what is wrong with the link. */
export async function asReader(world: ContentWorld & Pick<World, 'tokens'>, c: Context<WebEnv>, answer: Answer): Promise<Response> {
  const { rules } = await readWritten(world);
  const token = c.req.param('token') ?? '';
  const now = nowOf(c);
  const fresh = world.tokens.verify('fresh', token, now);
  const known = fresh ?? world.tokens.verify('preferences', token, now);
  if (!known || !rules) return badLink(c, rules);
  const here = `/p/${token}`;
  if (known.expired) {
    return c.html(page('readers/preferences-old-link', { here }, { title: 'This link is too old', rules, noindex: true }), 410, PERSONAL);
  }
  return answer(c, {
    id: known.subscriber,
    fresh: fresh !== undefined,
    rules,
    now,
    today: now.toZonedDateTimeISO(rules.timezone).toPlainDate(),
    here,
  });
}

/** Shows a page behind a personal link: not cached, and not indexed. */
export function show(
  c: Context<WebEnv>,
  { rules }: Reader,
  template: Exclude<TemplateName, 'frame'>,
  title: string,
  view: object,
  status: 200 | 403 | 422 = 200,
): Response | Promise<Response> {
  return c.html(page(template, { ...view, replyTo: rules.sender.replyTo }, { title, rules, noindex: true }), status, PERSONAL);
}

export function badLink(c: Context<WebEnv>, rules: Rules | undefined): Response | Promise<Response> {
  const view = { what: 'change what you get', replyTo: rules?.sender.replyTo };
  return c.html(page('readers/bad-link', view, { title: 'This link does not work', rules, noindex: true }), 404, PERSONAL);
}
