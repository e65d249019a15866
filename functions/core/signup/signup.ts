import type { Temporal } from 'temporal-polyfill';
import type { Choices, SubscriberId } from '#core/subscriber/subscriber';

/**
 * An address that was typed into a form, perhaps by someone else. Only its owner can confirm it, by the button of our confirmation
 * email, whose link names this very form: what somebody else types later changes nothing about it. It is deleted when a form for its
 * address is confirmed, or 7 days after it came.
 */
export type Signup = Choices & {
  id: SubscriberId;
  address: string;
  /** The form's own name, which nobody can guess. Absent if an older release has stored it. */
  form?: string;
  asked: Temporal.Instant;
  /** The page that held the form. `wording`: the content address of the words on it. */
  page: string;
  wording: string;
  /** The subscriber who wants the emails at this address instead. */
  changesAddressOf?: SubscriberId;
};
