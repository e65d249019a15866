import { Temporal } from 'temporal-polyfill';
import type { Mailbox } from '#local/ses/mailbox';
import { headersOf } from '#local/ses/message';
import { sourceOf } from '#local/ses/refusal';
import { eventsOf } from '#local/ses/simulator-addresses';

/** Yields the events of mails that were accepted just before the stand-in was killed: SES itself would have published them. */
export async function* unreportedEvents(mailbox: Mailbox): AsyncGenerator<{ id: string; events: object[] }> {
  for (const { id, at, to: destinations, tags, configurationSet } of await mailbox.unreported()) {
    const raw = await mailbox.raw(id);
    if (!raw || configurationSet === undefined) continue;
    const headers = headersOf(raw);
    const send = { destinations, tags, configurationSet, raw, headers, source: sourceOf(headers) };
    yield { id, events: eventsOf(send, id, Temporal.Instant.from(at)) };
  }
}
