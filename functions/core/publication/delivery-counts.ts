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
