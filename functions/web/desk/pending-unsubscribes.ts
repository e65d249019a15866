import { Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { people } from '#core/publication/names';
import { BURST_DECISION_HOURS, openBursts, type PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import { nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import { inWindow } from '#flow/loops/with-concurrency';
import { finishUnsubscribe, undoPendingUnsubscribe } from '#flow/readers/settle-pending-unsubscribes';
import type { World } from '#ports';
import { recordAudit } from '#web/desk/audit';
import type { Frame } from '#web/desk/needs';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export type PendingUnsubscribesWorld = ContentWorld & Pick<World, 'pendingUnsubscribes' | 'suppressions' | 'subscribers' | 'audit'>;

const TITLE = 'Perhaps a scanner pressed these';
/** Addresses of a burst that the page shows. */
const SHOWN = 20;
const AT_ONCE = 10;

/** The path and the values `left` and `keep` are older than the words of the code. */
const PAGE = '/desk/departures';

/** Serves the page of one-click unsubscribes in a burst: the programme lead says whether a mail scanner pressed, or two days pass. */
export function deskPendingUnsubscribes(world: PendingUnsubscribesWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get(PAGE, async (c) => {
    const { rules } = await readFor(c, world);
    const zone = rules?.timezone ?? 'Europe/London';
    const bursts = await Promise.all([...(await readBursts(world)).values()].map((burst) => burstView(world, burst, zone)));
    const view = { title: TITLE, bursts, flash: FLASHES.get(c.req.query('told') ?? '') ?? '' };
    return c.html(
      page('desk/pending-unsubscribes', view, {
        title: TITLE,
        rules,
        ...(await frame(c)),
        current: PAGE,
      }),
    );
  });

  app.post(`${PAGE}/:decision{left|keep}`, async (c) => {
    const { network, until } = await c.req.parseBody();
    const decision = c.req.param('decision');
    // Only the presses that were on the page: more from the same network may have come since.
    const burst = ((await readBursts(world)).get(String(network)) ?? []).filter(({ at }) => at.epochMilliseconds <= Number(until));
    if (burst.length > 0) {
      const now = nowOf(c);
      if (decision === 'keep') await recordAudit(world, c, 'scanner', { people: burst.length });
      await inWindow(burst, AT_ONCE, (pending) =>
        decision === 'keep' ? undoPendingUnsubscribe(world, pending.id, now) : finishUnsubscribe(world, pending),
      );
    }
    return c.redirect(`${PAGE}?told=${burst.length > 0 ? decision : 'settled'}`, 303);
  });

  return app;
}

const FLASHES = new Map([
  ['left', 'They have left.'],
  ['keep', 'They stay, and get our emails as before.'],
  ['settled', 'These were settled before you decided.'],
]);

/** The pending unsubscribes that are part of a burst, by network. */
async function readBursts(world: Pick<World, 'pendingUnsubscribes'>): Promise<Map<string, PendingUnsubscribe[]>> {
  return openBursts(await world.pendingUnsubscribes.open());
}

async function burstView(world: Pick<World, 'subscribers'>, burst: PendingUnsubscribe[], zone: string) {
  const known = await Promise.all(burst.slice(0, SHOWN).map(({ id }) => world.subscribers.find(id)));
  const [first] = burst;
  const last = burst.at(-1);
  const local = (at: Temporal.Instant | undefined) => at?.toZonedDateTimeISO(zone);
  const [from, to, end] = [local(first?.at), local(last?.at), local(first?.at.add({ hours: BURST_DECISION_HOURS }))];
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
