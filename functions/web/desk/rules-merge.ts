// Two topics, or two trusts, become one.
import { Hono } from 'hono';
import { textAt } from '#core/draft/key-lines';
import { tableNamed } from '#core/rules-form/rule-order';
import { namesIn } from '#core/rules-form/rule-parts';
import { readRuleLines, type Table } from '#core/rules-form/rule-values';
import { type Asked, fieldsOf, RULES, type RulesDesk, readText } from '#web/desk/rules-desk';
import { partUrl } from '#web/desk/rules-view';
import type { WebEnv } from '#web/request';

export function rulesMergePages({ show, present, check }: RulesDesk): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const mergeForm = async (c: Asked, table: Table, back?: { typed: { from: string; into: string }; wrong: string }) => {
    const { text } = await present(c);
    const keys = readRuleLines(text);
    if (!keys) return c.redirect(`${RULES}/file`, 303);
    const known = namesIn(keys, table).map((key): [string, string] => [key, textAt(keys, [table, key]) ?? key]);
    const optionsFor = (chosen: string | undefined) =>
      [['', 'Choose'], ...known].map(([value = '', words]) => ({ value, words, checked: value === (chosen ?? '') }));
    const view = {
      url: `${RULES}/merge/${table}`,
      back: partUrl(table),
      topics: table === 'topics',
      was: JSON.stringify(text),
      wrong: back?.wrong,
      from: optionsFor(back?.typed.from),
      into: optionsFor(back?.typed.into),
    };
    return show(c, 'desk/rules-merge', view, table === 'topics' ? 'Merge two topics' : 'Merge two trusts', { status: back ? 422 : 200 });
  };
  app.get(`${RULES}/merge/:id`, (c) => {
    const table = tableNamed(c.req.param('id'));
    return table ? mergeForm(c, table) : c.notFound();
  });
  app.post(`${RULES}/merge/:id`, async (c) => {
    const table = tableNamed(c.req.param('id'));
    const { was: seen = '', from = '', into = '' } = await fieldsOf(c);
    const was = readText(seen);
    if (!table || was === undefined) return c.redirect(RULES, 303);
    const { text } = await present(c);
    const keys = readRuleLines(text);
    const known = keys ? namesIn(keys, table) : [];
    if (from === into || ![from, into].every((key) => known.includes(key)))
      return mergeForm(c, table, { typed: { from, into }, wrong: 'Choose two that are not the same.' });
    return check(c, { kind: 'merge', was, table, from, into });
  });
  return app;
}
