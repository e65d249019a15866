import { type Context, Hono } from 'hono';
import { consentVersion } from '#core/privacy/consent';
import { presentOrganisation } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import { questionOf } from '#core/signup/question';
import { readSignupForm, type TypedForm } from '#core/signup/signup-form';
import { links } from '#core/site/links';
import { newQuestion, type SignupAnswer, signUp } from '#flow/readers/sign-up';
import type { World } from '#ports';
import { render } from '#templates/pages';
import { FRESH } from '#web/headers';
import { networkHash } from '#web/network';
import { page } from '#web/page';
import type { ContentWorld } from '#web/read-content';
import { type Asked, EMPTY, formView, subscribeView, typedForm } from '#web/readers/subscribe-view';
import { nowOf, type WebEnv } from '#web/request';
import { reading } from '#web/with-content';

type SubscribingWorld = ContentWorld &
  Pick<World, 'subscribers' | 'suppressions' | 'signups' | 'transactional' | 'rateCounters' | 'texts' | 'jobQueue' | 'tokens' | 'machine'>;

/** A field that people do not see and bots fill in. The name makes no browser fill it in for a person. */
const TRAP = 'subject';
const CHECK = '/subscribe/check';

/** Serves the sign-up form. The answer is the same for everyone; only the email says whether the address was known. */
export function subscribing(world: SubscribingWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const read = reading(world);

  app.get(
    '/subscribe',
    read((c, { rules }) => c.html(formPage(rules, EMPTY), 200, FRESH)),
  );

  app.post(
    '/subscribe',
    read(async (c, { rules, now }) => {
      const fields = new URLSearchParams(await c.req.text());
      // A bot gets the normal answer, so that it does not learn that it was detected.
      if (fields.get(TRAP)) return c.redirect(CHECK, 303);
      const typed = typedForm(fields);
      const form = readSignupForm(typed, rules);
      if ('mistakes' in form) return c.html(formPage(rules, typed, { mistakes: form.mistakes }), 400);
      if (fields.get('wording') !== consentVersion(rules)) return c.html(formPage(rules, typed, { textChanged: true }), 409);
      const token = fields.get('question');
      const answer = token === null ? {} : { answer: { token, text: fields.get('answer') ?? '' } };
      const sent = { ...form, ...answer, page: pageOf(c, rules, fields), network: networkHash(world, c) };
      return resultPage(c, rules, typed, await signUp(world, rules, sent, now));
    }),
  );

  const resultPage = (c: Context<WebEnv>, rules: Rules, typed: TypedForm, result: SignupAnswer): Response | Promise<Response> => {
    switch (result.kind) {
      case 'taken':
        return c.redirect(CHECK, 303);
      case 'question': {
        const { token, seed } = newQuestion(world, nowOf(c));
        return c.html(formPage(rules, typed, { question: { token, words: questionOf(seed).question, wrong: result.wrong } }), 429);
      }
      case 'later':
        return c.html(page('readers/subscribe-later', { replyTo: rules.sender.replyTo }, { title: 'Please come back later', rules }), 429);
      default:
        return result satisfies never;
    }
  };

  app.get(
    CHECK,
    read((c, { rules }) =>
      c.html(
        page('readers/check-inbox', { replyTo: rules.sender.replyTo }, { title: 'Check your inbox', rules, noindex: true }),
        200,
        FRESH,
      ),
    ),
  );

  app.get(
    '/subscribe/form',
    read((c, { rules }) => {
      const wanted = presentOrganisation(c.req.query('organisation') ?? '', rules);
      const organisation = rules.organisations.has(wanted) ? wanted : '';
      const { frequencies } = subscribeView(rules, EMPTY);
      const form = render('readers/intranet-form-copy', { ...formView(rules), frequencies, organisation, trap: TRAP, links: links(rules) });
      const organisations = [...rules.organisations].map(([value, label]) => ({ value, words: label, chosen: value === organisation }));
      const view = { form, organisations, chosen: rules.organisations.get(organisation) ?? '' };
      return c.html(page('readers/intranet-form', view, { title: 'A form for your intranet', rules, noindex: true }), 200, FRESH);
    }),
  );

  return app;
}

function formPage(rules: Rules, typed: TypedForm, asked: Asked = {}): string {
  const view = subscribeView(rules, typed, asked);
  const title = view.errors.length > 0 ? 'Error: Get our emails' : 'Get our emails';
  return page('readers/subscribe', view, { title, rules, current: '/subscribe' });
}

/** Where the form was, for the record of consent. A browser names the other site's origin, unless that site hides it. */
function pageOf(c: Context<WebEnv>, rules: Rules, fields: URLSearchParams): string {
  const origin = c.req.header('Origin') ?? '';
  const host = /^https?:\/\/([\w.:-]{1,200})$/.exec(origin)?.[1];
  const elsewhere = host !== undefined && host !== new URL(rules.site).host && host !== new URL(c.req.url).host;
  if (elsewhere) return origin;
  return fields.get('form') === 'copy' ? '/subscribe/form' : '/subscribe';
}
