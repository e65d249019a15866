import type { Temporal } from 'temporal-polyfill';
import type { Choices, SubscriberId } from '#core/subscriber/subscriber';

/**
 * Somebody has typed an address into a form: whether it is hers nobody knows until she presses the button of our confirmation
 * mail. The newest form counts. Forgotten when it is confirmed, and seven days after it came.
 */
export type Signup = Choices & {
  id: SubscriberId;
  address: string;
  asked: Temporal.Instant;
  /** Where the form stood, and the content address of the words on it. */
  page: string;
  wording: string;
  /** A subscriber who wants her emails at this address instead. */
  changesAddressOf?: SubscriberId;
};
