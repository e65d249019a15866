import { type Context, Hono } from 'hono';
import { isAfter } from '#core/time/compare';
import { BadOptions, readLocalTime } from '#local/cli/options';
import { localPage, type Shown } from '#local/pages/local-page';
import { hasBrokenBody } from '#web/broken-body';

/** A longer move is surely a mistake, and would take long: every week on the way is planned. */
const MOST_YEARS = 5;

/** Moves the clock, and responds when everything due on the way is done: with JSON to JSON, with a redirect or a page to a form. */
export function clockRoutes(newsroom: Shown): Hono {
  const app = new Hono();
  app.post('/clock', async (c) => {
    if (isForeign(c)) return c.text("The clock is moved from this newsroom's own pages.\n", 403);
    const json = c.req.header('Content-Type')?.startsWith('application/json') ?? false;
    try {
      const moved = await move(newsroom, await wishOf(c, json));
      const now = newsroom.clock.now().toZonedDateTimeISO(newsroom.timezone).toString({ smallestUnit: 'second' });
      return json
        ? c.json({ now, moved, emails: (await newsroom.ses.mails()).length, posts: newsroom.x.posts().length })
        : c.redirect('/', 303);
    } catch (error) {
      if (!(error instanceof BadOptions)) throw error;
      if (json) return c.json({ error: error.message }, 400);
      return c.html(await localPage(newsroom, 'clock', { sentence: error.message }, { title: 'The clock was not moved' }), 400);
    }
  });
  return app;
}

/** False when there is nothing to move to. */
async function move(newsroom: Shown, wish: unknown): Promise<boolean> {
  if (wish === 'next') return (await newsroom.moveToNext()) !== undefined;
  if (typeof wish !== 'string' || wish === '')
    throw new BadOptions(['Say where to: {"to": "next"}, or a time like {"to": "2019-09-20T09:00"}.']);
  const to = readLocalTime('"to"', wish, newsroom.timezone);
  const now = newsroom.clock.now();
  // One minute of tolerance, because the form offers the present minute, which has begun already.
  if (!isAfter(to.add({ minutes: 1 }), now)) {
    const present = now.toZonedDateTimeISO(newsroom.timezone).toString({ smallestUnit: 'minute', offset: 'never', timeZoneName: 'never' });
    throw new BadOptions([`"${wish}" is past: it is ${present} here, and what has been sent cannot be unsent. Give a later time.`]);
  }
  const furthest = now.toZonedDateTimeISO(newsroom.timezone).add({ years: MOST_YEARS }).toInstant();
  if (isAfter(to, furthest)) throw new BadOptions([`"${wish}" is more than ${MOST_YEARS} years ahead. Give an earlier time.`]);
  await newsroom.moveTo(to);
  return true;
}

async function wishOf(c: Context, json: boolean): Promise<unknown> {
  if (!json) {
    if (await hasBrokenBody(c)) throw new BadOptions(['This form did not arrive whole. Load the page again and send it once more.']);
    return (await c.req.parseBody()).to;
  }
  try {
    const body: unknown = JSON.parse(await c.req.text());
    return typeof body === 'object' && body !== null && 'to' in body ? body.to : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new BadOptions(['This is no JSON. Send {"to": "next"}, or a time like {"to": "2019-09-20T09:00"}.']);
  }
}

/** True when a browser says that the request comes from another site. A script sends neither header and may move the clock. */
function isForeign(c: Context): boolean {
  const from = c.req.header('Sec-Fetch-Site');
  if (from !== undefined) return from !== 'same-origin';
  const origin = c.req.header('Origin');
  return origin !== undefined && origin !== new URL(c.req.url).origin;
}
