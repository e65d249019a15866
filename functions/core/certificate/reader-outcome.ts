import type { Delivery } from '#core/delivery/ledger';
import type { Certificate } from '#core/publication/delivery-counts';

/** What is known of one publication for one reader. Each person of the audience has exactly one of these. */
export const READER_OUTCOMES = ['waiting', 'cancelled', 'sent', 'came-back', 'by-person', 'left', 'break', 'refused', 'unknown'] as const;
export type ReaderOutcome = (typeof READER_OUTCOMES)[number];

/**
 * `cancelled`: the publication was, so that nobody is mailed any more. `cameBack`: the provider reported that this reader's mail came
 * back. Nothing here says "delivered": the ledger knows that the provider took a mail, and not what the mailbox did with it.
 */
export function readerOutcome(delivery: Delivery | undefined, about: { cancelled: boolean; cameBack: boolean }): ReaderOutcome {
  switch (delivery?.state) {
    case 'accepted':
      return about.cameBack ? 'came-back' : 'sent';
    case 'confirmed-sent':
      return about.cameBack ? 'came-back' : 'by-person';
    case 'suppressed':
      return delivery.why === 'paused' ? 'break' : 'left';
    case 'refused':
      return 'refused';
    case 'attempting':
    case 'unresolved':
    case 'held':
      return 'unknown';
    case 'ready':
    case undefined:
      return about.cancelled ? 'cancelled' : 'waiting';
    default:
      return delivery satisfies never;
  }
}

/** The figure of the certificate that a reader with this outcome counts in. */
export const FIGURE_OF = {
  waiting: 'open',
  cancelled: 'open',
  sent: 'accepted',
  'came-back': 'accepted',
  'by-person': 'accepted',
  left: 'suppressed',
  break: 'suppressed',
  refused: 'refused',
  unknown: 'held',
} as const satisfies Record<ReaderOutcome, keyof Certificate>;
