/**
 * The account of one publication, recomputed from the raw rows: planned = accepted + suppressed + refused + held + open.
 * `byPerson`: of those accepted, the ones that were held until a person said that they count as sent. `held`: nobody can know
 * yet whether it was accepted. `open`: not tried yet, or to be tried again. `twice`: second receipts seen.
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
