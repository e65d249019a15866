import { byState, instant, number, oneOf, record, text } from '#adapters/dynamo/item';
import type { Delivery } from '#core/delivery/ledger';

/** States that stored ledgers hold under an older word. */
export const STORED_STATES = { unresolved: 'suspect', 'confirmed-sent': 'vouched' } as const satisfies Partial<
  Record<Delivery['state'], string>
>;

/** The stored form of one delivery, inside the item of its group. */
export const deliveryField = byState<Delivery>(
  {
    ready: record({ attempt: number }, { notBefore: instant, why: text }),
    attempting: record({ attempt: number, nonce: text, since: instant }, {}),
    unresolved: record({ attempt: number, nonce: text, since: instant, seen: instant }, { clear: instant }),
    accepted: record({ attempt: number, receipt: text, by: oneOf('answer', 'event') }, {}),
    suppressed: record({ attempt: number, why: text }, {}),
    refused: record({ attempt: number, why: text }, {}),
    held: record({ attempt: number, nonce: text, why: text }, { since: instant }),
    'confirmed-sent': record({ attempt: number, by: text }, {}),
  },
  STORED_STATES,
);
