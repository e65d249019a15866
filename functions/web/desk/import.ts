import { type Context, Hono } from 'hono';
import { uploadId } from '#core/image/uploaded-picture';
import { csvLine } from '#core/import/csv-line';
import { type Import, type ImportId, importPage, MOST_FILE_BYTES } from '#core/import/import';
import { count } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import { readRefused, workOn } from '#flow/import/run-import';
import { beginImport, stopImport } from '#flow/import/start-or-stop-import';
import { bringImport, type OpenList, openList } from '#flow/import/upload-list';
import type { World } from '#ports';
import { recordAudit, who } from '#web/desk/audit';
import { columnNames, importLine, importView, PARTS_IN_FILE, REFUSED_COLUMNS, refusedCells } from '#web/desk/import-view';
import type { Frame } from '#web/desk/needs';
import { newUpload, sentFile } from '#web/desk/sent-file';
import { csvDownload } from '#web/download';
import { formsTo } from '#web/headers';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

type ImportWorld = ContentWorld &
  Pick<World, 'subscribers' | 'suppressions' | 'texts' | 'audit' | 'imports' | 'importFiles' | 'uploads' | 'machine'>;

const PAGE = '/desk/import';
/** A list of a few hundred rows is finished before the page answers; the tick continues with a larger one. */
const AT_ONCE_MS = 3_000;
/** A shorter statement cannot say how people agreed. */
const MIN_STATEMENT_CHARACTERS = 20;
const MAX_STATEMENT_CHARACTERS = 2_000;
const MOST_MEGABYTES = MOST_FILE_BYTES / 1_000_000;
const TOO_LARGE = `The file has more than ${MOST_MEGABYTES} MB. Cut it into two or more files, each with the first line, and bring them one by one.`;
const GONE = 'The file is not here, or no more: it has been brought in, or a day is over. Choose it again, or see the imports below.';
const NO_RULES = 'The rules have a problem. Put it right first: the plan says what it is.';

type Form = { name: string; statement: string; sure: boolean; wrong: { field: string; sentence: string }[] };
const EMPTY: Form = { name: '', statement: '', sure: false, wrong: [] };

/**
 * Serves the import of a list: choose the file, say how its people agreed, check the outcome of each row, and only then start. The browser
 * sends the file straight to the bucket, because a Lambda takes 4.5 MB at most.
 */
export function importPages(world: ImportWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const choose = async (c: Context<WebEnv>, problem?: string) => {
    const { rules } = await readFor(c, world);
    const upload = newUpload(world);
    const form = await world.uploads.form(upload, new URL(`${PAGE}/list/${upload}`, c.req.url));
    const imports = await world.imports.latest();
    const view = { form, problem, megabytes: MOST_MEGABYTES, imports: imports.map((one) => importLine(one, rules)) };
    const title = `${problem === undefined ? '' : 'Error: '}Import people`;
    c.header('Content-Security-Policy', formsTo(new URL(form.url).origin));
    return c.html(page('desk/import', view, { ...(await frame(c)), title, rules }), problem === undefined ? 200 : 422);
  };

  /** The list that was sent, or the sentence on why there is none. Undefined: the address names no file. */
  const chosen = async (c: Context<WebEnv>): Promise<OpenList | { problem: string } | undefined> => {
    const sent = await sentFile(world, c.req.param('upload'), { most: MOST_FILE_BYTES, gone: GONE, tooLarge: TOO_LARGE });
    if (!sent || 'problem' in sent) return sent;
    return sent.bytes.length === 0 ? { problem: 'Choose the file with the list.' } : openList(sent.bytes);
  };

  const ask = async (c: Context<WebEnv>, { rows, layout }: OpenList, typed: Form) => {
    const { rules } = await readFor(c, world);
    const wrong = (field: string) => typed.wrong.find((one) => one.field === field)?.sentence;
    const view = {
      ...typed,
      errors: typed.wrong,
      wrongStatement: wrong('statement'),
      wrongSure: wrong('sure'),
      newsletter: rules?.name,
      action: c.req.path,
      again: PAGE,
      rows: count(rows, 'row'),
      columns: columnNames(layout.names.filter((name) => name !== '')),
    };
    const isWrong = typed.wrong.length > 0;
    return c.html(
      page('desk/import-list', view, { ...(await frame(c)), title: `${isWrong ? 'Error: ' : ''}How these people agreed`, rules }),
      isWrong ? 422 : 200,
    );
  };

  app.get(PAGE, (c) => choose(c));

  app.get(`${PAGE}/list/:upload`, async (c) => {
    const list = await chosen(c);
    if (!list) return c.notFound();
    return 'problem' in list ? choose(c, list.problem) : ask(c, list, EMPTY);
  });

  app.post(`${PAGE}/list/:upload`, async (c) => {
    const list = await chosen(c);
    if (!list) return c.notFound();
    if ('problem' in list) return choose(c, list.problem);
    const { rules } = await readFor(c, world);
    const { name, statement, sure } = await c.req.parseBody();
    const text = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '');
    const typed: Form = {
      name: text(name),
      statement: text(statement).slice(0, MAX_STATEMENT_CHARACTERS),
      sure: sure === 'yes',
      wrong: [],
    };
    const wrong = (field: string, sentence: string) => void typed.wrong.push({ field, sentence });
    if (typed.statement.length < MIN_STATEMENT_CHARACTERS)
      wrong('statement', 'Say how these people agreed to get our emails: when, where and to what.');
    if (!typed.sure) wrong('sure', 'Tick the box to say that each of these people agreed.');
    if (!rules) wrong('statement', NO_RULES);
    if (!rules || typed.wrong.length > 0) return ask(c, list, typed);

    const now = nowOf(c);
    const called = typed.name || `List of ${nhsDateTime(now.toZonedDateTimeISO(rules.timezone))}`;
    const brought = await bringImport(world, { list, name: called, statement: typed.statement, by: who(c) }, rules, now);
    const upload = uploadId(c.req.param('upload'));
    if (upload) await world.uploads.remove(upload);
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
    return c.html(page('desk/import-one', view, { ...(await frame(c)), title: `Import of ${one.name}`, rules }));
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
