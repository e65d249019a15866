// Earlier rules: who changed what, and the way back, which is the page before Save.
import { Hono } from 'hono';
import type { World } from '#ports';
import { changedMeanwhile } from '#web/desk/rules-check-view';
import { RULES, type RulesDesk } from '#web/desk/rules-desk';
import type { WebEnv } from '#web/request';

const SHOWN = 20;

export function rulesHistoryPages(world: Pick<World, 'rulesHistory'>, { show, present, said, check }: RulesDesk): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get(`${RULES}/history`, async (c) => {
    const from = Number(c.req.query('from'));
    const versions = await world.rulesHistory.page(Number.isInteger(from) && from > 0 ? from : undefined, SHOWN + 1);
    const { text } = await present(c);
    const rows = await Promise.all(
      versions.slice(0, SHOWN).map(async (version, i) => {
        const before = versions[i + 1];
        const changes = before ? changedMeanwhile(before.text, version.text) : ['The first version that the desk has'];
        return { number: version.version, when: await said(c, version.at), by: version.by, changes, now: version.text === text };
      }),
    );
    const last = versions[SHOWN - 1];
    const isOutside =
      from > 0 || versions[0] === undefined || versions[0].text === text ? undefined : changedMeanwhile(versions[0].text, text);
    const view = { rows, outside: isOutside, older: versions.length > SHOWN ? last?.version : undefined };
    return show(c, 'desk/rules-history', view, 'Earlier rules');
  });
  app.get(`${RULES}/history/:version{[0-9]+}`, async (c) => {
    const version = await world.rulesHistory.find(Number(c.req.param('version')));
    return version ? check(c, { kind: 'version', was: (await present(c)).text, version: version.version }) : c.notFound();
  });
  return app;
}
