/**
 * What functions write into their logs so that an alarm rings: the stack looks for these words, and each stands in one of its alarms. No
 * line holds an address. A metric of its own would need one more right, and a library.
 */
export const LOG_WORDS = {
  held: 'wait for a person to decide',
  noProgress: 'make no progress',
  secondReceipt: 'A second receipt',
  stopped: 'takes nothing until a person acts',
  unread: 'cannot be read',
} as const;
