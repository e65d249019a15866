/**
 * Counts of one publication's rows: planned = accepted + suppressed + refused + held + open. Of the accepted, `byEvent` are known
 * from an SES event, and `byPerson` were held until a person confirmed them as sent. `held`: outcome unknown. `open`: not tried
 * yet, or to be tried again. `twice`: second receipts.
 */
export type Certificate = {
  planned: number;
  accepted: number;
  byEvent: number;
  byPerson: number;
  suppressed: number;
  refused: number;
  held: number;
  open: number;
  twice: number;
};

/** The counts of a publication without rows. */
export const NO_DELIVERIES: Certificate = {
  planned: 0,
  accepted: 0,
  byEvent: 0,
  byPerson: 0,
  suppressed: 0,
  refused: 0,
  held: 0,
  open: 0,
  twice: 0,
};
