import { Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { people } from '#core/publication/names';
import { type Departure, DOUBTED_HOURS } from '#core/subscriber/pending-unsubscribe';
import { nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import { inWindow } from '#flow/loops/with-concurrency';
import { keep, letGo } from '#flow/readers/settle-pending-unsubscribes';
import type { World } from '#ports';
import { noteDeed } from '#web/desk/audit';
import { type MenuItem, page } from '#web/page';
import { readWritten } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export type DeparturesWorld = Pick<World, 'editorial' | 'departures' | 'suppressions' | 'subscribers' | 'audit'>;

const TITLE = 'Perhaps a scanner pressed these';
/** So many addresses of a burst are shown. */
const SHOWN = 20;
const AT_ONCE = 10;

/** Whose one-click button was pressed in a burst: the programme lead says whether that was a scanner, or a day passes. */
export function deskDepartures(world: DeparturesWorld, menu: readonly MenuItem[]): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/desk/departures', async (c) => {
    const { rules } = await readWritten(world);
    const zone = rules?.timezone ?? 'Europe/London';
    const bursts = await Promise.all([...(await suspects(world)).values()].map((burst) => burstView(world, burst, zone)));
    const view = { title: TITLE, bursts, told: TOLD.get(c.req.query('told') ?? '') ?? '' };
    return c.html(
      page('desk/pending-unsubscribes', view, { title: TITLE, rules, menu, current: '/desk/departures', noindex: true, wide: true }),
    );
  });

  app.post('/desk/departures/:decision{left|keep}', async (c) => {
    const { network, until } = await c.req.parseBody();
    const decision = c.req.param('decision');
    // Only what stood on the page that was decided on: more of the same network may have come since.
    const burst = ((await suspects(world)).get(String(network)) ?? []).filter(({ at }) => at.epochMilliseconds <= Number(until));
    if (burst.length > 0) {
      const now = nowOf(c);
      if (decision === 'keep') await noteDeed(world, c, 'scanner', { people: burst.length });
      await inWindow(burst, AT_ONCE, (departure) => (decision === 'keep' ? keep(world, departure.id, now) : letGo(world, departure)));
    }
    return c.redirect(`/desk/departures?told=${burst.length > 0 ? decision : 'settled'}`, 303);
  });

  return app;
}

const TOLD = new Map([
  ['left', 'They have left.'],
  ['keep', 'They stay, and get our emails as before.'],
  ['settled', 'These were settled before you decided.'],
]);

/** Those that are suspect, by the network that pressed. */
async function suspects(world: Pick<World, 'departures'>): Promise<Map<string, Departure[]>> {
  const suspect = (await world.departures.open()).filter((departure) => departure.suspect);
  return Map.groupBy(
    suspect.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at)),
    ({ network }) => network,
  );
}

async function burstView(world: Pick<World, 'subscribers'>, burst: Departure[], zone: string) {
  const known = await Promise.all(burst.slice(0, SHOWN).map(({ id }) => world.subscribers.find(id)));
  const [first] = burst;
  const last = burst.at(-1);
  const local = (at: Temporal.Instant | undefined) => at?.toZonedDateTimeISO(zone);
  const [from, to, end] = [local(first?.at), local(last?.at), local(first?.at.add({ hours: DOUBTED_HOURS }))];
  const isMoment = from && to && nhsDateTime(from) === nhsDateTime(to);
  return {
    network: first?.network ?? '',
    until: String(last?.at.epochMilliseconds ?? ''),
    people: people(burst.length),
    when:
      from && to
        ? `${nhsDateTime(from)}${isMoment ? '' : ` to ${from.toPlainDate().equals(to.toPlainDate()) ? nhsTime(to) : nhsDateTime(to)}`}`
        : '',
    end: end ? nhsDateTime(end) : '',
    addresses: known.flatMap((subscriber) => subscriber?.address ?? []),
    more: burst.length > SHOWN ? people(burst.length - SHOWN) : '',
  };
}
