import { type Context, Hono } from 'hono';
import { csvLine } from '#core/import/csv-line';
import { type Import, type ImportId, importPage } from '#core/import/import';
import { readRefused, workOn } from '#flow/import/run-import';
import { beginImport, stopImport } from '#flow/import/start-or-stop-import';
import { bringImport } from '#flow/import/upload-list';
import type { World } from '#ports';
import { recordAudit, who } from '#web/desk/audit';
import { importLine, importView, PARTS_IN_FILE, REFUSED_COLUMNS, refusedCells } from '#web/desk/import-view';
import type { Frame } from '#web/desk/needs';
import { csvDownload } from '#web/download';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

type ImportWorld = ContentWorld & Pick<World, 'subscribers' | 'suppressions' | 'texts' | 'audit' | 'imports' | 'importFiles' | 'machine'>;

/** A list of a few hundred rows is finished before the page answers; the tick continues with a larger one. */
const AT_ONCE_MS = 3_000;
/** A shorter statement cannot say how people agreed. */
const MIN_STATEMENT_CHARACTERS = 20;
const MAX_STATEMENT_CHARACTERS = 2_000;

type Form = { statement: string; sure: boolean; wrong: { field: string; sentence: string }[] };
const EMPTY: Form = { statement: '', sure: false, wrong: [] };

/** Serves the import of a list: upload it, check the outcome of each row, and only then start. */
export function importPages(world: ImportWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const form = async (c: Context<WebEnv>, typed: Form) => {
    const { rules } = await readFor(c, world);
    const imports = await world.imports.latest();
    const wrong = (field: string) => typed.wrong.find((one) => one.field === field)?.sentence;
    const view = {
      ...typed,
      errors: typed.wrong,
      wrongFile: wrong('file'),
      wrongStatement: wrong('statement'),
      wrongSure: wrong('sure'),
      name: rules?.name,
      imports: imports.map((one) => importLine(one, rules)),
    };
    const isWrong = typed.wrong.length > 0;
    return c.html(
      page('desk/import', view, { ...(await frame(c)), title: `${isWrong ? 'Error: ' : ''}Import people`, rules }),
      isWrong ? 422 : 200,
    );
  };

  app.get('/desk/import', (c) => form(c, EMPTY));

  app.post('/desk/import', async (c) => {
    const { rules } = await readFor(c, world);
    const { file, statement, sure } = await c.req.parseBody();
    const said = typeof statement === 'string' ? statement.replaceAll('\r\n', '\n').trim().slice(0, MAX_STATEMENT_CHARACTERS) : '';
    const typed: Form = { statement: said, sure: sure === 'yes', wrong: [] };
    const wrong = (field: string, sentence: string) => void typed.wrong.push({ field, sentence });
    if (!(file instanceof File) || file.size === 0) wrong('file', 'Choose the file with the list.');
    if (said.length < MIN_STATEMENT_CHARACTERS)
      wrong('statement', 'Say how these people agreed to get our emails: when, where and to what.');
    if (!typed.sure) wrong('sure', 'Tick the box to say that each of these people agreed.');
    if (!rules) wrong('file', 'The rules have a problem. Put it right first: the plan says what it is.');
    if (!rules || !(file instanceof File) || typed.wrong.length > 0) return form(c, typed);

    const bytes = new Uint8Array(await file.arrayBuffer());
    const answer = await bringImport(world, { file: file.name, bytes, statement: said, by: who(c) }, rules, nowOf(c));
    if ('problem' in answer) return form(c, { ...typed, wrong: [{ field: 'file', sentence: answer.problem }] });
    const { brought } = answer;
    await recordAudit(world, c, 'import-brought', { to: brought.id, people: brought.rows });
    return workedOn(c, brought);
  });

  /** The page of an import, after some work on it. */
  const workedOn = async (c: Context<WebEnv>, one: Import) => {
    await workOn(world, one, world.machine.elapsedMs() + AT_ONCE_MS);
    return c.redirect(importPage(one.id), 303);
  };

  const find = (c: Context<WebEnv>) => world.imports.find(readId(c.req.param('id')));

  app.get('/desk/import/:id', async (c) => {
    const one = await find(c);
    if (!one) return c.notFound();
    const { rules } = await readFor(c, world);
    const asked = Number(c.req.query('page') ?? 1);
    const number = Number.isInteger(asked) && asked > 0 ? asked : 1;
    const view = await importView(world, one, rules, number);
    if (view.rows?.length === 0) return c.notFound();
    return c.html(page('desk/import-one', view, { ...(await frame(c)), title: `Import of ${one.file}`, rules }));
  });

  app.get('/desk/import/:id/refused.csv', async (c) => {
    const one = await find(c);
    const part = Number(c.req.query('part') ?? 1);
    if (!one || !Number.isInteger(part) || part < 1) return c.notFound();
    async function* lines(from: Import): AsyncGenerator<string> {
      yield `\ufeff${csvLine(REFUSED_COLUMNS)}`;
      for (let i = (part - 1) * PARTS_IN_FILE; i < Math.min(part * PARTS_IN_FILE, from.parts); i += 1)
        yield (await readRefused(world, from, i)).map((row) => csvLine(refusedCells(row))).join('');
    }
    return csvDownload(c, lines(one), `not-imported${part > 1 ? `-${part}` : ''}.csv`);
  });

  app.post('/desk/import/:id/begin', async (c) => {
    const one = await find(c);
    if (!one) return c.notFound();
    const begun = await beginImport(world, one.id, who(c), nowOf(c));
    return begun ? workedOn(c, begun) : c.redirect(importPage(one.id), 303);
  });

  app.post('/desk/import/:id/stop', async (c) => {
    const one = await find(c);
    if (!one) return c.notFound();
    await stopImport(world, one.id, who(c), nowOf(c));
    return c.redirect(importPage(one.id), 303);
  });
  return app;
}

function readId(text: string | undefined): ImportId {
  // biome-ignore lint/plugin/no-cast: whatever it is, either an import has this id or none has.
  return (text ?? '') as ImportId;
}
