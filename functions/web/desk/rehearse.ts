// The rehearsal on the desk: who the reader is, what she would get, and each email as she would get it.
import { type Context, Hono } from 'hono';
import { frequencies } from '#core/subscriber/frequencies';
import { readChoices } from '#core/subscriber/preferences-form';
import { framedMail } from '#web/desk/framed-mail';
import type { Frame } from '#web/desk/needs';
import { PLAN_URL } from '#web/desk/plan-view';
import { type Asked, askedQuery, askedWords, type RehearseWorld, rehearsalView, rehearsedMail, WEEKS } from '#web/desk/rehearse-view';
import { FRAMING_POLICY, MAIL_POLICY } from '#web/headers';
import { page } from '#web/page';
import { readBefore, type Written } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

/** Serves the rehearsal. Its form asks by address, because nothing is stored and nothing is sent. */
export function rehearsePages(world: RehearseWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/desk/rehearse', async (c) => {
    const { world: asRead, written } = await readBefore(c, world);
    const asked = askedIn(c, written);
    const view = {
      form: formView(asked, written),
      shown: asked && (await rehearsalView(asRead, written, nowOf(c), asked)),
    };
    const title = view.shown ? `Rehearsal: ${view.shown.words}` : 'Rehearse';
    return c.html(page('desk/rehearse', view, { title, rules: written.rules, ...(await frame(c)), current: PLAN_URL }));
  });

  /** Finds the email that the address names. */
  const emailIn = async (c: Context<WebEnv>) => {
    const { world: asRead, written } = await readBefore(c, world);
    const asked = askedIn(c, written);
    const found = asked && (await rehearsedMail(asRead, written, nowOf(c), asked, c.req.query('of') ?? ''));
    return found && { ...found, asked };
  };

  app.get('/desk/rehearse/email', async (c) => {
    const found = await emailIn(c);
    if (!found) return c.notFound();
    const { mail, from, rules, asked, id } = found;
    const query = askedQuery(asked);
    const of = new URLSearchParams([...query, ['of', id]]);
    const view = {
      ...mail,
      from,
      back: `/desk/rehearse?${query}`,
      words: askedWords(asked, rules),
      url: `/desk/rehearse/email.html?${of}`,
    };
    const around = { title: `Rehearsal: ${mail.subject}`, rules, ...(await frame(c)), current: PLAN_URL };
    return c.html(page('desk/rehearse-email', view, around), 200, { 'Content-Security-Policy': FRAMING_POLICY });
  });

  app.get('/desk/rehearse/email.html', async (c) => {
    const found = await emailIn(c);
    return found ? c.html(framedMail(found.mail.html, found.rules.site), 200, { 'Content-Security-Policy': MAIL_POLICY }) : c.notFound();
  });
  return app;
}

/** Reads what is asked. Undefined before the form is sent, and when the rules have no such choice any more. */
function askedIn(c: Context<WebEnv>, { rules }: Written): Asked | undefined {
  if (!rules) return undefined;
  const read = readChoices((field) => (field === 'name' ? [] : (c.req.queries(field) ?? [])), rules);
  if (!('value' in read)) return undefined;
  const weeks = WEEKS.find((many) => String(many) === c.req.query('weeks')) ?? WEEKS[0];
  return { choices: read.value, weeks, drafts: c.req.query('drafts') === 'yes' };
}

function formView(asked: Asked | undefined, { rules }: Written): object | undefined {
  if (!rules) return undefined;
  const often = asked?.choices.frequency ?? frequencies(rules)[0]?.value;
  return {
    often: frequencies(rules).map(({ value, words }) => ({ value, words, checked: value === often })),
    topics: [...rules.topics].map(([value, words]) => ({ value, words, checked: asked?.choices.topics.some((one) => one === value) })),
    organisations: [...rules.organisations].map(([value, words]) => ({ value, words, checked: asked?.choices.organisation === value })),
    weeks: WEEKS.map((many) => ({ value: many, words: `${many} weeks`, checked: many === (asked?.weeks ?? WEEKS[0]) })),
    drafts: asked?.drafts ?? true,
  };
}
