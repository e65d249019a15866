// What SES has reported of the mails of one publication: it says "delivered" when the server of a mailbox has taken one.
import type { ChunkRows } from '#core/delivery/ledger';
import type { MailEvent } from '#core/delivery/ses-event';
import { people } from '#core/publication/names';
import type { SubscriberId } from '#core/subscriber/subscriber';

/** Each person whose email SES accepted counts in one of these. `unreported`: no report had come, so nobody knows. */
export type MailReports = { delivered: number; cameBack: number; unreported: number };

/** What was reported of one person: a mailbox took the email, or it came back at once, or for good. */
type Reported = { delivered?: true; bounced?: true; permanent?: true };

/** Collects the reports of one publication, in whatever order and however often they come. */
export class ReportedMails {
  readonly #people = new Map<SubscriberId, Reported>();

  add(event: MailEvent): void {
    if (event.tag?.kind !== 'delivery') return;
    const { subscriber } = event.tag;
    const before = this.#people.get(subscriber) ?? {};
    if (event.kind === 'delivered') this.#people.set(subscriber, { ...before, delivered: true });
    if (event.kind === 'bounced') this.#people.set(subscriber, { ...before, bounced: true, ...(event.permanent && { permanent: true }) });
  }

  /** An out-of-office reply is reported as a delivery and then a bounce: that mailbox has the email. */
  countOf(chunks: readonly ChunkRows[]): MailReports {
    const count: MailReports = { delivered: 0, cameBack: 0, unreported: 0 };
    for (const { audienceChunk, rows } of chunks)
      for (const { subscriber } of audienceChunk.members) {
        const state = rows.get(subscriber)?.state;
        if (state !== 'accepted' && state !== 'confirmed-sent') continue;
        const { delivered, bounced, permanent } = this.#people.get(subscriber) ?? {};
        count[permanent || (bounced && !delivered) ? 'cameBack' : delivered ? 'delivered' : 'unreported'] += 1;
      }
    return count;
  }
}

/** Says what was reported, and what nobody knows: `The mailboxes of 29 people took it. For 1 person it came back.` */
export function reportsSentence({ delivered, cameBack, unreported }: MailReports): string {
  return [
    delivered === 0
      ? 'No report says that a mailbox took it.'
      : `${delivered === 1 ? 'The mailbox' : 'The mailboxes'} of ${people(delivered)} took it.`,
    ...(cameBack === 0 ? [] : [`For ${people(cameBack)} it came back.`]),
    ...(unreported === 0 ? [] : [`Of ${people(unreported)} there was no report, so nobody knows.`]),
  ].join(' ');
}
